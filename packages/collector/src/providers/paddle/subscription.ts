import { required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { buyerOf, conversionAsk, dataField, type PaddleEvent, timeOf } from './event.ts';

/**
 * Subscriptions: https://developer.paddle.com/webhooks/subscriptions/subscription-created. What is paid for them comes by their
 * transactions. Every event has the whole subscription, so it does not matter which of them comes first.
 */
export function readSubscription({ data }: PaddleEvent): ProviderAsk[] {
  const order_id = required(textOf(data['id']), dataField('id'));
  const status = required(textOf(data['status']), dataField('status'));
  const subscription = { order_id, is_subscription: true, ...buyerOf(data) };
  if (status === 'trialing') {
    const began = data['started_at'] == null ? 'created_at' : 'started_at';
    return [
      conversionAsk({
        ...subscription,
        name: 'trial',
        external_ref: `trial:${order_id}`,
        sales_status: 'trialing',
        occurred_at: timeOf(data[began], dataField(began)),
      }),
    ];
  }
  if (status !== 'canceled') return [];
  return [
    conversionAsk({
      ...subscription,
      name: 'cancellation',
      external_ref: `cancellation:${order_id}`,
      sales_status: 'failed',
      occurred_at: timeOf(data['canceled_at'], dataField('canceled_at')),
    }),
  ];
}
