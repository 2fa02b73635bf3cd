import { type Identifier, type IdentifierKind, identifierKey, nodeOf } from '../domain/identity.ts';

/** What stands in place of the identifiers of somebody who is to be known no more. */
export interface Pseudonyms {
  /** The identifiers, as links compare them. */
  readonly members: readonly Identifier[];
  /** `true` of an identifier of theirs, whether its text or its hash is given. */
  names(identifier: Identifier): boolean;
  /** What stands in its place: itself where it is not theirs. */
  of(identifier: Identifier): Identifier;
}

/**
 * Of each kind the first identifier is called by the pseudonym itself, any other by the pseudonym and its number; so the
 * first of several users stays the first of them by value.
 */
export function pseudonymsOf(members: readonly Identifier[], pseudonym: string): Pseudonyms {
  const counts = new Map<IdentifierKind, number>();
  const others = new Map(
    members.map((member) => {
      const number = (counts.get(member.kind) ?? 0) + 1;
      counts.set(member.kind, number);
      return [identifierKey(member), { ...member, value: number === 1 ? pseudonym : `${pseudonym}.${number}` }];
    }),
  );
  const find = (identifier: Identifier) => others.get(identifierKey(nodeOf(identifier)));
  return {
    members,
    names: (identifier) => find(identifier) !== undefined,
    of: (identifier) => find(identifier) ?? identifier,
  };
}
