import { z } from 'zod';
import { EARNING_REASONS, EARNING_STATUSES, ENTRY_KINDS, INCENTIVE_VERDICTS } from '../../domain/earning.ts';
import { PAYOUT_STATUSES } from '../../domain/payout.ts';
import { FRAUD_CHECKS, FRAUD_MODES } from '../../domain/program.ts';
import { id, object, text, time } from './fields.ts';

/** In major and in minor units of the currency that stands beside it. */
const sum = z.strictObject({ amount: z.number(), amount_minor: z.int() });

const earning = z.strictObject({
  id,
  conversion_id: id,
  affiliate_id: id,
  program_id: text,
  referral_id: text.meta({ description: '`null` where it is owed to them no more.' }),
  kind: z.enum(['sale', 'lead']),
  status: z.enum(EARNING_STATUSES),
  reason: z.enum(EARNING_REASONS).nullable().meta({ description: 'Why it is what it is, where that is not plain.' }),
  occurred_at: time.meta({ description: 'When the sale occurred, UTC.' }),
  hold_until: time.nullable(),
  incentive_id: text,
  incentive_version: z.int().nullable(),
  currency: text.meta({ description: 'The program’s.' }),
  sale: sum.extend({ currency: text }).nullable(),
  rate: text.meta({ description: 'Units of the program’s currency for one of the sale’s.' }),
  rate_date: text,
  commission: sum.meta({ description: 'For the whole sale.' }),
  reversed: sum.meta({ description: 'Of that, for what was given back.' }),
  due: sum.meta({ description: 'What is owed for it: the sum of its entries.' }),
  allocated: sum.meta({ description: 'In payouts that have not come to nothing.' }),
  paid: sum.meta({ description: 'In paid ones.' }),
});

export const earningReply = earning.meta({ id: 'Earning' });

const calculation = z.strictObject({
  incentives: z.array(
    z.strictObject({ incentive_id: id, name: text, verdict: z.enum(INCENTIVE_VERDICTS), explanation: z.string() }),
  ),
  terms_at: time.nullable(),
  base: sum.nullable().meta({ description: 'What is shared, in the program’s currency.' }),
  percentage: z.number().nullable(),
  fixed: sum.nullable(),
  tier_from: z.number().nullable(),
  uncapped: sum,
  capped_by: z.enum(['sale', 'month', 'total']).nullable(),
  payment: z.int().nullable().meta({ description: 'Which payment of the referral it is.' }),
  is_stated: z.boolean().meta({ description: 'The caller stated the commission; no incentive was looked at.' }),
  fraud: z.array(
    z.strictObject({
      check: z.enum(FRAUD_CHECKS),
      mode: z.enum(FRAUD_MODES),
      evidence: z.string(),
      explanation: z.string(),
    }),
  ),
});

const told = earning.extend({
  affiliate_name: text,
  program_name: text,
  incentive_name: text,
  metadata: object.meta({ description: 'As it was reported with the sale.' }),
  calculation: calculation.nullable(),
  review: z
    .strictObject({ decision: z.enum(['approved', 'declined']), note: text, recorded_at: time })
    .nullable()
    .meta({ description: 'What somebody decided by hand.' }),
  payouts: z.array(
    z.strictObject({
      payout_id: id,
      status: z.enum(PAYOUT_STATUSES),
      amount: sum,
      paid_at: time.nullable(),
      reference: text,
    }),
  ),
  explanation: z.string().meta({ description: 'How it came about, in words.' }),
});

/** With how it came about. */
export const toldEarningReply = told.meta({ id: 'ToldEarning' });

export const earningAccountReply = told
  .extend({
    entries: z.array(
      z.strictObject({
        id,
        cause: z.string().meta({ description: 'The kind of command that caused it.' }),
        kind: z.enum(ENTRY_KINDS),
        currency: text,
        amount: sum,
        recorded_at: time,
      }),
    ),
  })
  .meta({ id: 'EarningAccount' });

export const balanceReply = z
  .strictObject({
    affiliate_id: id,
    balances: z.array(
      z.strictObject({
        currency: z.string(),
        due: sum,
        pending: sum,
        awaiting_review: sum,
        ready: sum,
        processing: sum,
        paid: sum,
        carried: sum.meta({ description: '0 or less: more was paid than is owed now.' }),
        payable: sum.meta({ description: 'What a payout would come to.' }),
      }),
    ),
  })
  .meta({ id: 'Balance' });
