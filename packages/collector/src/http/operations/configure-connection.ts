import type { Caller } from '../../auth/keyring.ts';
import type { ConnectionRow } from '../../domain/connection.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeConnection, intakeConnectionEdit } from '../../intake/connection.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import type { ConnectionWithDeliveries } from '../../reports/connections.ts';
import { connectionPatch, newConnection } from '../../wire/connection.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';

type Place = Pick<Caller, 'workspace_id'>;

export async function createConnection(
  context: HttpContext,
  { workspace_id }: Place,
  given: unknown,
  { received_at }: OperationRequest,
): Promise<ConnectionWithDeliveries> {
  const command = intakeConnection(parse(newConnection, given), { workspace_id, received_at });
  return { row: connectionIn(await submitOne(context, command)), deliveries: [] };
}

/** Throws `not_found`. */
export async function readConnection(
  context: HttpContext,
  { workspace_id }: Place,
  id: string,
): Promise<ConnectionWithDeliveries> {
  const found = await context.ask('read_connection', { workspace_id, id: cleanText(id) });
  if (found) return found;
  throw new AppError('not_found', `There is no connection ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateConnection(
  context: HttpContext,
  { workspace_id }: Place,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<ConnectionWithDeliveries> {
  const given = parse(connectionPatch, patch);
  const before = await readConnection(context, { workspace_id }, id);
  const command = intakeConnectionEdit(before.row, given, { workspace_id, received_at });
  return command ? { ...before, row: connectionIn(await submitOne(context, command)) } : before;
}

export async function deleteConnection(
  context: HttpContext,
  { workspace_id }: Place,
  id: string,
  { received_at }: OperationRequest,
): Promise<ConnectionWithDeliveries> {
  const found = await readConnection(context, { workspace_id }, id);
  await submitOne(context, intakeDeletion('connection', found.row.id, { workspace_id, received_at }));
  return found;
}

function connectionIn(outcome: Awaited<ReturnType<typeof submitOne>>): ConnectionRow {
  return factOf<ConnectionRow>(outcome, 'provider');
}
