import type { Caller } from '../../auth/keyring.ts';
import type { NewContactAnswer } from '../../dialects/dialect.ts';
import type { ContactRow } from '../../domain/contact.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeContact, intakeContactEdit } from '../../intake/contact.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import { contactPatch, newContact } from '../../wire/contact.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import { submitItems } from './items.ts';
import { itemRequest, type OperationRequest } from './operation-request.ts';

/** Enters contacts, each for itself: what is wrong with one does not harm another. */
export function createContacts(
  context: HttpContext,
  { workspace_id }: Caller,
  given: readonly unknown[],
  request: OperationRequest,
): Promise<(NewContactAnswer | AppError)[]> {
  return submitItems(
    context,
    given,
    (item, index) => ({
      command: intakeContact(parse(newContact, item), { workspace_id, ...itemRequest(request, item, index) }),
    }),
    (outcome) => {
      if (outcome.status === 'ignored') throw new Error('a contact was ignored');
      const row = factOf<ContactRow>(outcome, 'email_node');
      return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
    },
  );
}

/** By our id or the caller's. Throws `not_found`. */
export async function readContact(context: HttpContext, { workspace_id }: Caller, id: string): Promise<ContactRow> {
  const row = await context.ask('read_contact', { workspace_id, id: cleanText(id) });
  if (row) return row;
  throw noContact(id);
}

export function noContact(id: string): AppError {
  return new AppError('not_found', `There is no contact ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateContact(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<ContactRow> {
  const given = parse(contactPatch, patch);
  const row = await readContact(context, caller, id);
  const command = intakeContactEdit(row, given, { workspace_id: caller.workspace_id, received_at });
  if (!command) return row;
  return factOf<ContactRow>(await submitOne(context, command), 'email_node');
}

export async function deleteContact(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<ContactRow> {
  const row = await readContact(context, caller, id);
  await submitOne(context, intakeDeletion('contact', row.id, { workspace_id: caller.workspace_id, received_at }));
  return row;
}
