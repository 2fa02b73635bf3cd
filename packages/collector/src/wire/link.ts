import { z } from 'zod';
import { destinationUrl, linkCode } from './affiliate.ts';
import { listQuery } from './conversion.ts';
import { key } from './fields.ts';

const detail = {
  destination_url: destinationUrl.nullish(),
  name: z.string().trim().min(1).max(255).nullish(),
};

/** `POST /v1/links` */
export const newLink = z.object({ ...detail, affiliate_id: key, code: linkCode.optional() });

export type NewLink = z.output<typeof newLink>;

/** `PATCH /v1/links/:id`: what is left out stays, `null` clears. */
export const linkPatch = z.strictObject(detail);

/** `GET /v1/links`, `GET /v1/coupons` */
export const ofAffiliateQuery = listQuery.extend({ affiliate_id: key.optional() });
