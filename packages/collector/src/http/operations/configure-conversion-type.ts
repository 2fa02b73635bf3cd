import type { Caller } from '../../auth/keyring.ts';
import type { ConversionTypeRow } from '../../domain/conversion-type.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeConversionType } from '../../intake/conversion-type.ts';
import { intakeDeletion, intakeEdit } from '../../intake/edit.ts';
import { readCurrency } from '../../intake/money.ts';
import { conversionTypePatch, newConversionType } from '../../wire/conversion-type.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';

export async function createConversionType(
  context: HttpContext,
  { workspace_id, currency }: Caller,
  given: unknown,
  request: OperationRequest,
): Promise<{ outcome: 'recorded' | 'duplicate'; row: ConversionTypeRow; is_replayed: boolean }> {
  const command = intakeConversionType(parse(newConversionType, given), { workspace_id, currency, ...request });
  const outcome = await submitOne(context, command);
  const row = factOf<ConversionTypeRow>(outcome, 'fields');
  return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}

/** By our id or the caller's. Throws `not_found`. */
export async function readConversionType(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
): Promise<ConversionTypeRow> {
  const row = await context.ask('read_conversion_type', { workspace_id, id: cleanText(id) });
  if (row) return row;
  throw new AppError('not_found', `There is no conversion type ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateConversionType(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<ConversionTypeRow> {
  const { currency, ...same } = parse(conversionTypePatch, patch);
  const row = await readConversionType(context, caller, id);
  const columns = { ...same, ...(currency !== undefined && { currency: readCurrency(currency) }) };
  if (Object.keys(columns).length === 0) return row;
  const command = intakeEdit('conversion_type', row.id, columns, { workspace_id: caller.workspace_id, received_at });
  return factOf<ConversionTypeRow>(await submitOne(context, command), 'fields');
}

export async function deleteConversionType(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<ConversionTypeRow> {
  const row = await readConversionType(context, caller, id);
  await submitOne(
    context,
    intakeDeletion('conversion_type', row.id, { workspace_id: caller.workspace_id, received_at }),
  );
  return row;
}
