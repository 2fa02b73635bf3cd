import type { ConnectionSettings } from '../../domain/connection.ts';
import { type Fields, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { amountsOf } from './amount.ts';
import { commissionableIn } from './commissionable.ts';
import { attributeField, buyerOf, conversionAsk, idOf, type LemonSqueezyEvent, nameOf, SALE, timeIn } from './event.ts';
import { FIRST_PAYMENT, refundAsks } from './refund.ts';

/**
 * A paid invoice of a subscription: https://docs.lemonsqueezy.com/api/subscription-invoices/the-subscription-invoice-object. The
 * initial one is what the order told, so only renewals and changes are sales of their own.
 */
export function readPaidInvoice(event: LemonSqueezyEvent, settings: ConnectionSettings): ProviderAsk[] {
  const { id, attributes } = event;
  const reason = reasonOf(attributes);
  const amounts = amountsOf(attributes);
  const total = amounts.centsOf('total');
  if (reason === 'initial' || total === 0) return [];
  const order_id = nameOf('invoice', id);
  const isProrated = reason === 'updated';
  return [
    conversionAsk({
      name: SALE,
      order_id,
      external_ref: order_id,
      amount: amounts.decimalOf(total),
      commissionable_amount: amounts.decimalOf(commissionableIn(attributes, amounts, { ...settings, isProrated })),
      currency: amounts.currency,
      occurred_at: timeIn(attributes, 'created_at'),
      is_subscription: true,
      ...buyerOf(event),
    }),
  ];
}

/** "A subscription renewal payment fails": https://docs.lemonsqueezy.com/help/webhooks/event-types */
export function readFailedInvoice(event: LemonSqueezyEvent): ProviderAsk[] {
  const { id, attributes } = event;
  const failed = { name: 'payment_failed', sales_status: 'failed', is_subscription: true } as const;
  // An attempt has no id of its own; the invoice changes with it.
  const at = timeIn(attributes, 'updated_at');
  const external_ref = `payment_failed:${nameOf('invoice', id)}:${at}`;
  return [conversionAsk({ ...failed, external_ref, occurred_at: at, ...buyerOf(event) })];
}

/** What was given back of an invoice so far; of an initial one, of the order that the subscription is of. */
export function readRefundedInvoice({ id, attributes }: LemonSqueezyEvent): ProviderAsk[] {
  const invoice = nameOf('invoice', id);
  if (reasonOf(attributes) !== 'initial') {
    return refundAsks(attributes, invoice, { reference: invoice, total_of: invoice });
  }
  const subscription = required(idOf(attributes['subscription_id']), attributeField('subscription_id'));
  const order = nameOf('subscription', subscription);
  return refundAsks(attributes, order, { reference: invoice, total_of: FIRST_PAYMENT });
}

function reasonOf(attributes: Fields): string {
  return required(textOf(attributes['billing_reason']), attributeField('billing_reason'));
}
