import type { Caller } from '../../auth/keyring.ts';
import type { ContactKind, ContactRow } from '../../domain/contact.ts';
import { identifierOf, nodeOf } from '../../domain/identity.ts';
import { contacts } from '../../domain/schema.ts';
import { cleanText } from '../../domain/text.ts';
import type { HttpContext } from '../context.ts';
import { noContact } from './configure-contact.ts';

interface Named {
  id: string;
  named_as: ContactKind & 'lead';
}

/**
 * A contact; or, of somebody whom a report named so and nobody has entered, what there would be of them: their id. Throws
 * `not_found`.
 */
export async function readNamedContact(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, named_as }: Named,
): Promise<ContactRow> {
  const clean = cleanText(id);
  const entered = await context.ask('read_contact', { workspace_id, id: clean });
  if (entered) return entered;
  const identifier = identifierOf(named_as, clean);
  if (!identifier || (await wasDeleted(context, workspace_id, clean))) throw noContact(id);
  const node = nodeOf(identifier);
  const [person] = await context.ask('find_people', { workspace_id, node });
  if (!person) throw noContact(id);
  const said = person.identifiers.find(({ kind, value }) => kind === node.kind && value === node.value);
  const first_at = said?.first_at ?? context.now();
  return stubOf({ workspace_id, id: identifier.value, kind: named_as, at: first_at });
}

async function wasDeleted({ reader }: HttpContext, workspaceId: string, id: string): Promise<boolean> {
  const found = await Promise.all([
    reader.find<ContactRow>(contacts, 'key', [workspaceId, id]),
    reader.find<ContactRow>(contacts, 'external', [workspaceId, id]),
  ]);
  return found.flat().length > 0;
}

function stubOf({ workspace_id, id, kind, at }: { workspace_id: string; id: string; kind: ContactKind; at: number }) {
  return {
    workspace_id,
    id,
    kind,
    external_id: null,
    email: null,
    email_node: null,
    phone: null,
    name: null,
    first_name: null,
    last_name: null,
    workflow_id: null,
    campaign_id: null,
    metadata: null,
    command_id: '',
    created_at: at,
    updated_at: at,
    deleted_at: null,
    version: 0,
  } satisfies ContactRow;
}
