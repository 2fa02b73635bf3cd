import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { convertBy, decimalTextOf, invert, multiply, type Ratio, ratioOf } from '../domain/exchange.ts';
import { dayOf, type ExchangeRateRow, PIVOTS, RATE_DAYS } from '../domain/exchange-rate.ts';
import { exchangeRates } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';

/** What one unit of a currency was worth in another, and the earliest day that this rests on. */
export interface Exchange {
  ratio: Ratio;
  date: string;
}

/**
 * The rate of a day: as it was published, else the other way round, else through the euro or the dollar. `undefined` where
 * there is none within a week before.
 */
export function exchangeOf(
  draft: Draft,
  workspaceId: string,
  from: string,
  to: string,
  at: number,
): Exchange | undefined {
  const between = (base: string, quote: string) => publishedOf(draft, workspaceId, base, quote, at);
  const direct = between(from, to);
  if (direct) return direct;
  for (const pivot of PIVOTS) {
    if (pivot === from || pivot === to) continue;
    const [first, second] = [between(from, pivot), between(pivot, to)];
    if (!first || !second) continue;
    return {
      ratio: multiply(first.ratio, second.ratio),
      date: [first.date, second.date].sort()[0] ?? first.date,
    };
  }
  return undefined;
}

/** Of both directions the later; on one day the one that was asked for. */
function publishedOf(draft: Draft, workspaceId: string, base: string, quote: string, at: number): Exchange | undefined {
  const window = { from: dayOf(at - RATE_DAYS * DAY), to: dayOf(at), limit: 1 };
  const latest = (one: string, other: string) =>
    draft.latest<ExchangeRateRow>(exchangeRates, 'key', [workspaceId, one, other], window)[0];
  const [direct, inverse] = [latest(base, quote), latest(quote, base)];
  if (direct && (!inverse || direct.date >= inverse.date)) return { ratio: ratioOf(direct.rate), date: direct.date };
  return inverse && { ratio: invert(ratioOf(inverse.rate)), date: inverse.date };
}

/** An amount in another currency, at the rate of the conversion's day; `undefined` where there is none (yet). */
export function inCurrency(
  draft: Draft,
  { workspace_id, occurred_at }: Pick<ConversionRow, 'workspace_id' | 'occurred_at'>,
  minor: number,
  from: string,
  to: string,
): { minor: number; rate: string | null; rate_date: string | null } | undefined {
  if (from === to) return { minor, rate: null, rate_date: null };
  const found = exchangeOf(draft, workspace_id, from, to, occurred_at);
  const changed = found && convertBy(minor, from, to, found.ratio);
  if (!found || changed === null || changed === undefined) return undefined;
  return { minor: changed, rate: decimalTextOf(found.ratio), rate_date: found.date };
}
