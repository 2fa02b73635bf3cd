import { z } from 'zod';
import { key, limit } from './fields.ts';
import { plainIdentifiers } from './identify.ts';

const cursor = z.string().max(8_000).optional();

/** `GET /v1/people` */
export const peopleQuery = z.object({
  ...plainIdentifiers,
  phone: key.optional(),
  visitor_id: key.optional(),
  q: z.string().trim().min(1).max(255).optional(),
  limit,
  cursor,
});

/** A page of what a person did. */
export const pageQuery = z.object({ limit, cursor });
