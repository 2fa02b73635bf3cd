import { z } from 'zod';
import { INTERVALS } from '../domain/conversion.ts';
import { DURATION_UNITS } from '../domain/incentive.ts';
import { listQuery } from './conversion.ts';
import { amount, instant, key } from './fields.ts';

/** Per cent, as a number or as text. */
const rate = z.union([z.number(), z.string().max(64)], {
  error: 'expected per cent as a number, or as a decimal number in text such as "12.5"',
});

const duration = z.strictObject({ unit: z.enum(DURATION_UNITS), length: z.int().min(1).max(1_200).nullish() });

const tier = z.strictObject({ from: amount, rate: rate.nullish(), amount: amount.nullish() });

const caps = z.strictObject({ per_sale: amount.nullish(), per_month: amount.nullish(), total: amount.nullish() });

const ids = z.array(key).min(1, 'names nothing; leave it out, or send null, for anything').max(100);

/** What holds from a time on, as it is given and as it is shown; amounts in major units of the program's currency. */
const terms = {
  on: z.enum(['sale', 'lead']).optional(),
  type: z.enum(['percentage', 'fixed']),
  rate: rate.nullish(),
  amount: amount.nullish(),
  affiliate_id: key.nullish(),
  group: z.string().trim().min(1).max(100).nullish(),
  product_ids: ids.nullish(),
  price_ids: ids.nullish(),
  interval: z.enum(INTERVALS).nullish(),
  duration: duration.nullish(),
  tiers: z.array(tier).max(50).nullish(),
  tier_by: z.enum(['sales', 'revenue']).optional(),
  tier_period: z.enum(['month', 'lifetime']).optional(),
  caps: caps.nullish(),
  hold_days: z.int().min(0).max(365).nullish(),
  approval: z.enum(['automatic', 'manual']).nullish(),
  valid_until: instant.nullish(),
};

const givenTerms = z.object(terms);

export type GivenTerms = z.output<typeof givenTerms>;
export type GivenTier = z.output<typeof tier>;

const name = z.string().trim().min(1).max(255);

/** `POST /v1/incentives`. A key that is not known is refused: it would be taken for a term that holds. */
export const newIncentive = z.strictObject({
  program_id: key,
  name,
  external_id: key.nullish(),
  ...terms,
  valid_from: instant.optional(),
});

export type NewIncentive = z.output<typeof newIncentive>;

/** `PATCH /v1/incentives/:id`: what is left out stays, `null` clears. */
export const incentivePatch = z
  .strictObject({ name, ...terms, valid_from: instant, replaces_later: z.boolean() })
  .partial();

export type IncentivePatch = z.output<typeof incentivePatch>;

/** `GET /v1/incentives` */
export const incentivesQuery = listQuery.extend({ program_id: key.optional() });
