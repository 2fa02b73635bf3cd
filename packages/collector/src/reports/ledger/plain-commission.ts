import type { Counted } from '../../domain/earning.ts';
import { shareOf } from '../../domain/exchange.ts';
import type { IncentiveTerms } from '../../domain/incentive.ts';

/** The earning before another one in a series, and when it was. */
export type Prior = Counted & { at: number };

/** A sale that is rewarded, and what came before it: of the referral, and of the affiliate where sales are counted. */
export interface Rewarded {
  at: number;
  /** In minor units of the program's currency. */
  base_minor: number;
  count: number;
  term: Prior | undefined;
  series: Prior | undefined;
}

/** What terms pay for a sale, before anything is given back of it. Said without the rules, against which it is held. */
export function plainCommission(terms: IncentiveTerms, sale: Rewarded): number {
  if (isOver(terms, sale)) return 0;
  const { month, ever } = sumsBefore(sale);
  const sums = terms.tier_period === 'month' ? month : ever;
  const had = terms.tier_by === 'sales' ? sums.sales : sums.revenue;
  let { rate_ppm, amount_minor } = terms;
  for (const tier of terms.tiers) {
    if (tier.from > had) break;
    rate_ppm = tier.rate_ppm ?? terms.rate_ppm;
    amount_minor = tier.amount_minor ?? terms.amount_minor;
  }
  const whole =
    terms.type === 'percentage'
      ? shareOf(sale.base_minor, rate_ppm ?? 0, 1_000_000)
      : Math.min((amount_minor ?? 0) * sale.count, Number.MAX_SAFE_INTEGER);
  const limits = [
    terms.cap_sale_minor,
    terms.cap_month_minor === null ? null : terms.cap_month_minor - month.commission,
    terms.cap_total_minor === null ? null : terms.cap_total_minor - ever.commission,
  ].filter((limit) => limit !== null);
  return Math.max(0, Math.min(whole, ...limits));
}

/** What is counted with this sale; with one that does not count itself, what came before it. */
export function plainCounted(sale: Rewarded, commissionMinor: number, counts: boolean): Counted {
  const { month, ever } = sumsBefore(sale);
  const [one, base, commission, at] = counts ? [1, sale.base_minor, commissionMinor, sale.at] : [0, 0, 0, null];
  return {
    payments: (sale.term?.payments ?? 0) + one,
    first_at: sale.term?.first_at ?? at,
    month_sales: month.sales + one,
    month_revenue_minor: month.revenue + base,
    month_commission_minor: month.commission + commission,
    sales: ever.sales + one,
    revenue_minor: ever.revenue + base,
    commission_minor: ever.commission + commission,
  };
}

function sumsBefore({ series, at }: Rewarded) {
  const isSameMonth = series && dateOf(series.at).slice(0, 7) === dateOf(at).slice(0, 7);
  return {
    month: {
      sales: (isSameMonth && series.month_sales) || 0,
      revenue: (isSameMonth && series.month_revenue_minor) || 0,
      commission: (isSameMonth && series.month_commission_minor) || 0,
    },
    ever: {
      sales: series?.sales ?? 0,
      revenue: series?.revenue_minor ?? 0,
      commission: series?.commission_minor ?? 0,
    },
  };
}

function isOver({ duration: { unit, length } }: IncentiveTerms, { term, at }: Rewarded): boolean {
  if (!term || term.first_at === null || unit === 'lifetime') return false;
  if (unit === 'first_sale') return true;
  return unit === 'payments' ? term.payments >= (length ?? 1) : at >= monthsOn(term.first_at, length ?? 1);
}

/** The same time of the same day so many months on, or of the last day that the month has. */
function monthsOn(at: number, months: number): number {
  const [day = 1, time = 0] = [new Date(at).getUTCDate(), at % 86_400_000];
  const [year = 1970, month = 1] = dateOf(at).split('-').map(Number);
  const days = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(day, days)) + time;
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
