import type { Batch, BatchEvent } from '@clickstitch/tag/wire';
import { z } from 'zod';
import { amount, currencyCode, instant, key, object, url, visitorId } from './fields.ts';

/** What the tag sends to `POST /e`. Each event is validated by itself, so that a bad one never harms its neighbours. */

const MAX_EVENTS = 500;

const envelopeShape = {
  v: z.literal(1),
  key: z.string().max(200),
  sent_at: instant.optional(),
  visitor_id: visitorId,
  events: z.array(z.unknown()).min(1).max(MAX_EVENTS),
};

export const envelope = z.object(envelopeShape);

const touch = z.object({
  id: key,
  occurred_at: instant,
  url,
  referrer: url.optional(),
  utm: z.record(z.string().max(40), z.string().max(500)).optional(),
  click_ids: z
    .record(z.string().max(40), z.object({ value: z.string().min(1).max(1_000), first_seen_at: instant }))
    .optional(),
  referral_code: z.string().max(64).optional(),
});

const user = z.object({
  user_id: z.string().max(255).optional(),
  user_hash: z.string().optional(),
  email: z.string().max(255).optional(),
  phone: z.string().max(64).optional(),
  traits: object.optional(),
});

const consentState = z.enum(['granted', 'denied']);

const consent = z.object({ analytics: consentState, ads: consentState });

/** How many and how long items, cookies and signals may be depends on the visitor, so intake cuts them and refuses nothing. */
const eventShape = {
  id: z.string().min(1).max(400),
  name: z.string().min(1).max(100),
  occurred_at: instant.optional(),
  url: url.optional(),
  referrer: url.optional(),
  title: z.string().max(2_000).optional(),
  touch: touch.nullish(),
  user: user.optional(),
  order_id: key.optional(),
  value: amount.optional(),
  currency: currencyCode.optional(),
  items: z.array(object).optional(),
  props: object.optional(),
  consent: consent.optional(),
  vendor_ids: z.record(z.string(), z.string()).optional(),
  bot_signals: z.array(z.string()).optional(),
};

export const EVENT_FIELDS: ReadonlySet<string> = new Set(Object.keys(eventShape));

export const batchEvent = z.looseObject(eventShape);

export type ParsedEvent = z.output<typeof batchEvent>;
export type ParsedTouch = z.output<typeof touch>;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
type Given<Shape extends z.ZodRawShape> = Flat<z.input<z.ZodObject<Shape>>>;
/**
 * Fails to compile when the tag's types and these schemas part ways.
 * @public
 */
export const agreesWithTag: [
  Equal<Given<typeof eventShape>, Flat<BatchEvent>>,
  Equal<Omit<Given<typeof envelopeShape>, 'events'>, Omit<Flat<Batch>, 'events'>>,
] = [true, true];
