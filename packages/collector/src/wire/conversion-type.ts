import { z } from 'zod';
import { CONVERSION_CATEGORIES, FIELD_TYPES } from '../domain/conversion-type.ts';
import { currency, key } from './fields.ts';

const typedField = z.object({
  key: z.string().min(1).max(64),
  label: z.string().min(1).max(255),
  type: z.enum(FIELD_TYPES),
});

const detail = {
  name: z.string().trim().min(1).max(100),
  description: z.string().max(2_000).nullish(),
  category: z.enum(CONVERSION_CATEGORIES).default('final'),
  currency: currency.optional(),
  fields: z.array(typedField).max(50).default([]),
  workflow_id: key.nullish(),
  master_workflow_id: key.nullish(),
};

/** `POST /v1/conversion-types` */
export const newConversionType = z.object({ ...detail, external_id: key.nullish() });

export type NewConversionType = z.output<typeof newConversionType>;

/** `PATCH /v1/conversion-types/:id`: what is left out stays, `null` clears. */
export const conversionTypePatch = z
  .strictObject({
    ...detail,
    category: z.enum(CONVERSION_CATEGORIES),
    fields: z.array(typedField).max(50),
  })
  .partial();
