import { z } from 'zod';
import { instant, key, object, visitorId } from './fields.ts';

/** Identifiers of which any text may be one. */
export const plainIdentifiers = {
  user_id: key.optional(),
  customer_id: key.optional(),
  lead_id: key.optional(),
  member_id: key.optional(),
  external_id: key.optional(),
  email: key.optional(),
};

/** `POST /v1/identify`: identifiers of one person. */
export const newIdentify = z.object({
  ...plainIdentifiers,
  phone: z.string().min(1).max(64).optional(),
  visitor_id: visitorId.optional(),
  occurred_at: instant.optional(),
  traits: object.optional(),
});

export type NewIdentify = z.output<typeof newIdentify>;

/** `POST /v1/alias`: two user ids of one person. */
export const newAlias = z.object({ user_id: key, previous_id: key, occurred_at: instant.optional() });

export type NewAlias = z.output<typeof newAlias>;
