import type { BatchTouch } from '../wire.ts';

/** What the tag remembers about a browser from page to page: the content of the cookie. */
export interface Visitor {
  visitor_id: string;
  /** When this was written, milliseconds UTC: the newest of several copies is the true one. */
  ts: number;
  /** When the collector has last set the cookie by HTTP, which Safari keeps longer than one that a script has set. */
  renewed_at?: number | undefined;
  /** The site's own id of the user, as far as the page named one. */
  user_id?: string | undefined;
  /** The arrival that brought the visitor for the first time; never overwritten. */
  first?: BatchTouch | undefined;
  /** The latest arrival. */
  last?: BatchTouch | undefined;
}
