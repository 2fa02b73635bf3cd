import { z } from 'zod';
import { isCountry } from '../domain/country.ts';
import { FRAUD_CHECKS, FRAUD_MODES } from '../domain/program.ts';
import { listQuery } from './conversion.ts';
import { amount, currency, instant, key } from './fields.ts';
import { host } from './host.ts';

const applicationField = z.strictObject({
  key: z.string().min(1).max(64),
  label: z.string().trim().min(1).max(255),
  is_required: z.boolean().default(false),
});

const country = z
  .string()
  .trim()
  .transform((code) => code.toUpperCase())
  .refine(isCountry, {
    error: ({ input }) => `${JSON.stringify(input)} is not a country by ISO 3166-1 alpha-2, such as DE, US or GB`,
  });

/** What holds from a time on. */
const terms = {
  cookie_days: z.int().min(1).max(365),
  click_rule: z.enum(['first', 'last']),
  hold_days: z.int().min(0).max(365),
  minimum_payout: amount,
  earning_approval: z.enum(['automatic', 'manual']),
  locks_rates: z.boolean(),
  fraud: z.partialRecord(z.enum(FRAUD_CHECKS), z.enum(FRAUD_MODES)),
  banned_referrers: z.array(host).max(1_000),
  blocked_countries: z.array(country).max(250),
  velocity_per_hour: z.int().min(1).max(1_000_000),
};

const detail = {
  name: z.string().trim().min(1).max(255),
  terms_url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(2_048)
    .nullish(),
  allowed_hosts: z.array(host).max(100).optional(),
  affiliate_approval: z.enum(['automatic', 'manual']).optional(),
  application_fields: z
    .array(applicationField)
    .max(50)
    .refine((fields) => new Set(fields.map((field) => field.key)).size === fields.length, 'two fields have one key')
    .optional(),
};

const termsPatch = z.object(terms).partial();

export type GivenProgramTerms = z.output<typeof termsPatch>;

/** `POST /v1/programs`. A key that is not known is refused: it would be taken for a term that holds. */
export const newProgram = z.strictObject({
  ...detail,
  ...termsPatch.shape,
  currency: currency.optional(),
  external_id: key.nullish(),
});

export type NewProgram = z.output<typeof newProgram>;

/** `PATCH /v1/programs/:id`: what is left out stays. */
export const programPatch = z
  .strictObject({ ...detail, ...terms, valid_from: instant, replaces_later: z.boolean() })
  .partial();

export type ProgramPatch = z.output<typeof programPatch>;

/** `GET /v1/programs` */
export const programsQuery = listQuery;
