import type { Caller } from '../../auth/keyring.ts';
import type { ClaimRow } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { intakeConfirmation } from '../../intake/confirmation.ts';
import { type Confirmed, parseConfirmed } from '../../wire/confirm.ts';
import type { HttpContext } from '../context.ts';
import { type ConversionAnswer, conversionAnswer } from './create-conversion.ts';
import { submitItems, type Taken } from './items.ts';
import { itemRequest, type OperationRequest } from './operation-request.ts';
import { findConversion, showConversion } from './show-conversion.ts';

/** Makes conversions of what browsers reported; what a server has reported or confirmed before is found again. */
export function confirmClaims(
  context: HttpContext,
  { workspace_id }: Caller,
  items: readonly unknown[],
  request: OperationRequest,
): Promise<(ConversionAnswer | AppError)[]> {
  return submitItems(
    context,
    items,
    async (item, index): Promise<Taken<ConversionAnswer>> => {
      const found = await claimOf(context, workspace_id, parseConfirmed(item));
      return 'answer' in found
        ? { result: found }
        : { command: intakeConfirmation(found, itemRequest(request, item, index)) };
    },
    (outcome) => conversionAnswer(context, outcome),
  );
}

/** The open claim that is meant, or the conversion that it is already. */
async function claimOf(
  context: HttpContext,
  workspace_id: string,
  asked: Confirmed,
): Promise<ClaimRow | ConversionAnswer> {
  if ('id' in asked) {
    const shown = await findConversion(context, workspace_id, asked.id);
    return 'is_open' in shown.row ? shown.row : { answer: 'conversion', outcome: 'duplicate', shown };
  }
  const { order_id, name } = asked;
  const { conversion, open_claims } = await context.ask('read_order', { workspace_id, name, order_id });
  if (conversion) {
    return { answer: 'conversion', outcome: 'duplicate', shown: await showConversion(context, conversion) };
  }
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
