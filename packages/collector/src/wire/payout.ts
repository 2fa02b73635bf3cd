import { z } from 'zod';
import { PAYOUT_ITEMS_MAX, PAYOUT_STATUSES } from '../domain/payout.ts';
import { listQuery } from './conversion.ts';
import { currency, instant, key } from './fields.ts';

/** `POST /v1/payouts`: what one affiliate is due, or what each of a program is. */
export const newPayout = z
  .strictObject({
    affiliate_id: key.optional(),
    earning_ids: z.array(key).min(1).max(PAYOUT_ITEMS_MAX).optional(),
    external_id: key.nullish(),
    program_id: key.optional(),
  })
  .refine(({ affiliate_id, program_id }) => affiliate_id !== undefined || program_id !== undefined, {
    error: 'is required, or a program_id',
    path: ['affiliate_id'],
  })
  .superRefine(({ program_id, ...one }, context) => {
    const [field] = Object.entries(one).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (program_id === undefined || field === undefined) return;
    context.addIssue({ code: 'custom', path: [field], message: 'is not taken with a program_id' });
  });

export type NewPayout = z.output<typeof newPayout>;

/** `GET /v1/payouts` */
export const payoutsQuery = listQuery.extend({
  affiliate_id: key.optional(),
  status: z.enum(PAYOUT_STATUSES).optional(),
});

export const PAYOUT_FORMATS = ['bank', 'paypal'] as const;
export type PayoutFormat = (typeof PAYOUT_FORMATS)[number];

/** `GET /v1/payouts/export` */
export const payoutExportQuery = z.object({
  format: z.enum(PAYOUT_FORMATS),
  status: z.enum(PAYOUT_STATUSES).default('approved'),
  currency: currency.transform((code) => code.toUpperCase()).optional(),
  as: z.enum(['csv', 'json']).default('csv'),
});

/** `POST /v1/payouts/:id/pay` */
export const payoutPaid = z.strictObject({
  reference: z.string().trim().min(1).max(255).nullish(),
  paid_at: instant.optional(),
});

/** `POST /v1/payouts/:id/fail` */
export const payoutFailed = z.strictObject({ reason: z.string().trim().min(1).max(1_000) });

/** Of steps of which nothing more is to be said. */
export const payoutStep = z.strictObject({});
