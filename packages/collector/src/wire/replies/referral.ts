import { z } from 'zod';
import { REFERRAL_STATUSES } from '../../domain/referral.ts';
import { id, text, time } from './fields.ts';

const sums = z.array(z.strictObject({ currency: z.string(), amount: z.number(), amount_minor: z.int() }));

export const referralReply = z
  .strictObject({
    id,
    affiliate_id: id,
    affiliate_name: text,
    status: z.enum(REFERRAL_STATUSES),
    locks_rate: z
      .boolean()
      .nullable()
      .meta({ description: 'Its rates stay what they were at its first sale; `null`: as its program says.' }),
    identifiers: z.record(z.string(), z.string()).meta({ description: 'By which their latest conversion names them.' }),
    first_at: time,
    last_at: time,
    sales: z.int(),
    revenue: sums.meta({ description: 'What they paid and did not get back, by currency.' }),
    commission: sums.meta({ description: 'What their affiliate is owed for it, by currency.' }),
  })
  .meta({ id: 'Referral' });

/** What became of a sign-up. */
export const madeReferralReply = z
  .strictObject({
    referral: referralReply.nullable().meta({ description: '`null` where nobody is owed.' }),
    conversion_id: id,
    debt_rule: z.string(),
    explanation: z.string(),
  })
  .meta({ id: 'MadeReferral' });
