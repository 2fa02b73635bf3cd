import { AppError } from '../domain/errors.ts';
import { type Identifier, type IdentifierKind, identifierOf } from '../domain/identity.ts';
import type { NewConversion } from '../wire/conversion.ts';
import { namesOf } from './people.ts';

/** Whom a report names. */
export interface Buyer {
  identifiers: Identifier[];
  visitor_id: string | null;
  /** All of `user` that names nobody. */
  profile: Record<string, unknown> | null;
  /** What names nobody at the top of the report, as it came. */
  unnamed: Record<string, unknown>;
}

/** Where a report names an identifier of each kind: at its top, and in its `user`. */
const FIELDS = {
  user: ['external_user_id', 'user_id'],
  customer: ['customer_id', 'customer_id'],
  lead: ['lead_id', 'lead_id'],
  member: ['member_id', 'member_id'],
  // At the top it is the conversion's own.
  external: [null, 'external_id'],
  email: ['email', 'email'],
  phone: ['phone', 'phone'],
  visitor: ['visitor_id', 'anonymous_id'],
} as const satisfies Record<IdentifierKind, readonly [keyof NewConversion | null, string]>;

/** Who it was, from the strongest identifier on. Throws `invalid` where the two places of an identifier disagree. */
export function readBuyer(given: NewConversion): Buyer {
  const user = given.user ?? {};
  const profile: Record<string, unknown> = { ...user };
  const unnamed: Record<string, unknown> = {};
  const named: Partial<Record<IdentifierKind, string>> = {};
  for (const [kind, [top, inner]] of Object.entries(FIELDS) as [IdentifierKind, (typeof FIELDS)[IdentifierKind]][]) {
    const [above, below] = [top === null ? undefined : given[top], user[inner]].map((value) => ({
      value,
      identifier: identifierOf(kind, value ?? ''),
    }));
    if (above?.identifier && below?.identifier && above.identifier.value !== below.identifier.value) {
      throw new AppError('invalid', `${top}: says ${above.value}, and user.${inner} says ${below.value}`, {
        field: String(top),
        hint: `Send one of them; both are the same identifier.`,
      });
    }
    const value = above?.identifier ? above.value : below?.value;
    if (value) named[kind] = value;
    if (below?.identifier || below?.value === null) delete profile[inner];
    if (top !== null && above?.value?.trim() && !above.identifier) unnamed[top] = above.value;
  }
  const { identifiers } = namesOf(named);
  return {
    identifiers,
    visitor_id: identifiers.find(({ kind }) => kind === 'visitor')?.value ?? null,
    profile: Object.keys(profile).length > 0 ? profile : null,
    unnamed,
  };
}
