import { z } from 'zod';
import { AFFILIATE_STATUSES } from '../domain/affiliate.ts';
import { listQuery } from './conversion.ts';
import { key } from './fields.ts';

const ADDRESS_MAX = 255;
const email = z.email().max(ADDRESS_MAX);

export const destinationUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).max(2_048);
export const linkCode = z.string().min(1).max(64);

/** Where somebody is paid; the account itself is looked at by `intake/payout-details.ts`. */
export const payoutDetails = z.discriminatedUnion(
  'method',
  [
    z.strictObject({
      method: z.literal('bank'),
      holder: z.string().trim().min(1).max(70),
      iban: z.string().max(64),
      bic: z.string().max(32).nullish(),
    }),
    z.strictObject({ method: z.literal('paypal'), email }),
  ],
  { error: 'expected an object with the method bank or paypal' },
);

export type GivenPayoutDetails = z.output<typeof payoutDetails>;

const detail = {
  name: z.string().trim().min(1).max(255),
  email: email.nullish(),
  program_id: key.nullish(),
  group: z.string().trim().min(1).max(100).nullish(),
  payout_details: payoutDetails.nullish(),
};

/** `POST /v1/affiliates` */
export const newAffiliate = z.object({
  ...detail,
  external_id: key.nullish(),
  code: linkCode.optional(),
  destination_url: destinationUrl.optional(),
});

export type NewAffiliate = z.output<typeof newAffiliate>;

/** `PATCH /v1/affiliates/:id`: what is left out stays, `null` clears. */
export const affiliatePatch = z.strictObject(detail).partial();

export type AffiliatePatch = z.output<typeof affiliatePatch>;

/** `GET /v1/affiliates` */
export const affiliatesQuery = listQuery.extend({
  status: z.enum(AFFILIATE_STATUSES).optional(),
  program_id: key.optional(),
});
