export const SOURCE_TYPES = ['hdyhau', 'promo_code', 'tracking_link'] as const;
export const SOURCE_CATEGORIES = ['organic_social', 'podcast', 'events', 'paid', 'referral', 'other'] as const;
export const SOURCE_CHANNELS = ['instagram', 'youtube', 'tiktok', 'twitter', 'linkedin', 'reddit'] as const;

/** A channel, or an answer to "how did you hear about us", that receives counted conversions. */
export interface SourceRow {
  workspace_id: string;
  id: string;
  /** Id by which the caller knows it. */
  external_id: string | null;
  name: string;
  type: (typeof SOURCE_TYPES)[number];
  category: (typeof SOURCE_CATEGORIES)[number];
  channel: (typeof SOURCE_CHANNELS)[number] | null;
  creator_id: string | null;
  campaign_id: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}
