import type { Caller } from '../../auth/keyring.ts';
import type { ClaimRow, ConversionRow } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeConfirmation } from '../../intake/confirmation.ts';
import { type Confirmed, parseConfirmed } from '../../wire/confirm.ts';
import type { HttpContext } from '../context.ts';
import { type ConversionAnswer, conversionAnswers, type MadeConversion, madeConversion } from './create-conversion.ts';
import { submitItems, type Taken } from './items.ts';
import { itemRequest, type OperationRequest } from './operation-request.ts';
import { noConversion } from './show-conversion.ts';

/** Makes conversions of what browsers reported; what a server has reported or confirmed before is found again. */
export async function confirmClaims(
  context: HttpContext,
  { workspace_id }: Caller,
  items: readonly unknown[],
  request: OperationRequest,
): Promise<(ConversionAnswer | AppError)[]> {
  const made = await submitItems(
    context,
    items,
    async (item, index): Promise<Taken<MadeConversion>> => {
      const found = await claimOf(context, workspace_id, parseConfirmed(item));
      return 'is_open' in found
        ? { command: intakeConfirmation(found, itemRequest(request, item, index)) }
        : { result: { outcome: 'duplicate', row: found, is_replayed: false } };
    },
    madeConversion,
  );
  return conversionAnswers(context, made);
}

/** The open claim that is meant, or the conversion that it is already. */
async function claimOf(
  context: HttpContext,
  workspace_id: string,
  asked: Confirmed,
): Promise<ClaimRow | ConversionRow> {
  if ('id' in asked) {
    const found = await context.ask('read_conversion', { workspace_id, id: cleanText(asked.id) });
    if (!found) throw noConversion(asked.id);
    return found.row;
  }
  const { order_id, name } = asked;
  const { conversion, open_claims } = await context.ask('read_order', { workspace_id, name, order_id });
  if (conversion) return conversion;
  const [claim, another] = open_claims;
  if (claim && !another) return claim;
  if (!claim) {
    throw new AppError('not_found', `order_id: no browser has reported a ${name} of order ${order_id}`, {
      field: 'order_id',
      hint: 'Check the order id and the name, or report the conversion from your server.',
    });
  }
  const ids = open_claims.map(({ id }) => id).join(', ');
  throw new AppError('conflict', `order_id: several browsers have reported order ${order_id}: ${ids}`, {
    field: 'order_id',
    hint: 'Confirm the right one by its id.',
  });
}
