import { createHmac } from 'node:crypto';
import { derivedId, digestOf } from '../domain/ids.ts';
import { AFFILIATE_FIELDS, type ImportKind } from './kinds.ts';
import type { GivenRow } from './read-row.ts';

/** By what a row is known again: `value` is one thing's within its field. */
export interface RowKey {
  /** `null`: all that the row says. */
  field: string | null;
  value: string;
}

/** The fields whose value is one row's alone, the first of which names it. */
const KEYS: Readonly<Record<ImportKind, readonly string[]>> = {
  affiliates: ['external_id', 'email', 'code'],
  links: ['code'],
  referrals: ['event_id'],
  customers: ['external_id', 'email'],
  earnings: ['external_id', 'external_ref', 'order_id'],
};

/** Codes and addresses are compared without case, as they are stored. */
const WITHOUT_CASE: ReadonlySet<string> = new Set(['email', 'code']);

/** What a row is known by, beginning with what names it; what has nothing of its own is known by all that it says. */
export function keysOf(kind: ImportKind, given: GivenRow): [RowKey, ...RowKey[]] {
  const [first, ...rest] = KEYS[kind].flatMap((field): RowKey[] => {
    const value = given[field];
    if (value === undefined) return [];
    return [{ field, value: WITHOUT_CASE.has(field) ? String(value).toLowerCase() : String(value) }];
  });
  const person = kind === 'referrals' ? PERSON.find((field) => field in given) : undefined;
  if (person !== undefined) return [first ?? personKey(person, given), ...rest];
  const all = { field: null, value: digestOf(JSON.stringify(Object.entries(given).sort())) };
  return first ? [first, ...rest] : [all];
}

/** By which of them a person is known, the strongest first. */
const PERSON = ['external_user_id', 'customer_id', 'lead_id', 'email', 'phone'];

/** A person is referred by an affiliate once. */
function personKey(field: string, given: GivenRow): RowKey {
  const named = [field, ...AFFILIATE_FIELDS].map((one) => String(given[one] ?? '').toLowerCase());
  return { field, value: named.join('\u0000') };
}

/**
 * The id of what a row makes: the same whenever and wherever in the file it comes, so it is made once. It follows from a secret,
 * too, so that it does not tell whose it was when they have been erased.
 */
export function idOfRow(kind: ImportKind, { field, value }: RowKey, secret: string): string {
  const hidden = createHmac('sha256', secret)
    .update(`${field ?? ''}\u0000${value}`)
    .digest('hex');
  return derivedId('import', kind, hidden);
}
