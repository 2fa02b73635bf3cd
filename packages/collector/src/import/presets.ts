import type { ImportKind } from './kinds.ts';

/** Whose exports are understood as they come. */
export const PRESETS = ['dub'] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * Mappings of what others export, by kind; only where their columns are public.
 *
 * Dub, partners: `exportPartnerColumns`, https://github.com/dubinc/dub/blob/main/apps/web/lib/zod/schemas/partners.ts. Their
 * commissions are left out: whether amounts are in cents has changed from version to version.
 */
export const PRESET_MAPPINGS: Readonly<Record<Preset, Partial<Record<ImportKind, unknown>>>> = {
  dub: { affiliates: { columns: { external_id: 'ID', name: 'Name', email: 'Email' } } },
};
