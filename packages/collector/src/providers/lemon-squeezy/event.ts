import { STRICT } from '../../domain/leniency.ts';
import { instantOf } from '../../domain/time.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import type { Buyer } from '../buyer.ts';
import { namedInCustomData } from '../custom-data.ts';
import { type Fields, integerOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';

/** What one of Lemon Squeezy's events is about: https://docs.lemonsqueezy.com/help/webhooks/webhook-requests */
export interface LemonSqueezyEvent {
  /** Of the order, the subscription or the invoice. */
  id: string;
  attributes: Fields;
  /** What the checkout was given: https://docs.lemonsqueezy.com/help/checkout/passing-custom-data */
  customData: unknown;
}

/** The name of all sales; of an order with this name something is given back. */
export const SALE = 'purchase';

export function conversionAsk(given: GivenConversion): ProviderAsk {
  return { ask: 'create_conversion', given, leniency: { ...STRICT, future: 'clamp' } };
}

/**
 * Lemon Squeezy counts its orders, invoices, subscriptions and customers from 1 on, as shops do: a bare `17` would be taken for
 * an order or a customer that the shop itself calls so.
 */
export function nameOf(kind: 'order' | 'invoice' | 'subscription' | 'customer', id: string): string {
  return `ls_${kind}_${id}`;
}

/** An id, which comes as a number or as text. */
export function idOf(value: unknown): string | undefined {
  return integerOf(value)?.toString() ?? textOf(value, 64);
}

/** A time as text. Throws `invalid` where it is none. */
export function timeIn(attributes: Fields, field: string): string {
  const text = textOf(attributes[field], 64);
  return required(text !== undefined && instantOf(text) !== undefined ? text : undefined, attributeField(field));
}

export function attributeField(field: string): string {
  return `data.attributes.${field}`;
}

/** Who pays, and what the checkout's custom data say of them. */
export function buyerOf({ attributes, customData }: LemonSqueezyEvent): Buyer {
  const [customer, email] = [idOf(attributes['customer_id']), textOf(attributes['user_email'])];
  return {
    ...namedInCustomData(customData),
    ...(customer !== undefined && { customer_id: nameOf('customer', customer) }),
    ...(email !== undefined && { email }),
  };
}
