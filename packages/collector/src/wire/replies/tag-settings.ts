import { z } from 'zod';
import { TAG_CAPTURES, TAG_PIXELS } from '../../domain/tag-setting.ts';
import { texts } from './fields.ts';

const flag = z.boolean().nullable();
const state = z.enum(['granted', 'denied']);

const goal = z.strictObject({
  event: z.string(),
  url: z.string().optional(),
  selector: z.string().optional(),
  value: z.union([z.number(), z.string()]).optional(),
  currency: z.string().optional(),
  props: z.record(z.string(), z.unknown()).optional(),
});

/** `null` of what is as the tag has it by itself. */
export const tagSettingsReply = z
  .strictObject({
    goals: z.array(goal),
    referral_params: texts,
    click_ids: texts,
    consent: z.union([state, z.strictObject({ analytics: state, ads: state }).partial()]).nullable(),
    cookieless: flag,
    spa: flag,
    hash: flag,
    auto_page: flag,
    cookie_domain: z.string().nullable(),
    hash_identity: flag,
    renew: flag,
    linker: texts,
    checkout: flag,
    forward: z.array(z.enum(TAG_PIXELS)).nullable(),
    data_layer: flag,
    capture: z.array(z.enum(TAG_CAPTURES)).nullable(),
    updated_at: z.iso.datetime().nullable().meta({ description: 'UTC; `null` where nobody has said anything yet' }),
  })
  .meta({ id: 'TagSettings' });
