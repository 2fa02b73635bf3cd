import { z } from 'zod';
import { key } from './fields.ts';

const description = z.string().trim().max(500).nullish();

/** `POST /v1/coupons` */
export const newCoupon = z.object({
  affiliate_id: key,
  code: z.string().min(1).max(64),
  description,
  external_id: key.nullish(),
});

export type NewCoupon = z.output<typeof newCoupon>;

/** `PATCH /v1/coupons/:id`: what is left out stays, `null` clears. */
export const couponPatch = z.strictObject({ description });
