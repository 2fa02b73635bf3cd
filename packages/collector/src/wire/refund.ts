import { z } from 'zod';
import { ADJUSTMENT_KINDS } from '../domain/adjustment.ts';
import { amount, currency, instant, key, name } from './fields.ts';

/** `POST /v1/conversions/:id/refund`: without an amount, all that is left. */
export const newRefund = z.object({
  kind: z.enum(ADJUSTMENT_KINDS).default('refund'),
  amount: amount.nullish(),
  currency: currency.nullish(),
  reason: z.string().max(1_000).nullish(),
  external_ref: key.nullish(),
  total_of: key.nullish(),
  occurred_at: instant.optional(),
});

export type NewRefund = z.output<typeof newRefund>;

/** `POST /v1/conversions/refund`: of an order, whether or not it is known yet. */
export const newOrderRefund = newRefund.extend({ order_id: key, name: name.default('purchase') });
