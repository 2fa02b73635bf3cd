import { CANCELLATION, type ConversionRow } from './conversion.ts';
import type { EarningRow } from './earning.ts';

export const REFERRAL_STATUSES = [
  /** They are known, and have bought nothing. */
  'lead',
  'trialing',
  /** They bought something. */
  'customer',
  /** They pay for a subscription. */
  'active',
  /** All that they bought was given back. */
  'refunded',
  /** They ended their subscription, or somebody said so. */
  'canceled',
  /** Somebody said so, or checks for fraud blocked all that they did. */
  'rejected',
] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** What somebody may say of a referral, whatever it follows to be. */
export const SAID_STATUSES = ['canceled', 'rejected'] as const;

/** What somebody said of a referral; `null` where it follows from what happened, or from the program. */
export interface SaidOfReferral {
  status: (typeof SAID_STATUSES)[number] | null;
  locks_rate: boolean | null;
}

/** One conversion of a referral, and what it earns. */
export interface ReferralStep {
  earning: Pick<EarningRow, 'kind' | 'status' | 'reason' | 'calculation'>;
  conversion: Pick<ConversionRow, 'name' | 'sales_status' | 'is_subscription' | 'amount_minor' | 'refunded_minor'>;
}

/** How far a referral has come, by its conversions in the order of their time. */
export function referralStatusOf(steps: readonly ReferralStep[], said: SaidOfReferral): ReferralStatus {
  if (said.status !== null) return said.status;
  if (steps.length > 0 && steps.every(({ earning }) => isBlocked(earning))) return 'rejected';
  const sold = steps.filter(isSale);
  const kept = sold.filter(({ conversion }) => !isGivenBack(conversion));
  if (sold.length > 0 && kept.length === 0) return 'refunded';
  if (steps.at(-1)?.conversion.name === CANCELLATION) return 'canceled';
  const subscribed = kept.filter(({ conversion }) => conversion.is_subscription);
  const isLatest = kept.at(-1)?.conversion.is_subscription === true;
  if (subscribed.length > 1 || isLatest) return 'active';
  if (kept.length > 0) return 'customer';
  return steps.some(({ conversion }) => conversion.sales_status === 'trialing') ? 'trialing' : 'lead';
}

/** Also what would have earned nothing anyway. */
function isBlocked({ status, reason, calculation }: ReferralStep['earning']): boolean {
  if (status === 'none') return calculation?.fraud.some(({ mode }) => mode === 'block') === true;
  return status === 'declined' && reason === 'fraud';
}

/** Money came in for it, whether or not it was given back. */
export function isSale({ earning, conversion: { sales_status } }: ReferralStep): boolean {
  return earning.kind === 'sale' && !['open', 'trialing', 'failed'].includes(sales_status);
}

export function isGivenBack({
  sales_status,
  amount_minor,
  refunded_minor,
}: Omit<ReferralStep['conversion'], 'name'>): boolean {
  return sales_status === 'refunded' || (amount_minor !== null && amount_minor > 0 && refunded_minor >= amount_minor);
}
