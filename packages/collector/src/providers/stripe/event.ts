import { isoOf } from '../../domain/time.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { type Fields, integerOf, required } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { decimalOfStripe } from './amount.ts';

/** What one of Stripe's events is about, whatever the version of its API. */
export interface StripeEvent {
  id: string;
  type: string;
  /** s UTC */
  created: number;
  object: Fields;
}

/** The name of all sales; of an order with this name something is given back. */
export const SALE = 'purchase';

export function conversionAsk(given: GivenConversion): ProviderAsk {
  return {
    ask: 'create_conversion',
    given,
    // Stripe's test clocks may be ahead of ours: https://docs.stripe.com/billing/testing/test-clocks
    leniency: { excess: 'half_even', negative: 'refuse', future: 'clamp', requiresContact: false },
  };
}

/** What a sale is called elsewhere, of those that are there and differ. */
export function namesOf(orderId: string, names: readonly (string | undefined)[]): ProviderAsk[] {
  const others = new Set(names.filter((name) => name !== undefined && name !== orderId));
  return [...others].map((also) => ({ ask: 'name_order', name: SALE, also: also ?? '', order_id: orderId }));
}

/** ISO 8601 of the end of one of Stripe's seconds: what somebody clicked within it came before. */
export function timeOf(seconds: number): string {
  return isoOf(seconds * 1_000 + 999);
}

/** An amount as our own API takes it; `field` is where it was. Throws `invalid` where it is no amount of zero or more. */
export function amountIn(object: Fields, field: string, currency: string): string {
  const amount = integerOf(object[field]);
  return decimalOfStripe(required(amount !== undefined && amount >= 0 ? amount : undefined, fieldIn(field)), currency);
}

/** Where a field of the event's object is in the event. */
export function fieldIn(field: string): string {
  return `data.object.${field}`;
}
