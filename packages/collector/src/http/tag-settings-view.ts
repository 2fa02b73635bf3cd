import type { TagSettingRow } from '../domain/tag-setting.ts';
import { isoOf } from '../domain/time.ts';

/** How a workspace wants its tag; `null` of what it has not said. */
export function viewTagSettings(row: TagSettingRow | null) {
  const said = row?.settings;
  return {
    goals: said?.goals ?? [],
    referral_params: said?.referral_params ?? null,
    click_ids: said?.click_ids ?? null,
    consent: said?.consent ?? null,
    cookieless: said?.cookieless ?? null,
    spa: said?.spa ?? null,
    hash: said?.hash ?? null,
    auto_page: said?.auto_page ?? null,
    cookie_domain: said?.cookie_domain ?? null,
    hash_identity: said?.hash_identity ?? null,
    renew: said?.renew ?? null,
    linker: said?.linker ?? null,
    checkout: said?.checkout ?? null,
    forward: said?.forward ?? null,
    data_layer: said?.data_layer ?? null,
    capture: said?.capture ?? null,
    updated_at: row && isoOf(row.updated_at),
  };
}
