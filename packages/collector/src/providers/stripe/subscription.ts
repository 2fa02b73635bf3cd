import { namedIn } from '../buyer.ts';
import { integerOf, required } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { idOf, paying } from './buyer.ts';
import { conversionAsk, fieldIn, type StripeEvent, timeOf } from './event.ts';

/** Subscriptions: https://docs.stripe.com/api/subscriptions/object. What is paid for them comes by their invoices. */
export function readSubscription({ object }: StripeEvent): ProviderAsk[] {
  if (object['status'] !== 'trialing') return [];
  const subscription = required(idOf(object['id']), fieldIn('id'));
  const start = required(integerOf(object['trial_start']) ?? integerOf(object['created']), fieldIn('trial_start'));
  return [
    conversionAsk({
      name: 'trial',
      order_id: subscription,
      external_ref: `trial:${subscription}`,
      sales_status: 'trialing',
      occurred_at: timeOf(start),
      is_subscription: true,
      ...namedIn(object['metadata']),
      ...paying(object['customer'], undefined),
    }),
  ];
}

/** The subscription has ended. */
export function readEndedSubscription({ created, object }: StripeEvent): ProviderAsk[] {
  const order_id = required(idOf(object['id']), fieldIn('id'));
  const ended = integerOf(object['ended_at']) ?? integerOf(object['canceled_at']) ?? created;
  return [
    conversionAsk({
      name: 'cancellation',
      order_id,
      external_ref: `cancellation:${order_id}`,
      sales_status: 'failed',
      occurred_at: timeOf(ended),
      is_subscription: true,
      ...namedIn(object['metadata']),
      ...paying(object['customer'], undefined),
    }),
  ];
}
