import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** `POST /v1/affiliates/:id/portal-token` */
export const newPortalToken = z.object({
  expires_in: z
    .int()
    .min(60)
    .max(30 * DAY_SECONDS)
    .default(DAY_SECONDS)
    .meta({ description: 'Seconds, from a minute to 30 days' }),
});
