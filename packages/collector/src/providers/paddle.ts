import type { ConnectionSettings } from '../domain/connection.ts';
import { readAdjustment } from './paddle/adjustment.ts';
import { readCustomer } from './paddle/customer.ts';
import { type PaddleEvent, timeOf } from './paddle/event.ts';
import { verifySignature } from './paddle/signature.ts';
import { readSubscription } from './paddle/subscription.ts';
import { readCompleted, readFailedPayment } from './paddle/transaction.ts';
import { fieldsOf, required, textOf } from './payload.ts';
import type { Provider, ProviderAsk } from './provider.ts';

type Read = (event: PaddleEvent, settings: ConnectionSettings) => ProviderAsk[];

/** What is read, by type: https://developer.paddle.com/webhooks/overview */
const READ: ReadonlyMap<string, Read> = new Map<string, Read>([
  // Of one that is merely paid the totals and the subscription may be missing still.
  ['transaction.completed', readCompleted],
  ['transaction.payment_failed', readFailedPayment],
  ['adjustment.created', readAdjustment],
  ['adjustment.updated', readAdjustment],
  ['subscription.created', readSubscription],
  ['subscription.trialing', readSubscription],
  ['subscription.updated', readSubscription],
  ['subscription.canceled', readSubscription],
  ['customer.created', readCustomer],
]);

/**
 * Webhooks of Paddle Billing: https://developer.paddle.com/webhooks/about/how-webhooks-work. An event says neither whose it is nor
 * whether it is of the sandbox, which is an account of its own: https://developer.paddle.com/sdks/sandbox
 */
export const paddle: Provider = {
  name: 'paddle',

  verify: verifySignature,

  read(body, settings) {
    const event = fieldsOf(body);
    const id = required(textOf(event['event_id']), 'event_id');
    const type = required(textOf(event['event_type']), 'event_type');
    const occurred_at = timeOf(event['occurred_at'], 'occurred_at');
    const read = READ.get(type);
    const asks = read ? read({ id, occurred_at, data: fieldsOf(event['data']) }, settings) : null;
    return { id, type, is_test: null, account: null, asks };
  },
};
