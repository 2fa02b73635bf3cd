import { type Identifier, type IdentifierKind, identifierOf } from '../domain/identity.ts';

/** A browser's id as it is compared; `null` where the value names nobody. */
export function visitorOf(value: string | undefined): string | null {
  return identifierOf('visitor', value ?? '')?.value ?? null;
}

/** Values by which a request names a person; blocked and empty ones are left out. */
export function identifiersOf(given: Partial<Record<IdentifierKind, string | undefined>>): Identifier[] {
  return (Object.entries(given) as [IdentifierKind, string | undefined][])
    .map(([kind, value]) => (value === undefined ? undefined : identifierOf(kind, value)))
    .filter((identifier) => identifier !== undefined);
}
