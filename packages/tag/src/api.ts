import type { PageWindow } from './page-window.ts';

/** What a page can say to the tag. Every verb returns at once, and none ever throws. */
export interface Api {
  /** Starts the tag; the first call wins. The `<script>` calls it itself when it has a `data-key`. */
  init(options: InitOptions): void;
  /** Records a page view of the current URL. */
  page(props?: Record<string, unknown>): void;
  /** Records anything else. With an `order_id` it counts once, however often the page is loaded. */
  track(name: string, props?: TrackProps): void;
  /** Says who is behind the browser, as far as the page knows. */
  identify(user: User): void;
  identify(user_id: string | number, user?: User): void;
}

export interface InitOptions {
  /** A publishable key. */
  key: string;
  /** Where the collector lives, without `/e`. Default: the origin of the script, or of the page for the npm package. */
  endpoint?: string | undefined;
  /** Domain of the cookie. Default: the widest that the browser accepts; `''` keeps the cookie to this host. */
  cookieDomain?: string | undefined;
  /** Query parameters that hold a referral code, in lower case. Default: `via`, `ref`, `aff`, `refcode`. */
  referralParams?: readonly string[] | undefined;
}

export interface TrackProps {
  /** The order, invoice or lead that this call reports. */
  order_id?: string | number | undefined;
  /** Decimal amount in major units: `49.9` or `'49.90'`. */
  value?: number | string | undefined;
  /** ISO 4217. */
  currency?: string | undefined;
  [prop: string]: unknown;
}

export interface User {
  /** The site's own id of a signed-in user. The only one of these that is kept in the cookie. */
  user_id?: string | number | undefined;
  /** Proof of the `user_id`, made by the site's server: HMAC-SHA256 of it with the identity secret, in hex. */
  user_hash?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  traits?: Record<string, unknown> | undefined;
}

/** A call as it is queued: with the time and the URL at which the page made it. */
export type Call = readonly [at: number, url: string, verb: keyof Api, args: readonly unknown[]];

/** The verbs, each of which hands over its call. */
export function createApi(page: PageWindow, carryOut: (call: Call) => void): Api {
  const verb =
    (name: keyof Api) =>
    (...args: unknown[]) =>
      carryOut([Date.now(), page.location.href, name, args]);
  return { init: verb('init'), page: verb('page'), track: verb('track'), identify: verb('identify') };
}
