import type { Identifier } from '../domain/identity.ts';
import { decimalOf } from '../domain/money.ts';
import { DAY, HOUR, isoOf, MINUTE, SECOND } from '../domain/time.ts';
import type { Named, SaidBy, SoldFacts } from '../domain/why.ts';

/** Small things in words: times, amounts, and who is meant. */

/** Such as `2026-11-20 10:00:00 UTC`. */
export function timeInWords(at: number): string {
  return `${isoOf(at).slice(0, 19).replace('T', ' ')} UTC`;
}

const UNITS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
  [1, 'millisecond'],
] as const;

/** Its two largest units, such as `4 days 2 hours`. */
export function spanInWords(ms: number): string {
  const parts: string[] = [];
  let rest = Math.abs(Math.round(ms));
  for (const [length, name] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    // What comes right behind the largest unit, and nothing smaller.
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || 'no time';
}

export function amountInWords(amountMinor: number | null, currency: string | null): string {
  if (amountMinor === null || currency === null) return 'no amount';
  return `${decimalOf(amountMinor, currency)} ${currency}`;
}

/** A sale in a line, such as `purchase, order o_1001, 99.50 EUR, 2026-11-20 10:00:00 UTC, verified`. */
export function saleInWords({ name, order_id, amount_minor, currency, occurred_at, status }: SoldFacts): string {
  const order = order_id === null ? [] : [`order ${order_id}`];
  return [name, ...order, amountInWords(amount_minor, currency), timeInWords(occurred_at), status].join(', ');
}

const KIND_WORDS: Readonly<Partial<Record<Identifier['kind'], string>>> = { visitor: 'device' };

/** Such as `email jane@example.com`. */
export function nameInWords({ kind, value, plain }: Identifier & Partial<Named>): string {
  const isHash = (kind === 'email' || kind === 'phone') && /^[0-9a-f]{64}$/.test(value);
  const shown = plain ?? (isHash ? `${value.slice(0, 12)}… (known by its hash alone)` : value);
  return `${KIND_WORDS[kind] ?? kind} ${shown}`;
}

export const SAID_WORDS: Readonly<Record<SaidBy, string>> = {
  this_report: 'said by the report of this sale',
  server: 'said by the shop’s server',
  proven_browser: 'said by a browser with a proof from the shop’s server',
  browser: 'claimed by a browser',
};

export function listInWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** With a capital at its beginning. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
