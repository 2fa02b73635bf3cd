import type { ConnectionSettings } from '../domain/connection.ts';
import { divideHalfEven } from '../domain/money.ts';

/** Of what a payment consists, in Stripe's smallest units. */
export interface PaidParts {
  /** After discounts, with taxes and shipping. */
  total: number;
  /** What of the total the buyer paid with this payment; the rest was credit. */
  paid: number;
  tax: number;
  shipping: number;
  discount: number;
  /** What prorations come to within the total; below 0 where they are a credit. */
  proration: number;
  /** It is paid for a trial. */
  is_trial: boolean;
}

/**
 * What of a payment a commission is on. Where a part of the total was paid from credit, the same part of what is commissionable
 * is left out; and it is never more than was paid, but for discounts on which a commission is wanted.
 */
export function commissionableOf(parts: PaidParts, on: ConnectionSettings['commission_on']): number {
  const { total, paid, tax, shipping, discount, proration, is_trial } = parts;
  if ((is_trial && !on.trial) || total <= 0) return 0;
  const whole =
    total -
    (on.tax ? 0 : tax) -
    (on.shipping ? 0 : shipping) -
    (on.proration ? 0 : proration) +
    (on.discount ? discount : 0);
  const most = total + (on.discount ? discount : 0);
  return shareOf(Math.min(Math.max(whole, 0), most), paid, total);
}

function shareOf(amount: number, paid: number, total: number): number {
  return paid >= total ? amount : Number(divideHalfEven(BigInt(amount) * BigInt(Math.max(paid, 0)), BigInt(total)));
}
