import { type Identifier, type IdentifierKind, identifierOf, isBlockedValue } from '../domain/identity.ts';

/** The field by which a request names an identifier of each kind. */
export const IDENTIFIER_FIELDS = {
  user: 'user_id',
  customer: 'customer_id',
  lead: 'lead_id',
  member: 'member_id',
  external: 'external_id',
  email: 'email',
  phone: 'phone',
  visitor: 'visitor_id',
} as const satisfies Record<IdentifierKind, string>;

/** A browser's id as it is compared; `null` where the value names nobody. */
export function visitorOf(value: string | undefined): string | null {
  return identifierOf('visitor', value ?? '')?.value ?? null;
}

/** Why a value that was given is nobody's name. */
export type Unnamed = 'blocked' | 'not_e164';

export interface Named {
  identifiers: Identifier[];
  /** Values that name nobody, by kind. Empty ones are not among them: they were not given. */
  unnamed: { kind: IdentifierKind; why: Unnamed }[];
}

/** Values by which a request names a person, in their order. */
export function namesOf(given: Partial<Record<IdentifierKind, string | undefined>>): Named {
  const named: Named = { identifiers: [], unnamed: [] };
  for (const [kind, value] of Object.entries(given) as [IdentifierKind, string | undefined][]) {
    if (value === undefined || value.trim() === '') continue;
    const identifier = identifierOf(kind, value);
    if (identifier) named.identifiers.push(identifier);
    else named.unnamed.push({ kind, why: kind === 'phone' && !isBlockedValue(value) ? 'not_e164' : 'blocked' });
  }
  return named;
}
