import { z } from 'zod';
import { SAID_STATUSES } from '../domain/referral.ts';
import { newConversion } from './conversion.ts';
import { key, limit } from './fields.ts';

/** `GET /v1/referrals` */
export const listReferralsQuery = z.object({
  limit,
  cursor: z.string().max(500).optional(),
  affiliate_id: key.optional(),
});

const { external_user_id, customer_id, lead_id, email, phone, visitor_id, user, occurred_at, event_id, metadata } =
  newConversion.shape;

/** `POST /v1/referrals`: whose they are, and who they are. */
export const newReferral = z.strictObject({
  name: z.enum(['sign_up', 'lead']).default('sign_up'),
  affiliate_id: key.nullish(),
  referral_id: key.nullish(),
  click_id: key.nullish(),
  coupon: key.max(64).nullish(),
  ...{ external_user_id, customer_id, lead_id, email, phone, visitor_id, user },
  ...{ occurred_at, event_id, metadata },
});

export type NewReferral = z.output<typeof newReferral>;

/** `PATCH /v1/referrals/:id`: what is left out stays; `null`: as it follows from what happens, or from the program. */
export const referralPatch = z
  .strictObject({ status: z.enum(SAID_STATUSES).nullable(), locks_rate: z.boolean().nullable() })
  .partial();
