import type { Caller } from '../../auth/keyring.ts';
import type { Answer, Ask } from '../../dialects/dialect.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { intakeConversionEdit } from '../../intake/conversion-edit.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import { conversionPatch } from '../../wire/conversion.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';
import { createReferences } from './references.ts';
import { findReported, showConversion } from './show-conversion.ts';

type Update = Pick<Extract<Ask, { ask: 'update_conversion' }>, 'id' | 'patch' | 'leniency'>;

/** Who changes something at the same moment as so many others comes again. */
const ATTEMPTS = 20;

/** Changes what a server reported. Throws `invalid`, `not_found`, and `conflict` of what a browser reported. */
export async function updateConversion(
  context: HttpContext,
  caller: Caller,
  update: Update,
  request: OperationRequest,
): Promise<Extract<Answer, { answer: 'conversion' }>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptUpdate(context, caller, update, request);
    } catch (error) {
      if (attempt === ATTEMPTS || !isOvertaken(error)) throw error;
    }
  }
}

/** Another change came between the look at the conversion and this one. */
function isOvertaken(error: unknown): boolean {
  return error instanceof AppError && error.code === 'conflict' && error.detail.field === 'version';
}

async function attemptUpdate(
  context: HttpContext,
  caller: Caller,
  { id, patch, leniency }: Update,
  { received_at }: OperationRequest,
): Promise<Extract<Answer, { answer: 'conversion' }>> {
  const { workspace_id, currency } = caller;
  const given = parse(conversionPatch, patch);
  const before = await findReported(context, workspace_id, id);
  const references = createReferences(context, workspace_id);
  const type = given.conversion_type_id === undefined ? before.type : await references.type(given.conversion_type_id);
  const source = given.source_id === undefined ? before.source : await references.source(given.source_id);
  const command = intakeConversionEdit(before.row, given, {
    workspace_id,
    received_at,
    currency,
    leniency,
    type,
    source,
  });
  if (Object.keys(command.patch).length === 0) return { answer: 'conversion', outcome: 'updated', shown: before };
  const row = factOf<ConversionRow>(await submitOne(context, command), 'sales_status');
  return { answer: 'conversion', outcome: 'updated', shown: await showConversion(context, row) };
}

/** Deletes what a server reported; its keys stay taken unless it releases them. Throws as `updateConversion`. */
export async function deleteConversion(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, releasesKeys }: { id: string; releasesKeys: boolean },
  { received_at }: OperationRequest,
): Promise<Extract<Answer, { answer: 'conversion' }>> {
  const shown = await findReported(context, workspace_id, id);
  const command = intakeDeletion('conversion', shown.row.id, { workspace_id, received_at }, releasesKeys);
  await submitOne(context, command);
  return { answer: 'conversion', outcome: 'deleted', shown };
}
