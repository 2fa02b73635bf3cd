import type { ClickIds, Utm } from './campaign.ts';
import type { Channel } from './channel.ts';

/** What one arrival brought with it, read once at intake. */
export interface TouchFacts {
  id: string;
  occurred_at: number;
  url: string;
  referrer: string | null;
  utm: Utm | null;
  click_ids: ClickIds | null;
  referral_code: string | null;
  /** The click (`clk_…`) that this arrival came by; a click's own row has its own id here. */
  click_id: string | null;
  channel: Channel;
  source: string | null;
  campaign: string | null;
}

/**
 * One arrival from outside. A click (`clk_…`, made by a referral link or by `POST /v1/clicks`) is a touch too: the
 * collector saw it leave, and the tag may see it land, as a touch of its own that carries the click's id.
 */
export interface TouchRow extends TouchFacts {
  workspace_id: string;
  visitor_id: string | null;
  recorded_at: number;
  affiliate_id: string | null;
  /** Code of the referral link, on a click's own row. */
  code: string | null;
  /** Of a click: what the affiliate tells its own links apart by: `sub1` … `sub5`. */
  sub_ids: Record<string, string> | null;
  /** What a click's browser meant to do with what it fetched (`Sec-Fetch-Dest`); only a `document` is a visit. */
  fetched_as: string | null;
  is_bot: boolean;
  /** Its time was read from a browser's clock. */
  is_browser_time: boolean;
  version: number;
}
