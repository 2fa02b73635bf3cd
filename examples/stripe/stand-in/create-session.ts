import { type Metadata, mintId, nowInSeconds, type Session } from './account.ts';
import { PRICES } from './prices.ts';

/** What Stripe would refuse: https://docs.stripe.com/api/errors */
export class RequestError extends Error {
  readonly param: string;

  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

/**
 * A Checkout Session as Stripe's package asks for it, in form encoding: https://docs.stripe.com/api/checkout/sessions/create
 * @throws RequestError with the parameter at fault
 */
export function createSession(form: URLSearchParams): Session {
  const price = PRICES.find(({ id }) => id === form.get('line_items[0][price]'));
  if (!price) {
    throw new RequestError(
      'line_items[0][price]',
      `No such price; there are ${PRICES.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (form.get('mode') !== (price.is_monthly ? 'subscription' : 'payment')) {
    throw new RequestError('mode', `The price ${price.id} needs another mode.`);
  }
  const client_reference_id = form.get('client_reference_id');
  if (client_reference_id !== null && !/^[\w-]{1,200}$/.test(client_reference_id)) {
    throw new RequestError('client_reference_id', 'Up to 200 letters, digits, dashes and underscores.');
  }
  return {
    ...{ id: mintId('cs'), price, client_reference_id, is_complete: false, created: nowInSeconds() },
    metadata: metadataIn(form, 'metadata'),
    subscription_metadata: metadataIn(form, 'subscription_data[metadata]'),
    trial_days: price.is_monthly ? Math.trunc(Number(form.get('subscription_data[trial_period_days]'))) || 0 : 0,
    success_url: urlIn(form, 'success_url'),
    cancel_url: urlIn(form, 'cancel_url'),
  };
}

function metadataIn(form: URLSearchParams, name: string): Metadata {
  const entries = [...form].filter(([key]) => key.startsWith(`${name}[`));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(name.length + 1, -1), value]));
}

function urlIn(form: URLSearchParams, name: string): string {
  const url = URL.parse(form.get(name) ?? '');
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new RequestError(name, 'A URL is needed.');
  }
  return url.href;
}
