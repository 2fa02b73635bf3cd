import type { Command } from '../../../packages/collector/src/domain/command.ts';
import { DAY } from '../times.ts';

/** What money is worth in other money, in fractions of whole numbers, and how fractions are rounded. */

export interface Fraction {
  over: bigint;
  under: bigint;
}

const DECIMALS: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0 };
/** Days before a sale whose rate may stand for that of its own. */
const DAYS_BACK = 7;

/** The nearest whole number; of two that are as near the even one. */
export function halfEven({ over, under }: Fraction): number {
  const whole = over / under;
  const rest = (over % under) * 2n;
  const isUp = rest > under || (rest === under && whole % 2n === 1n);
  return Number(isUp ? whole + 1n : whole);
}

/** A part of a whole number. */
export function part(whole: number, over: number, under: number): number {
  return halfEven({ over: BigInt(whole) * BigInt(over), under: BigInt(under) });
}

type Rates = ReadonlyMap<string, string>;

/** Published rates by pair and day. */
export function ratesIn(accepted: readonly Command[]): Rates {
  const all = accepted.flatMap((one) => (one.kind === 'import_rates' ? one.rates : []));
  return new Map(all.map(({ base, quote, date, rate }) => [`${base}${quote} ${date}`, rate]));
}

/** An amount in another currency at a day, and the day of the rate; `undefined` where there is none. */
export function exchanged(
  rates: Rates,
  { amount, from, to, at }: { amount: number; from: string; to: string; at: number },
): { amount: number; date: string } | undefined {
  const found =
    between(rates, from, to, at) ?? through(rates, 'EUR', from, to, at) ?? through(rates, 'USD', from, to, at);
  if (!found) return undefined;
  const scale = (currency: string) => 10n ** BigInt(DECIMALS[currency] ?? 2);
  const over = BigInt(amount) * found.ratio.over * scale(to);
  return { amount: halfEven({ over, under: found.ratio.under * scale(from) }), date: found.date };
}

interface Found {
  ratio: Fraction;
  date: string;
}

/** The latest day on which either direction was published; where both were, the one that is asked for. */
function between(rates: Rates, from: string, to: string, at: number): Found | undefined {
  for (let back = 0; back <= DAYS_BACK; back += 1) {
    const date = new Date(at - back * DAY).toISOString().slice(0, 10);
    const [straight, other] = [rates.get(`${from}${to} ${date}`), rates.get(`${to}${from} ${date}`)];
    if (straight !== undefined) return { ratio: fractionOf(straight), date };
    if (other === undefined) continue;
    const { over, under } = fractionOf(other);
    return { ratio: { over: under, under: over }, date };
  }
  return undefined;
}

function through(rates: Rates, pivot: string, from: string, to: string, at: number): Found | undefined {
  if (pivot === from || pivot === to) return undefined;
  const [first, second] = [between(rates, from, pivot, at), between(rates, pivot, to, at)];
  if (!first || !second) return undefined;
  const ratio = { over: first.ratio.over * second.ratio.over, under: first.ratio.under * second.ratio.under };
  return { ratio, date: [first.date, second.date].sort()[0] ?? '' };
}

function fractionOf(decimal: string): Fraction {
  const [whole = '', digits = ''] = decimal.split('.');
  return { over: BigInt(whole + digits), under: 10n ** BigInt(digits.length) };
}
