/** What may name a person, from the strongest to the weakest; an edge points from the weaker to the stronger. */
export const IDENTIFIER_KINDS = ['user', 'customer', 'lead', 'email', 'phone', 'visitor'] as const;

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

/**
 * The identifier as it is compared: emails without surrounding space and case (plus-tags are kept, for they may be
 * different people's), everything else trimmed. `undefined` where the value names nobody.
 */
export function identifierOf(kind: IdentifierKind, value: string): Identifier | undefined {
  const trimmed = value.trim();
  if (isBlockedValue(trimmed) || trimmed.length > IDENTIFIER_MAX_LENGTH) return undefined;
  return { kind, value: kind === 'email' ? trimmed.toLowerCase() : trimmed };
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
 * a secret key said is `trusted` and a link of its own beside what a browser claimed.
 */
export interface EdgeRow {
  workspace_id: string;
  from_kind: IdentifierKind;
  from_value: string;
  to_kind: IdentifierKind;
  to_value: string;
  trusted: boolean;
  occurred_at: number;
  version: number;
}
