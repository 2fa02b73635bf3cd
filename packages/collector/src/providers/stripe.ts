import { isUtf8 } from 'node:buffer';
import { Stripe } from 'stripe';
import type { ConnectionSettings } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { type Fields, fieldsOf, integerOf, required, textOf } from './payload.ts';
import type { Provider, ProviderAsk, SignedRequest } from './provider.ts';
import { readCheckout } from './stripe/checkout.ts';
import type { StripeEvent } from './stripe/event.ts';
import { readFailedInvoice, readInvoicePayment, readPaidInvoice } from './stripe/invoice.ts';
import { readDispute, readRefundedCharge } from './stripe/refund.ts';
import { readEndedSubscription, readSubscription } from './stripe/subscription.ts';

/** s; what was signed longer ago is refused, as in Stripe's own libraries: https://docs.stripe.com/webhooks/signature */
const TOLERANCE = 300;

type Read = (event: StripeEvent, settings: ConnectionSettings) => ProviderAsk[];

/** What is read, by type: https://docs.stripe.com/api/events/types */
const READ: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['checkout.session.completed', readCheckout],
  ['checkout.session.async_payment_succeeded', readCheckout],
  ['invoice.paid', readPaidInvoice],
  ['invoice_payment.paid', readInvoicePayment],
  ['invoice.payment_failed', readFailedInvoice],
  ['charge.refunded', readRefundedCharge],
  ['charge.dispute.created', readDispute],
  ['charge.dispute.updated', readDispute],
  ['charge.dispute.closed', readDispute],
  ['customer.subscription.created', readSubscription],
  ['customer.subscription.updated', readSubscription],
  ['customer.subscription.deleted', readEndedSubscription],
]);

/**
 * Stripe's webhooks: https://docs.stripe.com/webhooks. An event has the shape of the API version that the account or the endpoint
 * had when it occurred (https://docs.stripe.com/webhooks/versioning), so it is read by what is in it and not by its version.
 */
export const stripe: Provider = {
  name: 'stripe',

  verify(request, secret) {
    const header = request.headers['stripe-signature'];
    // The library reads the body as text, and would take what is none for something else.
    if (!isUtf8(request.body))
      throw refusal('is of text, and the body is none', 'Let Stripe send the event, byte for byte.');
    if (header === undefined) throw refusal('is missing', 'Let Stripe send the event, or sign it as Stripe does.');
    if (!isSigned(request, header, secret, TOLERANCE)) throw refusalOf(request, header, secret);
    // The library bounds the age alone.
    const ahead = signedAt(header) - Math.floor(request.received_at / 1_000);
    if (!(ahead <= TOLERANCE)) throw refusal(`was made ${ahead} s in the future`, 'Set the clock of this machine.');
  },

  read(body, settings) {
    const event = fieldsOf(body);
    const id = textOf(event['id']) ?? null;
    const type = required(event['object'] === 'event' ? textOf(event['type']) : undefined, 'type');
    const read = READ.get(type);
    const created = required(integerOf(event['created']), 'created');
    const object = fieldsOf(fieldsOf(event['data'])['object']);
    return {
      id,
      type,
      is_test: typeof event['livemode'] === 'boolean' ? !event['livemode'] : null,
      account: textOf(event['account']) ?? null,
      asks: read ? read({ id: required(id, 'id'), type, created, object: known(object) }, settings) : null,
    };
  },
};

/** All that is read has an id. */
function known(object: Fields): Fields {
  required(textOf(object['id']), 'data.object.id');
  return object;
}

/** With a tolerance of 0 a signature may be of any age. Throws `invalid` where what was signed is no event of a webhook. */
function isSigned({ body, received_at }: SignedRequest, header: string, secret: string, tolerance: number): boolean {
  try {
    Stripe.webhooks.constructEvent(body, header, secret, tolerance, undefined, received_at);
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    // The body is parsed once it is known to be signed; whoever reads it says what is wrong with it.
    if (error instanceof SyntaxError) return true;
    throw new AppError('invalid', 'The body is not an event with its data.', {
      field: 'object',
      hint: 'Let the endpoint receive snapshot events: thin ones say only that something happened.',
    });
  }
}

/** Which of a signature's faults it is. */
function refusalOf(request: SignedRequest, header: string, secret: string): AppError {
  const at = signedAt(header);
  if (Number.isNaN(at) || !/(?:^|,)v1=/.test(header)) {
    return refusal('is not of the form t=…,v1=…', 'Send the header Stripe-Signature as Stripe made it.');
  }
  if (isSigned(request, header, secret, 0)) {
    const age = Math.floor(request.received_at / 1_000) - at;
    const hint = `Send it within ${TOLERANCE} s, and check the clock of this machine. Stripe signs each attempt anew.`;
    return refusal(`was made ${age} s ago`, hint);
  }
  return refusal(
    'does not fit the body',
    'Check that the connection has the signing secret of this very endpoint, and that nothing changes the body on its way.',
  );
}

/** s UTC; of several the last, as the library has it. `NaN` where there is none. */
function signedAt(header: string): number {
  return Number([...header.matchAll(/(?:^|,)t=(\d{1,12})(?=,|$)/g)].at(-1)?.[1] ?? Number.NaN);
}

function refusal(fault: string, hint: string): AppError {
  return new AppError('unauthorized', `Stripe-Signature: ${fault}`, { field: 'Stripe-Signature', hint });
}
