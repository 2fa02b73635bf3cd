import type { Draft } from '../../domain/draft.ts';
import type { EventRow } from '../../domain/event.ts';
import { type Identifier, type IdentityRow, nodeOf } from '../../domain/identity.ts';
import { events, identities } from '../../domain/schema.ts';
import type { Named, SaidBy } from '../../domain/why.ts';
import type { Reader } from '../../store/store.ts';

/** An identifier with what can be read of it. */
export function named(draft: Draft, workspaceId: string, identifier: Identifier): Named {
  const { kind, value } = nodeOf(identifier);
  if (kind !== 'email' && kind !== 'phone') return { kind, value, plain: null };
  const [row] = draft.find<IdentityRow>(identities, 'key', [workspaceId, kind, value]);
  return { kind, value, plain: row?.plain ?? (identifier.value === value ? null : identifier.value) };
}

/** A statement on a device whose author is not known yet: servers and proven browsers are trusted alike. */
export interface Stated {
  visitor_id: string;
  occurred_at: number;
  who: Identifier;
  fact: { said_by: SaidBy };
}

/** Tells what a browser proved from what a server said. */
export async function tellProvenBrowsers(
  reader: Reader,
  workspaceId: string,
  statements: readonly Stated[],
): Promise<void> {
  const open = statements.filter(({ who, fact }) => fact.said_by === 'server' && who.kind === 'user');
  await Promise.all(
    open.map(async ({ visitor_id, occurred_at, who, fact }) => {
      const found = await reader.find<EventRow>(events, 'visitor', [workspaceId, visitor_id, occurred_at]);
      const isProof = found.some(
        ({ body }) =>
          body?.is_proven && body.identifiers?.some(({ kind, value }) => kind === 'user' && value === who.value),
      );
      if (isProof) fact.said_by = 'proven_browser';
    }),
  );
}
