import { type Fields, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { amountsOf } from './amount.ts';
import { SALE, timeIn } from './event.ts';

/**
 * What is given back of a subscription's first payment may be told of its order and of its first invoice, which of them is not
 * documented: as totals of one thing they do not add up.
 */
export const FIRST_PAYMENT = 'first_payment';

/** `refunded_amount` is what was given back of an order or an invoice, all of it so far. */
export function refundAsks(
  attributes: Fields,
  orderId: string,
  { reference, total_of }: { reference: string; total_of: string },
): ProviderAsk[] {
  const amounts = amountsOf(attributes);
  const refunded = amounts.centsOf('refunded_amount');
  if (refunded === 0) return [];
  // The time of a refund is told of a full one alone.
  const field = textOf(attributes['refunded_at'], 64) === undefined ? 'updated_at' : 'refunded_at';
  const given = {
    name: SALE,
    kind: 'refund',
    order_id: orderId,
    external_ref: `refund:${reference}:${refunded}`,
    total_of,
    amount: amounts.decimalOf(refunded),
    currency: amounts.currency,
    occurred_at: timeIn(attributes, field),
  };
  return [{ ask: 'refund_order', given }];
}
