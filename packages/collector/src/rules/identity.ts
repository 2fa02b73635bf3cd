import type { Draft } from '../domain/draft.ts';
import { type Identifier, type IdentityRow, nodeOf } from '../domain/identity.ts';
import { derivedId } from '../domain/ids.ts';
import { identities } from '../domain/schema.ts';

/** The id under which the person is found whom an identifier, as links compare it, belongs to. */
export function personIdOf(workspaceId: string, { kind, value }: Identifier): string {
  return derivedId('person', workspaceId, kind, value);
}

/** Keeps that somebody is named so, since when, and what can be read of it. */
export function noteIdentity(draft: Draft, workspaceId: string, identifier: Identifier, at: number): void {
  const { kind, value } = nodeOf(identifier);
  const plain = value === identifier.value ? null : identifier.value;
  const known = draft.get<IdentityRow>(identities, [workspaceId, kind, value]);
  if (!known) {
    const id = personIdOf(workspaceId, { kind, value });
    const row = { workspace_id: workspaceId, kind, value, id, plain, first_at: at, alias_of: null, version: 1 };
    draft.insert<IdentityRow>(identities, row);
    return;
  }
  const patch: Partial<IdentityRow> = {
    ...(at < known.first_at ? { first_at: at } : {}),
    ...(plain !== null && known.plain === null ? { plain } : {}),
  };
  if (Object.keys(patch).length > 0) draft.update<IdentityRow>(identities, known, patch);
}
