import type { CreateContact, Edit, Idempotency } from '../domain/command.ts';
import type { ContactKind, ContactRow } from '../domain/contact.ts';
import { type Identifier, type IdentifierKind, identifierOf, nodeOf } from '../domain/identity.ts';
import { mintId } from '../domain/ids.ts';
import type { ContactPatch, NewContact } from '../wire/contact.ts';
import { type EditContext, intakeEdit } from './edit.ts';
import { namesOf } from './people.ts';

interface ContactContext {
  workspace_id: string;
  received_at: number;
  idempotency?: Idempotency | undefined;
}

/** As what a contact's own id names them. */
const NAMED_AS: Readonly<Record<ContactKind, IdentifierKind>> = {
  lead: 'lead',
  customer: 'customer',
  contact: 'external',
};

/** Somebody whom a server enters. */
export function intakeContact(given: NewContact, context: ContactContext): CreateContact {
  const { workspace_id, received_at, idempotency } = context;
  const { kind } = given;
  const id = mintId();
  const external_id = given.external_id ?? null;
  return {
    kind: 'create_contact',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    contact: {
      id,
      kind,
      external_id,
      ...addressOf(given.email),
      phone: given.phone ?? null,
      name: given.name ?? null,
      first_name: given.first_name ?? null,
      last_name: given.last_name ?? null,
      workflow_id: given.workflow_id ?? null,
      campaign_id: given.campaign_id ?? null,
      metadata: given.metadata ?? null,
    },
    identifiers: namesOfContact({ kind, id, external_id, email: given.email, phone: given.phone }),
    ...(idempotency && { idempotency }),
  };
}

type Named = Pick<ContactRow, 'kind' | 'id' | 'external_id'> & {
  email?: string | null | undefined;
  phone?: string | null | undefined;
};

function namesOfContact({ kind, id, external_id, email, phone }: Named): Identifier[] {
  return namesOf({ [NAMED_AS[kind]]: external_id ?? id, email: email ?? undefined, phone: phone ?? undefined })
    .identifiers;
}

/** A change of a contact; `undefined` where nothing is to be changed. Another address names them beside the one before. */
export function intakeContactEdit(contact: ContactRow, patch: ContactPatch, context: EditContext): Edit | undefined {
  const columns = contactColumns(patch);
  if (Object.keys(columns).length === 0) return undefined;
  const edit = intakeEdit('contact', contact.id, columns, context);
  const isNamedAnew = Boolean(patch.email ?? patch.phone);
  return isNamedAnew ? { ...edit, identifiers: namesOfContact({ ...contact, ...patch }) } : edit;
}

/** The columns that a change of a contact writes. */
export function contactColumns(patch: ContactPatch): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return patch.email === undefined ? given : { ...given, ...addressOf(patch.email) };
}

function addressOf(email: string | null | undefined): { email: string | null; email_node: string | null } {
  const address = identifierOf('email', email ?? '');
  return { email: email ?? null, email_node: address ? nodeOf(address).value : null };
}
