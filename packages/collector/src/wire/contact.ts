import { z } from 'zod';
import { CONTACT_KINDS } from '../domain/contact.ts';
import { boundedObject, listQuery } from './conversion.ts';
import { key } from './fields.ts';

const text = z.string().max(255).nullish();

const detail = {
  email: z.string().max(255).nullish(),
  phone: z.string().max(64).nullish(),
  name: text,
  first_name: text,
  last_name: text,
  workflow_id: key.nullish(),
  campaign_id: key.nullish(),
  metadata: boundedObject.nullish(),
};

/** `POST /v1/contacts`: one of them, or several in an array. */
export const newContact = z.object({
  ...detail,
  kind: z.enum(CONTACT_KINDS).default('contact'),
  external_id: key.nullish(),
});

export type NewContact = z.output<typeof newContact>;
export type GivenContact = z.input<typeof newContact>;

/** `PATCH /v1/contacts/:id`: what is left out stays, `null` clears. */
export const contactPatch = z.strictObject(detail);

export type ContactPatch = z.output<typeof contactPatch>;

/** `GET /v1/contacts` */
export const contactsQuery = listQuery.extend({ kind: z.enum(CONTACT_KINDS).optional() });
