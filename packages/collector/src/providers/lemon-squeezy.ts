import type { ConnectionSettings } from '../domain/connection.ts';
import { idOf, type LemonSqueezyEvent } from './lemon-squeezy/event.ts';
import { readOrder, readRefundedOrder } from './lemon-squeezy/order.ts';
import { verifySignature } from './lemon-squeezy/signature.ts';
import { readSubscription } from './lemon-squeezy/subscription.ts';
import { readFailedInvoice, readPaidInvoice, readRefundedInvoice } from './lemon-squeezy/subscription-invoice.ts';
import { fieldsOf, required, textOf } from './payload.ts';
import type { Provider, ProviderAsk } from './provider.ts';

type Read = (event: LemonSqueezyEvent, settings: ConnectionSettings) => ProviderAsk[];

/** What is read, by type: https://docs.lemonsqueezy.com/help/webhooks/event-types */
const READ: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['order_created', readOrder],
  ['order_refunded', readRefundedOrder],
  ['subscription_created', readSubscription],
  ['subscription_updated', readSubscription],
  ['subscription_expired', readSubscription],
  ['subscription_payment_success', readPaidInvoice],
  ['subscription_payment_failed', readFailedInvoice],
  ['subscription_payment_refunded', readRefundedInvoice],
]);

/**
 * Lemon Squeezy's webhooks: https://docs.lemonsqueezy.com/help/webhooks. An event has no id; what it tells is known again by the
 * order, the invoice or the subscription that it is about.
 */
export const lemonSqueezy: Provider = {
  name: 'lemon_squeezy',

  verify: verifySignature,

  read(body, settings) {
    const { meta, data } = fieldsOf(body);
    const { event_name, custom_data } = fieldsOf(meta);
    const resource = fieldsOf(data);
    const attributes = fieldsOf(resource['attributes']);
    const type = required(textOf(event_name), 'meta.event_name');
    const read = READ.get(type);
    return {
      id: null,
      type,
      is_test: typeof attributes['test_mode'] === 'boolean' ? attributes['test_mode'] : null,
      account: idOf(attributes['store_id']) ?? null,
      asks: read
        ? read({ id: required(idOf(resource['id']), 'data.id'), attributes, customData: custom_data }, settings)
        : null,
    };
  },
};
