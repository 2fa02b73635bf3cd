/** An event that follows from a page's URL, or from a click in it, without code: it has one of `url` and `selector`. */
export interface TagGoal {
  event: string;
  /** A path or an absolute URL, in which `*` stands for anything. */
  url?: string | undefined;
  /** CSS. */
  selector?: string | undefined;
  /** Decimal amount in major units. */
  value?: number | string | undefined;
  currency?: string | undefined;
  props?: Record<string, unknown> | undefined;
}

type TagConsent = 'granted' | 'denied';

/** Other vendors' pixels that the tag can tell the same. */
export const TAG_PIXELS = ['fbq', 'ttq', 'gtag'] as const;
export type TagPixel = (typeof TAG_PIXELS)[number];

/** What the tag can record without code. */
export const TAG_CAPTURES = ['outbound', 'downloads', 'forms'] as const;
export type TagCapture = (typeof TAG_CAPTURES)[number];

/** How a workspace wants its tag. What is left out is as the tag has it by itself. */
export interface TagSettings {
  goals: TagGoal[];
  referral_params?: string[] | undefined;
  click_ids?: string[] | undefined;
  consent?: TagConsent | Partial<Record<'analytics' | 'ads', TagConsent>> | undefined;
  cookieless?: boolean | undefined;
  spa?: boolean | undefined;
  hash?: boolean | undefined;
  auto_page?: boolean | undefined;
  /** Empty keeps the cookie to the page's own host. */
  cookie_domain?: string | undefined;
  hash_identity?: boolean | undefined;
  renew?: boolean | undefined;
  /** Hosts that a visitor is handed over to, and taken from. */
  linker?: string[] | undefined;
  checkout?: boolean | undefined;
  forward?: TagPixel[] | undefined;
  data_layer?: boolean | undefined;
  capture?: TagCapture[] | undefined;
}

/** The settings that hold in a workspace: those that were accepted last. */
export interface TagSettingRow {
  workspace_id: string;
  /** Which they are: settings are numbered from 1 as they are accepted. */
  sequence: number;
  settings: TagSettings;
  updated_at: number;
  version: number;
}
