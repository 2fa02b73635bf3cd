import type { CreateContact, CreateConversionType, CreateSource, Edit, Outcome } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { Draft } from '../domain/draft.ts';
import type { Identifier } from '../domain/identity.ts';
import { contacts, conversionTypes, sources } from '../domain/schema.ts';
import type { SourceRow } from '../domain/source.ts';
import { Affected } from './affected.ts';
import { createRow, fresh, type Owning, own } from './create-row.ts';
import { type DedupeKey, disownKeys, given, holdersOf } from './dedupe.ts';
import type { Edited } from './edits.ts';
import { nameIn } from './naming.ts';
import { settle } from './settle.ts';
import { stitch } from './stitch.ts';

export function createConversionType(draft: Draft, command: CreateConversionType): Outcome {
  const { workspace_id, recorded_at, conversion_type } = command;
  return createRow(draft, conversionTypes, {
    command,
    row: { ...conversion_type, ...fresh(workspace_id, recorded_at) },
    keysOf: (row) => typeKeys('conversion_type', row),
  });
}

export function createSource(draft: Draft, command: CreateSource): Outcome {
  const { workspace_id, recorded_at, source } = command;
  return createRow(draft, sources, {
    command,
    row: { ...source, ...fresh(workspace_id, recorded_at) },
    keysOf: (row) => typeKeys('source', row),
  });
}

/** A contact, known again by the caller's id and by the address; linked to all that names it. */
export function createContact(draft: Draft, command: CreateContact): Outcome {
  const { workspace_id, recorded_at, contact, identifiers } = command;
  const outcome = createRow(draft, contacts, {
    command,
    row: { ...contact, ...fresh(workspace_id, recorded_at), command_id: command.id },
    keysOf: contactKeys,
  });
  if (outcome.status === 'recorded') nameContact(draft, command, identifiers);
  return outcome;
}

/** Links all that names a contact, and finds it by each. */
export function nameContact(draft: Draft, command: CreateContact | Edit, identifiers: readonly Identifier[]): void {
  const { workspace_id, recorded_at } = command;
  const affected = new Affected(draft, workspace_id);
  affected.byStitch(
    stitch(draft, { workspace_id, identifiers: [...identifiers], occurred_at: recorded_at, trusted: true }),
  );
  nameIn(draft, command, identifiers, recorded_at);
  settle(draft, command, affected);
}

export function ownTypeKeys(
  draft: Draft,
  subject: string,
  owning: Owning<{ id: string; external_id: string | null }>,
): void {
  own(draft, owning, [owning.row], (row) => typeKeys(subject, row));
}

/** Takes away the keys that a contact has or had, for they tell who it was. */
export function disownContactKeys(
  draft: Draft,
  workspaceId: string,
  created: CreateContact['contact'],
  { changes }: Edited,
): void {
  const ever = [created, ...changes.map(({ patch }) => ({ ...created, ...patch }))].flatMap(contactKeys);
  disownKeys(draft, workspaceId, ever, created.id);
}

/** `was`: the contact before it was changed. */
export function ownContactKeys(draft: Draft, owning: Owning<ContactRow>, was: ContactRow = owning.row): void {
  own(draft, owning, [was, owning.row], contactKeys);
}

/** An id or an address that another contact of the kind has stays that one's. */
export function contactEditRefusal(
  draft: Draft,
  { workspace_id, subject_id, patch }: Edit,
  contact: ContactRow,
): Outcome | undefined {
  for (const key of contactKeys({ ...contact, ...patch })) {
    const holder = holdersOf(draft, workspace_id, [key]).find((id) => id !== subject_id);
    if (holder === undefined) continue;
    const field = key.scope.startsWith('email:') ? 'email' : 'external_id';
    return {
      status: 'refused',
      code: 'conflict',
      message: `${field}: is that of ${contact.kind} ${holder}`,
      detail: { field, hint: `Send another ${field}, or change that ${contact.kind} first.` },
    };
  }
  return undefined;
}

export function typeKeys(
  subject: string,
  { external_id }: Pick<SourceRow | ConversionTypeRow, 'external_id'>,
): DedupeKey[] {
  return given([[`external:${subject}`, external_id]]);
}

function contactKeys({
  kind,
  external_id,
  email_node,
}: Pick<ContactRow, 'kind' | 'external_id' | 'email_node'>): DedupeKey[] {
  return given([
    [`external:${kind}`, external_id],
    [`email:${kind}`, email_node],
  ]);
}
