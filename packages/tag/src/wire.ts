/**
 * What the tag says to the collector on `POST /e`, and what it hears back. Types only: the collector
 * validates the same shapes with zod and proves at compile time that the two are equal.
 */

/** A point in time: milliseconds UTC, or ISO 8601 with an offset. The tag always sends milliseconds. */
export type Instant = number | string;

export interface Batch {
  /** Version of this format. */
  v: 1;
  /** A publishable key. */
  key: string;
  /** When the page let the batch go, by the browser's clock; the collector measures the clock's error by it. */
  sent_at?: Instant | undefined;
  /** The browser's anonymous id, made by the tag and kept in the first-party cookie. */
  visitor_id: string;
  events: BatchEvent[];
}

export interface BatchEvent {
  /** Made in the browser; with the visitor and the name it says what is a duplicate. */
  id: string;
  /** `page_view`, `identify`, `purchase`, … or any name of the site's own. */
  name: string;
  occurred_at?: Instant | undefined;
  url?: string | undefined;
  referrer?: string | undefined;
  title?: string | undefined;
  /**
   * The visitor's latest arrival, sent with the view that made it and with each conversion. `null` says that the
   * sender looked and found none; left out, the collector reads `url` and `referrer` itself.
   */
  touch?: BatchTouch | null | undefined;
  /** Who is behind the browser, as far as the page said so through `identify`. */
  user?: BatchUser | undefined;
  order_id?: string | undefined;
  /** Decimal amount in major units, as a number or as text. */
  value?: number | string | undefined;
  /** ISO 4217. */
  currency?: string | undefined;
  /** What was bought, looked at or put into the cart, as the field knows it: `item_id`, `item_name`, `price`, `quantity`, … */
  items?: Record<string, unknown>[] | undefined;
  props?: Record<string, unknown> | undefined;
  /** What the visitor had agreed to when it happened; left out by a sender that asks nobody, which means both. */
  consent?: BatchConsent | undefined;
  /**
   * Cookies of ad platforms and analytics by name, values as they are (`_fbc`, `_fbp`, `_ga`, `_ga_<ID>`, `_gcl_aw`, …):
   * what a platform knows the browser by when a conversion is delivered to it.
   */
  vendor_ids?: Record<string, string> | undefined;
  /** What suggests that nobody looks at the page: `webdriver`, … Reported, and never a reason to drop anything. */
  bot_signals?: string[] | undefined;
}

export type ConsentState = 'granted' | 'denied';

export interface BatchConsent {
  /** To remember the browser: the cookie, and whatever else would be stored. */
  analytics: ConsentState;
  /** To tell ad platforms: their click ids and their cookies. */
  ads: ConsentState;
}

/** One arrival at the site from outside. */
export interface BatchTouch {
  id: string;
  occurred_at: Instant;
  /** The landing page's URL. */
  url: string;
  referrer?: string | undefined;
  /** UTM parameters by name without the prefix: `source`, `medium`, `campaign`, `term`, `content`, `id`, … */
  utm?: Record<string, string> | undefined;
  /** Click ids by lower-case parameter name, values byte for byte. */
  click_ids?: Record<string, BatchClickId> | undefined;
  /** Referral code (`?via=`, `?ref=`, …). */
  referral_code?: string | undefined;
}

export interface BatchClickId {
  value: string;
  first_seen_at: Instant;
}

export interface BatchUser {
  user_id?: string | undefined;
  /** HMAC-SHA256 of the user id in hex, made by the site's server: proves that the browser is this user's. */
  user_hash?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  traits?: Record<string, unknown> | undefined;
}

export interface BatchAnswer {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
}

export interface Rejection {
  /** Position in the batch's `events`. */
  index: number;
  /** The event's id, where it could be read. */
  id: string | null;
  reason: string;
  /** Path of the field at fault, such as `touch.url`; empty when it is the whole event. */
  field: string;
}
