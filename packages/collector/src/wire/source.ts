import { z } from 'zod';
import { SOURCE_CATEGORIES, SOURCE_CHANNELS, SOURCE_TYPES } from '../domain/source.ts';
import { key } from './fields.ts';

const detail = {
  name: z.string().trim().min(1).max(255),
  type: z.enum(SOURCE_TYPES),
  category: z.enum(SOURCE_CATEGORIES),
  channel: z.enum(SOURCE_CHANNELS).nullish(),
  creator_id: key.nullish(),
  campaign_id: key.nullish(),
};

/** `POST /v1/sources` */
export const newSource = z.object({ ...detail, external_id: key.nullish() });

export type NewSource = z.output<typeof newSource>;
export type GivenSource = z.input<typeof newSource>;

/** `PATCH /v1/sources/:id`: what is left out stays, `null` clears. */
export const sourcePatch = z.strictObject(detail).partial();

export type GivenSourcePatch = z.input<typeof sourcePatch>;
