import { z } from 'zod';
import { ACTION_SOURCES, INTERVALS, SALES_STATUSES } from '../domain/conversion.ts';
import { EARNING_OVERRIDES } from '../domain/earning.ts';
import { amount, currency, instant, key, limit, name, object, url, visitorId } from './fields.ts';

/** How much of `metadata`, `context` and `user` is kept, each as JSON. */
export const OBJECT_MAX_BYTES = 32_768;
export const COUNT_MAX = 1_000_000;
const COUPON_MAX = 64;

const TOO_LARGE = { error: `is larger than ${OBJECT_MAX_BYTES} bytes as JSON` };
const fits = (value: object) => Buffer.byteLength(JSON.stringify(value)) <= OBJECT_MAX_BYTES;

export const boundedObject = object.refine(fits, TOO_LARGE);
const ids = z.array(key).max(100);

/** What may be changed of a conversion after it was recorded, and what it is reported with. */
const detail = {
  conversion_type_id: key.nullish(),
  source_id: key.nullish(),
  count: z.int().min(1).max(COUNT_MAX).optional(),
  origin: z.string().max(50).nullish(),
  action_source: z.enum(ACTION_SOURCES).nullish(),
  external_ref: key.nullish(),
  amount: amount.nullish(),
  currency: currency.nullish(),
  occurred_at: instant.optional(),
  metadata: boundedObject.nullish(),
  notes: z.string().max(10_000).nullish(),
  product_ids: ids.nullish(),
  price_ids: ids.nullish(),
  plan_id: key.nullish(),
  is_subscription: z.boolean().nullish(),
  interval: z.enum(INTERVALS).nullish(),
  sales_status: z.enum(SALES_STATUSES).optional(),
  earning_status: z.enum(EARNING_OVERRIDES).nullish(),
  commissionable_amount: amount.nullish(),
  commission_amount: amount.nullish(),
  commission_currency: currency.nullish(),
  workflow_id: key.nullish(),
  master_workflow_id: key.nullish(),
  workflow_run_id: key.nullish(),
  url: url.nullish(),
  referrer_url: url.nullish(),
};

/** Who it was, in the same words at the top of a report and in its `user`. */
const user = z
  .looseObject({
    user_id: z.string().nullish(),
    customer_id: z.string().nullish(),
    lead_id: z.string().nullish(),
    member_id: z.string().nullish(),
    external_id: z.string().nullish(),
    anonymous_id: z.string().nullish(),
    email: z.string().nullish(),
    phone: z.string().nullish(),
  })
  .refine(fits, TOO_LARGE);

/** `POST /v1/conversions`. Keys that are not named here are kept as they came. */
export const newConversion = z.looseObject({
  ...detail,
  name: name.nullish(),
  count: detail.count.nullable(),
  occurred_at: detail.occurred_at.nullable(),
  sales_status: detail.sales_status.nullable(),
  order_id: key.nullish(),
  event_id: key.nullish(),
  external_id: key.nullish(),
  click_id: key.nullish(),
  referral_id: key.nullish(),
  affiliate_id: key.nullish(),
  coupon: z.string().max(COUPON_MAX).nullish(),
  visitor_id: visitorId.nullish(),
  external_user_id: key.nullish(),
  customer_id: key.nullish(),
  lead_id: key.nullish(),
  member_id: key.nullish(),
  email: z.string().max(255).nullish(),
  phone: z.string().max(64).nullish(),
  context: boundedObject.nullish(),
  user: user.nullish(),
});

export type NewConversion = z.output<typeof newConversion>;
/** A report before it is checked. */
export type GivenConversion = z.input<typeof newConversion>;

export const conversionFields: ReadonlySet<string> = new Set(Object.keys(newConversion.shape));

/** `PATCH /v1/conversions/:id`: what is left out stays, `null` clears. */
export const conversionPatch = z.strictObject(detail);

export type ConversionPatch = z.output<typeof conversionPatch>;
export type GivenConversionPatch = z.input<typeof conversionPatch>;

/** `GET /v1/conversions` */
export const listQuery = z.object({ limit, cursor: z.string().max(500).optional() });

/** `DELETE /v1/conversions/:id` */
export const deleteQuery = z.object({ release_key: z.enum(['true', 'false']).default('false') });
