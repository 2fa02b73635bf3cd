import type { PageWindow } from '../browser/page-window.ts';
import { isWhole } from '../build.ts';
import { textOf } from '../events/text-of.ts';

/** What there was to see when the page began: when it was, and the URL before any router rewrote it. */
export type Arrival = readonly [at: number, url: string];

/** How the visitor came to this page. */
export interface Landing {
  readonly url: string;
  readonly referrer: string;
  /** Milliseconds UTC. */
  readonly occurred_at: number;
  /** The browser shows a page that it has shown before: a reload, a restored tab, the back button. */
  readonly _shownAgain: boolean;
}

/** Reads the landing, to be done before anything waits for anything. */
export function readLanding(page: PageWindow, [occurred_at, url]: Arrival): Landing {
  const [navigation] = isWhole ? page.performance.getEntriesByType('navigation') : [];
  return {
    url,
    // A form may be named so.
    referrer: isWhole ? (textOf(page.document.referrer) ?? '') : page.document.referrer,
    occurred_at,
    _shownAgain: isWhole && /load|back/.test((navigation as PerformanceNavigationTiming | undefined)?.type as string),
  };
}
