import { type Buyer, clickIn, withoutGaps } from '../buyer.ts';
import { fieldsOf, textOf } from '../payload.ts';

/** The tag makes visitors' ids as UUIDv7. */
const VISITOR = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const REFERRAL = /^ref_/;

/**
 * What a checkout page passed on in its `client_reference_id` (https://docs.stripe.com/api/checkout/sessions/object): a click, a
 * visitor, a referral, or else the id by which the shop knows its user.
 */
export function referredBy(value: unknown): Buyer {
  const text = textOf(value);
  if (text === undefined) return {};
  const click_id = clickIn(text);
  if (click_id !== undefined) return { click_id };
  if (VISITOR.test(text)) return { visitor_id: text };
  return REFERRAL.test(text) ? { referral_id: text } : { external_user_id: text };
}

/** Who pays: Stripe's customer, and the address that they entered. */
export function paying(customer: unknown, email: unknown): Buyer {
  return withoutGaps({ customer_id: idOf(customer), email: textOf(email) });
}

/** An id, or that of the object in its place. */
export function idOf(value: unknown): string | undefined {
  return textOf(typeof value === 'string' ? value : fieldsOf(value)['id']);
}
