import { z } from 'zod';
import { instant, url, visitorId } from './fields.ts';

/** `POST /v1/clicks`: a click that a server saw. */
export const newClick = z.object({
  url,
  code: z.string().max(64).optional(),
  visitor_id: visitorId.optional(),
  referrer_url: url.optional(),
  occurred_at: instant.optional(),
  user_agent: z.string().max(2_000).optional(),
});
