import { z } from 'zod';
import { amount, currency, instant, key, limit, name, object, url, visitorId } from './fields.ts';

/** `POST /v1/conversions`. Keys that are not named here are kept as they came. */
export const newConversion = z.looseObject({
  name,
  order_id: key.optional(),
  event_id: key.optional(),
  amount: amount.optional(),
  currency: currency.optional(),
  occurred_at: instant.optional(),
  click_id: key.optional(),
  visitor_id: visitorId.optional(),
  external_user_id: key.optional(),
  customer_id: key.optional(),
  lead_id: key.optional(),
  member_id: key.optional(),
  external_id: key.optional(),
  email: z.string().max(255).optional(),
  phone: z.string().max(64).optional(),
  url: url.optional(),
  referrer_url: url.optional(),
  metadata: object.optional(),
});

export type NewConversion = z.output<typeof newConversion>;

export const conversionFields: ReadonlySet<string> = new Set(Object.keys(newConversion.shape));

/** `GET /v1/conversions` */
export const listQuery = z.object({ limit, cursor: z.string().max(500).optional() });
