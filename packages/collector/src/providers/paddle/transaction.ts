import type { ConnectionSettings } from '../../domain/connection.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { commissionableOf } from '../commissionable.ts';
import { distinct } from '../distinct.ts';
import { intervalOf } from '../interval.ts';
import { type Fields, fieldsOf, integerOf, listOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { currencyOf, decimalOfPaddle, minorOf } from './amount.ts';
import { buyerOf, conversionAsk, dataField, type PaddleEvent, SALE } from './event.ts';

/**
 * A transaction that is paid and complete: https://developer.paddle.com/webhooks/transactions/transaction-completed. What the buyer
 * paid is `grand_total`, after tax, discount and credit: https://developer.paddle.com/changelog/2023/transaction-totals-grand-total.
 * Where nothing was paid, as when a trial begins, only what led the buyer there is kept.
 */
export function readCompleted(event: PaddleEvent, settings: ConnectionSettings): ProviderAsk[] {
  const { data, occurred_at } = event;
  const order_id = required(textOf(data['id']), dataField('id'));
  // Nothing is bought: https://developer.paddle.com/changelog/2023/subscription-charge-transaction-origin
  if (data['origin'] === 'subscription_payment_method_change') return [];
  const totals = fieldsOf(fieldsOf(data['details'])['totals']);
  const paid = totalIn(totals, 'grand_total');
  const buyer = buyerOf(data);
  if (paid <= 0) {
    const external_ref = `checkout:${order_id}`;
    return [conversionAsk({ name: 'checkout', order_id, external_ref, sales_status: 'open', occurred_at, ...buyer })];
  }
  const currency = currencyOf(required(textOf(data['currency_code']), dataField('currency_code')));
  const sale: GivenConversion = {
    name: SALE,
    order_id,
    external_ref: order_id,
    amount: decimalOfPaddle(paid, currency),
    commissionable_amount: decimalOfPaddle(commissionableIn(data, paid, settings), currency),
    currency,
    occurred_at,
    ...subscriptionIn(data),
    ...buyer,
  };
  return [conversionAsk(sale)];
}

/** An attempt to pay that failed: https://developer.paddle.com/webhooks/transactions/transaction-payment-failed */
export function readFailedPayment({ id, data, occurred_at }: PaddleEvent): ProviderAsk[] {
  const failed = { name: 'payment_failed', external_ref: `payment_failed:${id}`, sales_status: 'failed' } as const;
  return [conversionAsk({ ...failed, occurred_at, ...buyerOf(data) })];
}

function commissionableIn(transaction: Fields, paid: number, { commission_on }: ConnectionSettings): number {
  const details = fieldsOf(transaction['details']);
  const totals = fieldsOf(details['totals']);
  return commissionableOf(
    {
      total: totalIn(totals, 'total'),
      paid,
      tax: totalIn(totals, 'tax'),
      shipping: 0,
      discount: minorOf(totals['discount']) ?? 0,
      proration: prorationOf(details, commission_on),
      is_trial: false,
    },
    commission_on,
  );
}

/** What prorated lines come to within the total: as far as discounts and taxes are part of what a commission is on. */
function prorationOf(details: Fields, on: ConnectionSettings['commission_on']): number {
  return listOf(details['line_items'])
    .map(fieldsOf)
    .filter(({ proration }) => typeof proration === 'object' && proration !== null)
    .map(({ totals }) => fieldsOf(totals))
    .reduce((sum, { total, tax, discount }) => {
      const net = (minorOf(total) ?? 0) - (on.tax ? 0 : (minorOf(tax) ?? 0));
      return sum + net + (on.discount ? (minorOf(discount) ?? 0) : 0);
    }, 0);
}

function subscriptionIn(
  transaction: Fields,
): Pick<GivenConversion, 'is_subscription' | 'interval' | 'price_ids' | 'product_ids'> {
  const prices = listOf(transaction['items']).map((item) => fieldsOf(fieldsOf(item)['price']));
  const cycle = prices
    .map(({ billing_cycle }) => fieldsOf(billing_cycle))
    .find(({ interval }) => interval !== undefined);
  const is_subscription = textOf(transaction['subscription_id']) !== undefined;
  return {
    is_subscription,
    interval:
      is_subscription && cycle
        ? intervalOf({ interval: textOf(cycle['interval']), interval_count: integerOf(cycle['frequency']) })
        : null,
    price_ids: distinct(prices.map(({ id }) => textOf(id))),
    product_ids: distinct(prices.map(({ product_id }) => textOf(product_id))),
  };
}

function totalIn(totals: Fields, field: string): number {
  return required(minorOf(totals[field]), dataField(`details.totals.${field}`));
}
