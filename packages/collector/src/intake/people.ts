import { type Identifier, type IdentifierKind, identifierOf } from '../domain/identity.ts';

/** Values by which a request names a person; blocked and empty ones are left out. */
export function identifiersOf(given: Partial<Record<IdentifierKind, string | undefined>>): Identifier[] {
  return (Object.entries(given) as [IdentifierKind, string | undefined][])
    .map(([kind, value]) => (value === undefined ? undefined : identifierOf(kind, value)))
    .filter((identifier) => identifier !== undefined);
}
