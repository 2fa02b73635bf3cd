import { STRICT } from '../../domain/leniency.ts';
import { instantOf } from '../../domain/time.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import type { Buyer } from '../buyer.ts';
import { namedInCustomData } from '../custom-data.ts';
import { type Fields, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';

/** What one of Paddle's events is about: https://developer.paddle.com/webhooks/about/how-webhooks-work */
export interface PaddleEvent {
  id: string;
  /** ISO 8601: when it occurred, however often and late it is delivered. */
  occurred_at: string;
  data: Fields;
}

/** The name of all sales; of an order with this name something is given back. */
export const SALE = 'purchase';

export function conversionAsk(given: GivenConversion): ProviderAsk {
  return { ask: 'create_conversion', given, leniency: { ...STRICT, future: 'clamp' } };
}

/** A time as text. Throws `invalid` where it is none. */
export function timeOf(value: unknown, field: string): string {
  const text = textOf(value, 64);
  return required(text !== undefined && instantOf(text) !== undefined ? text : undefined, field);
}

export function dataField(field: string): string {
  return `data.${field}`;
}

/**
 * Who pays, and what the checkout's custom data say of them. Paddle copies these from a transaction to its subscription and from
 * there to every later transaction: https://developer.paddle.com/build/transactions/custom-data
 */
export function buyerOf({ customer_id, custom_data }: Fields): Buyer {
  const customer = textOf(customer_id);
  return { ...namedInCustomData(custom_data), ...(customer !== undefined && { customer_id: customer }) };
}
