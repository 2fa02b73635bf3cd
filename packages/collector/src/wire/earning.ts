import { z } from 'zod';
import { EARNING_STATUSES } from '../domain/earning.ts';
import { key, limit } from './fields.ts';

const page = { limit, cursor: z.string().max(500).optional() };

/** `GET /v1/earnings` */
export const listEarningsQuery = z.object({
  ...page,
  affiliate_id: key.optional(),
  program_id: key.optional(),
  conversion_id: key.optional(),
  status: z.enum(EARNING_STATUSES).optional(),
});

/** `GET /v1/reviews` */
export const listReviewsQuery = z.object(page);

/** `POST /v1/earnings/:id/approve` and `…/decline` */
export const earningReview = z.strictObject({
  note: z.string().trim().min(1).max(1_000).nullish().meta({ description: 'Why; it is shown with the earning.' }),
});
