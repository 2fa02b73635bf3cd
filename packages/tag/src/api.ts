import type { Note } from './browser/note.ts';
import type { PageWindow } from './browser/page-window.ts';
import type { EventProps, TrackProps } from './events/standard-events.ts';
import type { Goal } from './extra/goal.ts';
import type { BatchConsent, BatchEvent, ConsentState } from './wire.ts';

/** What a page can say to the tag. Every verb returns at once, and none ever throws. */
export interface Api {
  /** Starts the tag; the first call wins. The `<script>` calls it itself when it knows a key. */
  init(options: InitOptions): void;
  /** Records a page view of the current URL, and the arrival if that URL has a campaign. */
  page(props?: Record<string, unknown>): void;
  /** Records anything else. With an `order_id` it counts once, however often the page is loaded. */
  track<Name extends string>(name: Name, ...props: EventProps<Name>): void;
  /** Says who is behind the browser, as far as the page knows. */
  identify(user: User): void;
  identify(user_id: string | number, user?: User): void;
  /** What the visitor has agreed to, or no longer does. Where storage is denied, what was stored is deleted. */
  consent(to: ConsentState | Partial<BatchConsent>): void;
  /** Says that the user has left the browser, as by signing out. */
  reset(): void;
  /** Tells from now on what becomes of what: on the console, or to a function. */
  debug(listener?: (...note: Note) => void): void;
}

export interface InitOptions {
  /** A publishable key. */
  key: string;
  /** Where the collector lives, without `/e`. Default: the origin of the script, or of the page for the npm package. */
  endpoint?: string | undefined;
  /** Domain of the cookie. Default: the widest that the browser accepts; `''` keeps the cookie to this host. */
  cookieDomain?: string | undefined;
  /** Query parameters that hold a referral code, in lower case, as a list or with commas. Default: `via`, `ref`, `aff`, `refcode`. */
  referralParams?: readonly string[] | string | undefined;
  /** Further query parameters that name one click, in lower case, as a list or with commas. */
  clickIds?: readonly string[] | string | undefined;
  /** What holds until the visitor says otherwise. Default: `granted`. */
  consent?: ConsentState | Partial<BatchConsent> | undefined;
  /** While `analytics` is denied events go without any id, instead of waiting. Default: `false`. */
  cookieless?: boolean | undefined;
  /** Whether page views are recorded without being called for. Default: `true`. */
  autoPage?: boolean | undefined;
  /** Whether the views of a single-page app are recorded. Default: `true`. */
  spa?: boolean | undefined;
  /** Whether another `#…` is another page. Default: `false`. */
  hash?: boolean | undefined;
  /** Events that follow from a page's URL or from a click, without code. */
  goals?: readonly Goal[] | undefined;
  /** Email and phone leave the page as SHA-256 only. Default: `false`. */
  hashIdentity?: boolean | undefined;
  /** Whether the collector may renew the cookie by HTTP, where it shares the site's domain. Default: `true`. */
  renew?: boolean | undefined;
  /** Hosts, and with them all below them, that visitors and their touches are handed over to, and taken from. */
  linker?: readonly string[] | string | undefined;
  /** Whether checkouts of payment providers are told who comes, and marked fields of forms are filled. Default: `false`. */
  checkout?: boolean | undefined;
  /** Pixels of other vendors that get the same events under the same ids: `fbq`, `ttq`, `gtag`, as a list or with commas. */
  forward?: readonly ('fbq' | 'ttq' | 'gtag')[] | string | undefined;
  /** Whether GA4's ecommerce events on the `dataLayer` become events. Default: `false`. */
  dataLayer?: boolean | undefined;
  /** What is recorded without code: `outbound`, `downloads`, `forms`, as a list or with commas. */
  capture?: readonly ('outbound' | 'downloads' | 'forms')[] | string | undefined;
  /** Called with each event before it is sent; may change it, and drops it by `null`. Or the name of such a global function. */
  beforeSend?: ((event: BatchEvent) => BatchEvent | null | undefined) | string | undefined;
  /** As if `debug()` had been called first. */
  debug?: boolean | undefined;
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
export type Call = readonly [at: number, url: string, verb: keyof Api | 'hashed', args: readonly unknown[]];

/** What a page can call. */
export function createApi(page: PageWindow, verbs: object, carryOut: (call: Call) => void): Api {
  const api: Partial<Record<keyof Api, (...args: unknown[]) => void>> = {};
  for (const verb in verbs) {
    api[verb as keyof Api] = (...args) => carryOut([Date.now(), page.location.href, verb as keyof Api, args]);
  }
  return api as Api;
}

export type { Note, Verdict } from './browser/note.ts';
export type { TrackProps };
