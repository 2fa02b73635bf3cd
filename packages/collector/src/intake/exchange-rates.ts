import type { ImportRates } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { dayOf, type ExchangeRateRow } from '../domain/exchange-rate.ts';
import { mintId } from '../domain/ids.ts';
import { DAY } from '../domain/time.ts';
import type { GivenRate } from './rates-csv.ts';

interface RatesContext {
  workspace_id: string;
  received_at: number;
}

/** Days of which a pair of currencies is looked up. */
export interface RatesSpan {
  base: string;
  quote: string;
  from: string;
  to: string;
}

/** Rates that one command carries. */
const RATES_AT_ONCE = 1_000;

/** Pairs of currencies with the first and the last of their days. Throws `invalid` where a day has not begun anywhere. */
export function spansOf(rates: readonly GivenRate[], receivedAt: number): RatesSpan[] {
  const tomorrow = dayOf(receivedAt + DAY);
  const spans = new Map<string, RatesSpan>();
  for (const { base, quote, date } of rates) {
    if (date > tomorrow) throw notYet(date);
    const pair = `${base} ${quote}`;
    const span = spans.get(pair) ?? { base, quote, from: date, to: date };
    if (date < span.from) span.from = date;
    if (date > span.to) span.to = date;
    spans.set(pair, span);
  }
  return [...spans.values()];
}

/**
 * Those that are not known yet, by day. Throws `conflict` where one has another value than is known, or than the same
 * file gives it: then none is taken.
 */
export function unknownRates(rates: readonly GivenRate[], known: readonly ExchangeRateRow[]): GivenRate[] {
  const values = new Map(known.map((row) => [placeOf(row), row.rate]));
  const unknown: GivenRate[] = [];
  for (const rate of rates) {
    const value = values.get(placeOf(rate));
    if (value === undefined) {
      values.set(placeOf(rate), rate.rate);
      unknown.push(rate);
    } else if (Number(value) !== Number(rate.rate)) throw otherRate(rate, value);
  }
  return unknown.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Rates as commands, each of so many that no other command waits for long. */
export function intakeRates(rates: readonly GivenRate[], { workspace_id, received_at }: RatesContext): ImportRates[] {
  const starts = Array.from({ length: Math.ceil(rates.length / RATES_AT_ONCE) }, (_, index) => index * RATES_AT_ONCE);
  return starts.map((start) => ({
    kind: 'import_rates',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    rates: rates.slice(start, start + RATES_AT_ONCE),
  }));
}

function placeOf({ date, base, quote }: GivenRate): string {
  return `${date} ${base} ${quote}`;
}

function notYet(date: string): AppError {
  return new AppError('invalid', `date: ${date} is a day that has not come yet`, {
    field: 'date',
    hint: 'Send rates as they were published, and check the clock.',
  });
}

function otherRate({ base, quote, date, rate }: GivenRate, known: string): AppError {
  return new AppError(
    'conflict',
    `rates: 1 ${base} was ${known} ${quote} on ${date} already, and not ${rate}; nothing was imported`,
    { field: 'rates', hint: 'What was earned at a rate keeps it: leave that one out.' },
  );
}
