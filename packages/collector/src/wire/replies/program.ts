import { z } from 'zod';
import { INTERVALS } from '../../domain/conversion.ts';
import { DURATION_UNITS } from '../../domain/incentive.ts';
import { FRAUD_CHECKS, FRAUD_MODES } from '../../domain/program.ts';
import { id, text, texts, time } from './fields.ts';

const dates = { created_at: time, updated_at: time };
const major = z.number().meta({ description: 'In major units of the program’s currency' });

const programTerms = {
  valid_from: time,
  cookie_days: z.int(),
  click_rule: z.enum(['first', 'last']),
  hold_days: z.int(),
  minimum_payout: major,
  earning_approval: z.enum(['automatic', 'manual']),
  locks_rates: z.boolean(),
  fraud: z.strictObject(Object.fromEntries(FRAUD_CHECKS.map((check) => [check, z.enum(FRAUD_MODES)]))),
  banned_referrers: z.array(z.string()),
  blocked_countries: z.array(z.string()),
  velocity_per_hour: z.int(),
};

export const programReply = z
  .strictObject({
    id,
    external_id: text,
    name: z.string(),
    currency: z.string(),
    ...programTerms,
    terms_url: text,
    allowed_hosts: z.array(z.string()),
    affiliate_approval: z.enum(['automatic', 'manual']),
    application_fields: z.array(z.strictObject({ key: z.string(), label: z.string(), is_required: z.boolean() })),
    ...dates,
  })
  .meta({ id: 'Program' });

/** A single one, with all that was said of its terms, in the order in which it was accepted. */
export const programWithVersionsReply = programReply
  .extend({ versions: z.array(z.strictObject({ version: z.int(), ...programTerms })) })
  .meta({ id: 'ProgramWithVersions' });

const rate = z.number().nullable().meta({ description: 'Per cent' });
const cap = major.nullable();

const incentiveTerms = {
  valid_from: time,
  valid_until: time.nullable(),
  on: z.enum(['sale', 'lead']),
  type: z.enum(['percentage', 'fixed']),
  rate,
  amount: cap,
  affiliate_id: text,
  group: text,
  product_ids: texts,
  price_ids: texts,
  interval: z.enum(INTERVALS).nullable(),
  duration: z.strictObject({ unit: z.enum(DURATION_UNITS), length: z.int().nullable() }),
  tiers: z.array(z.strictObject({ from: z.number(), rate, amount: cap })),
  tier_by: z.enum(['sales', 'revenue']),
  tier_period: z.enum(['month', 'lifetime']),
  caps: z.strictObject({ per_sale: cap, per_month: cap, total: cap }),
  hold_days: z.int().nullable(),
  approval: z.enum(['automatic', 'manual']).nullable(),
};

export const incentiveReply = z
  .strictObject({
    id,
    external_id: text,
    program_id: id,
    name: z.string(),
    currency: z.string(),
    ...incentiveTerms,
    ...dates,
  })
  .meta({ id: 'Incentive' });

/** A single one, with all that was said of its terms, in the order in which it was accepted. */
export const incentiveWithVersionsReply = incentiveReply
  .extend({ versions: z.array(z.strictObject({ version: z.int(), ...incentiveTerms })) })
  .meta({ id: 'IncentiveWithVersions' });
