import type { Caller } from '../../auth/keyring.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProgramRow, ProgramTerms } from '../../domain/program.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import { intakeProgram, intakeProgramEdit } from '../../intake/program.ts';
import type { Versioned } from '../../reports/programs.ts';
import { parse } from '../../wire/parse.ts';
import { newProgram, programPatch } from '../../wire/program.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';

export async function createProgram(
  context: HttpContext,
  { workspace_id, currency }: Caller,
  given: unknown,
  request: OperationRequest,
): Promise<{ outcome: 'recorded' | 'duplicate'; row: ProgramRow; is_replayed: boolean }> {
  const command = intakeProgram(parse(newProgram, given), { workspace_id, currency, ...request });
  const outcome = await submitOne(context, command);
  const row = factOf<ProgramRow>(outcome, 'application_fields');
  return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}

/** By our id or the caller's; `field` is where it was named. Throws `not_found`. */
export async function readProgram(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
  field = 'id',
): Promise<Versioned<ProgramRow, ProgramTerms>> {
  const found = await context.ask('read_program', { workspace_id, id: cleanText(id) });
  if (found) return found;
  const message = field === 'id' ? `There is no program ${id}.` : `${field}: there is no program ${id}`;
  throw new AppError('not_found', message, {
    field,
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateProgram(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<ProgramRow> {
  const given = parse(programPatch, patch);
  const before = await readProgram(context, caller, id);
  const command = intakeProgramEdit(before, given, { workspace_id: caller.workspace_id, received_at });
  return command ? factOf<ProgramRow>(await submitOne(context, command), 'application_fields') : before.row;
}

export async function deleteProgram(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<ProgramRow> {
  const { row } = await readProgram(context, caller, id);
  await submitOne(context, intakeDeletion('program', row.id, { workspace_id: caller.workspace_id, received_at }));
  return row;
}
