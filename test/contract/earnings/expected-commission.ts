import type { EarningReason } from '../../../packages/collector/src/domain/earning.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import { DAY } from '../times.ts';
import { part } from './expected-rates.ts';

/** What an incentive pays, given all that it paid for before. */

/** A sale that earned something, for those that come after it. */
export interface Counted {
  referral_id: string;
  affiliate_id: string;
  incentive_id: string;
  at: number;
  base_minor: number;
  commission_minor: number;
}

interface Rewarded {
  occurred_at: number;
  count: number;
  owed: { affiliate_id: string; referral_id: string };
}

export interface Amount {
  commission_minor: number;
  payment: number | null;
  tier_from: number | null;
  capped_by: string | null;
  /** Why it is nothing. */
  reason: EarningReason | null;
}

const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** What an incentive pays for a sale, whose earlier ones under it are `before`. */
export function commissionOf(terms: IncentiveTerms, sale: Rewarded, base: number, before: readonly Counted[]): Amount {
  const { occurred_at, count, owed } = sale;
  const ofReferral = before.filter(({ referral_id }) => referral_id === owed.referral_id);
  const ofAffiliate = before.filter(({ affiliate_id }) => affiliate_id === owed.affiliate_id);
  const inMonth = ofAffiliate.filter(({ at }) => monthOf(at) === monthOf(occurred_at));

  const had = terms.tier_period === 'month' ? inMonth : ofAffiliate;
  const reached = terms.tier_by === 'sales' ? had.length : sum(had.map(({ base_minor }) => base_minor));
  const tier = terms.tiers.filter(({ from }) => from <= reached).sort((a, b) => b.from - a.from)[0];
  const rate = tier?.rate_ppm ?? terms.rate_ppm ?? 0;
  const fixed = tier?.amount_minor ?? terms.amount_minor ?? 0;
  const whole = terms.type === 'percentage' ? part(base, rate, 1_000_000) : fixed * count;

  const paid = (some: readonly Counted[]) => sum(some.map(({ commission_minor }) => commission_minor));
  // A cap that was lowered may be used up by more than it is; the one of which least is left holds.
  const limits = [
    ['sale', terms.cap_sale_minor],
    ['month', terms.cap_month_minor === null ? null : terms.cap_month_minor - paid(inMonth)],
    ['total', terms.cap_total_minor === null ? null : terms.cap_total_minor - paid(ofAffiliate)],
  ] as const;
  const left = Math.min(whole, ...limits.flatMap(([, limit]) => limit ?? []));
  const least = Math.max(0, left);
  const capped_by = left < whole ? (limits.find(([, limit]) => limit === left)?.[0] ?? null) : null;
  const so = { payment: ofReferral.length + 1, tier_from: tier?.from ?? null, capped_by };
  const ended = endOf(terms, occurred_at, ofReferral);
  if (ended) return { ...so, commission_minor: 0, payment: null, reason: ended };
  const why = capped_by ? 'capped' : 'nothing_to_share';
  return { ...so, commission_minor: least, reason: least === 0 ? why : null };
}

function endOf({ duration }: IncentiveTerms, at: number, earlier: readonly Counted[]): EarningReason | null {
  const [first] = earlier;
  if (!first) return null;
  const length = duration.length ?? 1;
  if (duration.unit === 'first_sale') return 'only_first_sale';
  if (duration.unit === 'payments') return earlier.length >= length ? 'payments_used_up' : null;
  return duration.unit === 'months' && at >= later(first.at, length) ? 'months_over' : null;
}

/** The same time of the same day so many months later, or of the last day that the month has. */
function later(at: number, months: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay)) + (at % DAY);
}
