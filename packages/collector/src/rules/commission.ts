import type { Calculation, Counted, EarningReason } from '../domain/earning.ts';
import { shareOf } from '../domain/exchange.ts';
import type { IncentiveTerms, Tier } from '../domain/incentive.ts';

/** What is paid for. */
export interface Shared {
  occurred_at: number;
  /** In minor units of the program's currency; 0 of a lead. */
  base_minor: number;
  count: number;
}

/** What was earned before it: of the referral, and where the incentive counts them of the affiliate. */
export interface Before {
  term: Counted | undefined;
  series: Counted | undefined;
}

export interface Commission {
  commission_minor: number;
  /** Why it is 0. */
  reason: EarningReason | null;
  steps: Pick<Calculation, 'rate_ppm' | 'amount_minor' | 'tier_from' | 'uncapped_minor' | 'capped_by' | 'payment'>;
}

const PPM = 1_000_000;

/** What an incentive pays for one sale or lead, given what came before it. */
export function commissionOf(terms: IncentiveTerms, shared: Shared, before: Before): Commission {
  const payment = (before.term?.payments ?? 0) + 1;
  const series = seriesAt(before.series, shared.occurred_at);
  const { rate_ppm, amount_minor, tier_from } = rateOf(terms, series);
  const uncapped =
    terms.type === 'percentage'
      ? shareOf(shared.base_minor, rate_ppm ?? 0, PPM)
      : Math.min((amount_minor ?? 0) * shared.count, Number.MAX_SAFE_INTEGER);
  const { capped_minor, capped_by } = cap(terms, uncapped, series);
  const ended = endOf(terms, shared.occurred_at, before.term);
  const steps = { rate_ppm, amount_minor, tier_from, uncapped_minor: uncapped, capped_by, payment };
  if (ended) return { commission_minor: 0, reason: ended, steps: { ...steps, payment: null } };
  if (capped_minor > 0) return { commission_minor: capped_minor, reason: null, steps };
  return { commission_minor: 0, reason: capped_by ? 'capped' : 'nothing_to_share', steps };
}

/** What a series comes to with an earning that is counted; `null` of one that is not. */
export function countedAfter(shared: Shared, commissionMinor: number | null, { term, series }: Before): Counted {
  const so = seriesAt(series, shared.occurred_at);
  const { payments = 0, first_at = null } = term ?? {};
  if (commissionMinor === null) return { payments, first_at, ...so };
  return {
    payments: payments + 1,
    first_at: first_at ?? shared.occurred_at,
    month_sales: so.month_sales + 1,
    month_revenue_minor: so.month_revenue_minor + shared.base_minor,
    month_commission_minor: so.month_commission_minor + commissionMinor,
    sales: so.sales + 1,
    revenue_minor: so.revenue_minor + shared.base_minor,
    commission_minor: so.commission_minor + commissionMinor,
  };
}

type Series = Omit<Counted, 'payments' | 'first_at'>;

const NOTHING: Series = {
  month_sales: 0,
  month_revenue_minor: 0,
  month_commission_minor: 0,
  sales: 0,
  revenue_minor: 0,
  commission_minor: 0,
};

/** A month begins with nothing. */
function seriesAt(counted: (Counted & { at?: number }) | undefined, at: number): Series {
  if (!counted) return NOTHING;
  const { payments: _, first_at: __, at: then, ...series } = counted;
  if (then !== undefined && monthOf(then) === monthOf(at)) return series;
  return { ...series, month_sales: 0, month_revenue_minor: 0, month_commission_minor: 0 };
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

function rateOf(terms: IncentiveTerms, series: Series) {
  const had = {
    month: { sales: series.month_sales, revenue: series.month_revenue_minor },
    lifetime: { sales: series.sales, revenue: series.revenue_minor },
  }[terms.tier_period][terms.tier_by];
  const tier = terms.tiers.findLast(({ from }: Tier) => had >= from);
  return {
    rate_ppm: tier?.rate_ppm ?? terms.rate_ppm,
    amount_minor: tier?.amount_minor ?? terms.amount_minor,
    tier_from: tier?.from ?? null,
  };
}

function cap(terms: IncentiveTerms, uncapped: number, series: Series) {
  const left = {
    sale: terms.cap_sale_minor,
    month: terms.cap_month_minor === null ? null : terms.cap_month_minor - series.month_commission_minor,
    total: terms.cap_total_minor === null ? null : terms.cap_total_minor - series.commission_minor,
  };
  let capped_minor = uncapped;
  let capped_by: Calculation['capped_by'] = null;
  for (const by of ['sale', 'month', 'total'] as const) {
    const most = left[by];
    if (most === null || most >= capped_minor) continue;
    capped_minor = Math.max(0, most);
    capped_by = by;
  }
  return { capped_minor, capped_by };
}

function endOf({ duration }: IncentiveTerms, at: number, term: Counted | undefined): EarningReason | null {
  if (!term || term.first_at === null || duration.unit === 'lifetime') return null;
  if (duration.unit === 'first_sale') return 'only_first_sale';
  const length = duration.length ?? 1;
  if (duration.unit === 'payments') return term.payments >= length ? 'payments_used_up' : null;
  return at >= monthsAfter(term.first_at, length) ? 'months_over' : null;
}

/** The same day and time some months later (UTC); where the month has no such day, its last. */
export function monthsAfter(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}
