import { z } from 'zod';
import { PAYOUT_STATUSES } from '../../domain/payout.ts';
import { id, problem, text, texts, time } from './fields.ts';

const details = z.union([
  z.strictObject({ method: z.literal('bank'), holder: z.string(), iban: z.string(), bic: text }),
  z.strictObject({ method: z.literal('paypal'), email: z.string() }),
]);

export const payoutReply = z
  .strictObject({
    id,
    external_id: text,
    affiliate_id: id,
    program_id: id,
    status: z.enum(PAYOUT_STATUSES),
    next_statuses: z.array(z.enum(PAYOUT_STATUSES)).meta({ description: 'What may follow' }),
    currency: z.string(),
    amount: z.number(),
    amount_minor: z.int(),
    items: z.int().meta({ description: 'How many earnings it pays' }),
    details: details.nullable().meta({ description: 'Where it goes, as it was when the payout was made' }),
    shared_with: texts.meta({ description: 'Other affiliates who are paid to the same account' }),
    reference: text,
    failure: text,
    paid_at: time.nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Payout' });

export const payoutItemReply = z
  .strictObject({ earning_id: id, conversion_id: id, amount: z.number(), amount_minor: z.int() })
  .meta({ id: 'PayoutItem' });

/** What was made for the affiliates of a program. */
export const programPayoutsReply = z
  .strictObject({
    made: z.array(payoutReply),
    skipped: z.array(z.strictObject({ affiliate_id: id, error: problem })),
  })
  .meta({ id: 'ProgramPayouts' });

export const payoutExportReply = z
  .strictObject({
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    skipped: z.array(z.strictObject({ payout_id: id, affiliate_id: id, reason: z.string() })),
  })
  .meta({ id: 'PayoutExport' });
