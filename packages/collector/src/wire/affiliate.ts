import { z } from 'zod';

/** `POST /v1/affiliates` */
export const newAffiliate = z.object({
  name: z.string().trim().min(1).max(255),
  email: z.email().max(255).optional(),
  code: z.string().min(1).max(64).optional(),
  destination_url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(2_048)
    .optional(),
});

export type NewAffiliate = z.output<typeof newAffiliate>;
