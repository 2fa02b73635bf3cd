import type { PageWindow } from './page-window.ts';

/**
 * What a browser lets all keepalive requests of a page have in flight together is 64 KiB, other vendors' included; ours
 * stop at 48.
 */
export const keepaliveBudget = 48 * 1024;

/** A server that asks for more time than this, in seconds, gets this much. */
const maxRetryAfter = 300;

/**
 * Sends one body and tells what became of it: `undefined` when it was taken, or refused for good; else the milliseconds
 * to wait at least before it is sent again. Starts before it returns, for there may be no later.
 */
export type Transport = (body: string) => Promise<number | undefined>;

/**
 * A keepalive fetch outlives the page and tells its outcome; a beacon only outlives the page, and is what lists of
 * trackers block first; a plain fetch has no limit of size. So they are tried in this order.
 */
export function createTransport(page: PageWindow, url: string): Transport {
  let inFlight = 0;
  return async (body) => {
    let taken = 0;
    try {
      const { size } = new Blob([body]);
      const keepalive = inFlight + size <= keepaliveBudget;
      if (!(keepalive && page.fetch) && page.navigator.sendBeacon?.(url, body)) return undefined;
      taken = keepalive ? size : 0;
      inFlight += taken;
      // A string goes as text/plain, which needs no preflight: a page that closes would not live to see its answer.
      const { status, headers } = await page.fetch(url, { method: 'POST', body, keepalive, credentials: 'omit' });
      if (!/5..|408|42[59]/.test(`${status}`)) return undefined;
      return Math.min(Number(headers.get('Retry-After')) || 0, maxRetryAfter) * 1000;
    } catch {
      return 0;
    } finally {
      inFlight -= taken;
    }
  };
}
