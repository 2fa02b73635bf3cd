import { z } from 'zod';
import { visitorId } from './fields.ts';
import { hostOf } from './host.ts';

/** The name of the tag's cookie. */
export const VISITOR_COOKIE = '_cst';
/** Of its value, encoded; browsers refuse a cookie of more than 4,096. */
const MAX_BYTES = 3_600;

/** The tag has bounded all of it together, so what a landing page's URL brought may be of any length. */
const touch = z.strictObject({
  id: z.string(),
  occurred_at: z.number(),
  url: z.string(),
  referrer: z.string().optional(),
  utm: z.record(z.string(), z.string()).optional(),
  click_ids: z.record(z.string(), z.strictObject({ value: z.string(), first_seen_at: z.number() })).optional(),
  referral_code: z.string().optional(),
});

/** What the tag's cookie holds. A field that is not known is refused, for to leave it out would be to delete it. */
export const visitor = z
  .strictObject({
    visitor_id: visitorId,
    ts: z.number(),
    renewed_at: z.number().optional(),
    user_id: z.string().optional(),
    first: touch.optional(),
    last: touch.optional(),
  })
  .refine((given) => encodedVisitor(given).length <= MAX_BYTES, {
    error: `is larger than ${MAX_BYTES} bytes, encoded`,
  });

export type RenewedVisitor = z.output<typeof visitor>;

const domain = z
  .string()
  .trim()
  .max(253)
  .transform((given, context) => {
    const host = given === '' ? given : hostOf(given);
    if (host !== undefined) return host;
    context.addIssue({ code: 'custom', message: 'expected a domain such as shop.example, or "" for the host alone' });
    return z.NEVER;
  });

/** `POST /e/visitor` */
export const visitorRenewal = z.object({ key: z.string().max(200), domain, visitor });

/** A visitor as the cookie holds it: written anew, so that nothing but a value can be in it. */
export function encodedVisitor(given: object): string {
  return encodeURIComponent(JSON.stringify(given));
}
