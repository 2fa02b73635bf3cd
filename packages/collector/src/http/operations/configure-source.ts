import type { Caller } from '../../auth/keyring.ts';
import type { Answer } from '../../dialects/dialect.ts';
import { AppError } from '../../domain/errors.ts';
import type { SourceRow } from '../../domain/source.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeDeletion, intakeEdit } from '../../intake/edit.ts';
import { intakeSource } from '../../intake/source.ts';
import { parse } from '../../wire/parse.ts';
import { newSource, sourcePatch } from '../../wire/source.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';

type SourceAnswer = Extract<Answer, { answer: 'source' }>;

export async function createSource(
  context: HttpContext,
  { workspace_id }: Caller,
  given: unknown,
  request: OperationRequest,
): Promise<SourceAnswer> {
  const outcome = await submitOne(context, intakeSource(parse(newSource, given), { workspace_id, ...request }));
  const row = factOf<SourceRow>(outcome, 'creator_id');
  return { answer: 'source', outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}

/** By our id or the caller's. Throws `not_found`. */
export async function readSource(context: HttpContext, { workspace_id }: Caller, id: string): Promise<SourceAnswer> {
  const row = await context.ask('read_source', { workspace_id, id: cleanText(id) });
  if (row) return { answer: 'source', outcome: 'read', row };
  throw new AppError('not_found', `There is no source ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateSource(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<SourceAnswer> {
  const columns = parse(sourcePatch, patch);
  const { row } = await readSource(context, caller, id);
  if (Object.keys(columns).length === 0) return { answer: 'source', outcome: 'updated', row };
  const command = intakeEdit('source', row.id, columns, { workspace_id: caller.workspace_id, received_at });
  const fact = factOf<SourceRow>(await submitOne(context, command), 'creator_id');
  return { answer: 'source', outcome: 'updated', row: fact };
}

export async function deleteSource(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<SourceAnswer> {
  const { row } = await readSource(context, caller, id);
  await submitOne(context, intakeDeletion('source', row.id, { workspace_id: caller.workspace_id, received_at }));
  return { answer: 'source', outcome: 'deleted', row };
}
