import { isoOf } from '../domain/time.ts';
import { money } from '../explain/earning-view.ts';
import type { ShownReferral } from '../reports/referrals/referrals.ts';

/** A referral as the native API renders it. */
export function viewReferral(shown: ShownReferral) {
  const { referral, status, locks_rate, affiliate_name, identifiers, sales } = shown;
  return {
    id: referral.id,
    affiliate_id: referral.affiliate_id,
    affiliate_name,
    status,
    locks_rate,
    identifiers: Object.fromEntries(identifiers.map(({ kind, value }) => [kind, value])),
    first_at: isoOf(referral.since),
    last_at: isoOf(shown.last_at),
    sales,
    revenue: sums(shown.revenue),
    commission: sums(shown.commission),
  };
}

function sums(byCurrency: Readonly<Record<string, number>>) {
  return Object.entries(byCurrency)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({ currency, ...money(minor, currency) }));
}
