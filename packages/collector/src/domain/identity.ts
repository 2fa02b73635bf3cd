import { hash } from 'node:crypto';

/** What may name a person, from the strongest to the weakest; an edge points from the weaker to the stronger. */
export const IDENTIFIER_KINDS = [
  'user',
  'customer',
  'lead',
  'member',
  'external',
  'email',
  'phone',
  'visitor',
] as const;

export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export interface Identifier {
  kind: IdentifierKind;
  value: string;
}

/** Values that sloppy code sends in place of an identity. They never link anybody to anybody. */
const BLOCKED_VALUES = new Set([
  '',
  '0',
  '-1',
  'null',
  'undefined',
  'none',
  'nan',
  'true',
  'false',
  'id',
  'user',
  'email',
  'guest',
  'anonymous',
  'not_authenticated',
  'distinct_id',
  'distinctid',
  'unknown',
  '[object object]',
]);

export const IDENTIFIER_MAX_LENGTH = 255;

export function isBlockedValue(value: string): boolean {
  const plain = value
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  return BLOCKED_VALUES.has(plain) || /^[0-]+$/.test(plain);
}

/** `true` when `a` outranks `b`. */
export function isStronger(a: IdentifierKind, b: IdentifierKind): boolean {
  return IDENTIFIER_KINDS.indexOf(a) < IDENTIFIER_KINDS.indexOf(b);
}

const SHA256 = /^[0-9a-f]{64}$/i;
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * The identifier in its normal form: emails and hashes in lower case (plus-tags are kept, for they may be different
 * people's), phone numbers in E.164, everything else trimmed. `undefined` where the value names nobody.
 */
export function identifierOf(kind: IdentifierKind, value: string): Identifier | undefined {
  const trimmed = value.trim();
  if (isBlockedValue(trimmed) || trimmed.length > IDENTIFIER_MAX_LENGTH) return undefined;
  if (kind === 'email') return { kind, value: trimmed.toLowerCase() };
  if (kind !== 'phone') return { kind, value: trimmed };
  const phone = SHA256.test(trimmed) ? trimmed.toLowerCase() : e164Of(trimmed);
  return phone === undefined ? undefined : { kind, value: phone };
}

/** A phone number as `+` and digits; `undefined` where its country is not said, for then it is several people's. */
export function e164Of(phone: string): string | undefined {
  const digits = phone.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  return E164.test(digits) ? digits : undefined;
}

/**
 * The identifier as links compare it. Emails and phones are compared by the SHA-256 of their normal form, so that who
 * sends only the hash names the same person.
 */
export function nodeOf({ kind, value }: Identifier): Identifier {
  const isPlain = (kind === 'email' && value.includes('@')) || (kind === 'phone' && value.startsWith('+'));
  return { kind, value: isPlain ? hash('sha256', value, 'hex') : value };
}

export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}:${value}`;
}

/** Sorts the stronger first. */
export function byStrength(a: Pick<Identifier, 'kind'>, b: Pick<Identifier, 'kind'>): number {
  return IDENTIFIER_KINDS.indexOf(a.kind) - IDENTIFIER_KINDS.indexOf(b.kind);
}

/** Each identifier once, in the order of their first mention. */
export function uniqueIdentifiers(identifiers: readonly Identifier[]): Identifier[] {
  return [...new Map(identifiers.map((identifier) => [identifierKey(identifier), identifier])).values()];
}

/** The strongest of several identifiers; of equal strength the first. */
export function strongestOf(identifiers: readonly Identifier[]): Identifier | undefined {
  return identifiers.reduce<Identifier | undefined>(
    (best, next) => (best && !isStronger(next.kind, best.kind) ? best : next),
    undefined,
  );
}

/**
 * A link between two identifiers, kept for ever. Of several reports of the same link the earliest is kept; what
 * a secret key said is `trusted` and a link of its own beside what a browser claimed. Both are users only where an
 * alias joined them.
 */
export interface EdgeRow {
  workspace_id: string;
  from_kind: IdentifierKind;
  from_value: string;
  to_kind: IdentifierKind;
  to_value: string;
  trusted: boolean;
  occurred_at: number;
  /** Somebody said that it is wrong: it links nobody, however often it is said again. */
  is_removed: boolean;
  version: number;
}

/** `occurred_at` of an edge that was removed before anybody stated it. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Somebody identified themselves on a device, or left it: `kind` is then `reset`. Whose a device is at a time follows from
 * these.
 */
export interface MarkRow {
  workspace_id: string;
  visitor_id: string;
  trusted: boolean;
  occurred_at: number;
  kind: IdentifierKind | 'reset';
  value: string;
}

/** An identifier that somebody was named by, with the id under which its person is found. */
export interface IdentityRow {
  workspace_id: string;
  kind: IdentifierKind;
  value: string;
  id: string;
  /** What can be read, of a value that is compared by its hash; as far as it was ever said. */
  plain: string | null;
  /** When it was first named together with another, or alone by a secret key. */
  first_at: number;
  /** Of users that aliases joined: the one that stands for all of them. */
  alias_of: string | null;
  version: number;
}
