import { required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { attributeField, buyerOf, conversionAsk, idOf, type LemonSqueezyEvent, nameOf, SALE, timeIn } from './event.ts';

/**
 * Subscriptions: https://docs.lemonsqueezy.com/api/subscriptions/the-subscription-object. Every event has the whole subscription,
 * so it does not matter which of them comes first. One that is cancelled goes on until it expires, and may be resumed until then.
 */
export function readSubscription(event: LemonSqueezyEvent): ProviderAsk[] {
  const { id, attributes } = event;
  const order_id = nameOf('subscription', id);
  const order = required(idOf(attributes['order_id']), attributeField('order_id'));
  const status = required(textOf(attributes['status']), attributeField('status'));
  const subscription = { order_id, is_subscription: true, ...buyerOf(event) };
  // Of its first invoice is given back what is given back of the order.
  const asks: ProviderAsk[] = [{ ask: 'name_order', name: SALE, also: order_id, order_id: nameOf('order', order) }];
  if (status === 'on_trial') {
    const trial = { name: 'trial', external_ref: `trial:${order_id}`, sales_status: 'trialing' } as const;
    return [...asks, conversionAsk({ ...subscription, ...trial, occurred_at: timeIn(attributes, 'created_at') })];
  }
  if (status !== 'expired') return asks;
  const ended = textOf(attributes['ends_at'], 64) === undefined ? 'updated_at' : 'ends_at';
  const end = { name: 'cancellation', external_ref: `cancellation:${order_id}`, sales_status: 'failed' } as const;
  return [...asks, conversionAsk({ ...subscription, ...end, occurred_at: timeIn(attributes, ended) })];
}
