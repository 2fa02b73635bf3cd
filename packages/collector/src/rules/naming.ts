import type { NamingRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { type Identifier, nodeOf } from '../domain/identity.ts';
import { namings } from '../domain/schema.ts';

/** Keeps where an identifier was named, so that its conversions are credited anew, and all of it can be erased. */
export function nameIn(
  draft: Draft,
  { workspace_id, id }: { workspace_id: string; id: string },
  identifiers: readonly Identifier[],
  occurred_at: number,
): void {
  for (const identifier of identifiers) {
    // A device is found by its own index, and names nobody.
    if (identifier.kind === 'visitor') continue;
    draft.insert<NamingRow>(namings, { workspace_id, ...nodeOf(identifier), occurred_at, conversion_id: id });
  }
}
