import { z } from 'zod';
import { AFFILIATE_STATUSES } from '../../domain/affiliate.ts';
import { id, object, text, time } from './fields.ts';

const dates = { created_at: time, updated_at: time };

export const linkReply = z
  .strictObject({
    id,
    affiliate_id: id,
    code: z.string(),
    name: text,
    link_url: text.meta({ description: 'What the affiliate gives away; `null` while the link leads nowhere.' }),
    destination_url: text,
    ...dates,
  })
  .meta({ id: 'Link' });

export const couponReply = z
  .strictObject({ id, external_id: text, affiliate_id: id, code: z.string(), description: text, ...dates })
  .meta({ id: 'Coupon' });

const payoutDetailsReply = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('bank'), holder: z.string(), iban: z.string(), bic: text }),
  z.strictObject({ method: z.literal('paypal'), email: z.string() }),
]);

export const affiliateReply = z
  .strictObject({
    id,
    external_id: text,
    program_id: text,
    name: z.string(),
    email: text,
    status: z.enum(AFFILIATE_STATUSES),
    group: text,
    application: object.meta({ description: 'What they answered when they applied.' }),
    payout_details: payoutDetailsReply.nullable(),
    code: text.meta({ description: 'Of the first of `links`, as `link_url` and `destination_url` are.' }),
    link_url: text,
    destination_url: text,
    links: z.array(linkReply),
    ...dates,
  })
  .meta({ id: 'Affiliate' });
