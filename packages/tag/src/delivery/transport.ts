import type { TakeNote } from '../browser/notes.ts';
import type { PageWindow } from '../browser/page-window.ts';
import { isWhole } from '../build.ts';

/**
 * What a browser lets all keepalive requests of a page have in flight together is 64 KiB, other vendors' included; ours
 * stop at 48.
 */
export const keepaliveBudget = 48 * 1024;

/** A server that asks for more time than this, in seconds, gets this much. */
const maxRetryAfter = 300;

/** What became of a request; any number from 0 on: it failed, and may be sent again after so many milliseconds at least. */
export type Outcome = number;

/** The collector has answered, and not that it wants it again. */
export const settled: Outcome = -1;

/** The browser has promised to send it, and will not say whether it could. */
export const handedOver: Outcome = -2;

/** The browser has no room for so much at once. Nothing was sent. */
export const tooMuch: Outcome = -3;

/** Sends one body. Starts before it returns, for there may be no later: surely so when the page is leaving. */
export type Transport = (body: string, canSplit: boolean, isLeaving?: boolean) => Promise<Outcome>;

/**
 * A keepalive fetch outlives the page and tells its outcome; a beacon only outlives the page, and is what lists of
 * trackers block first; a plain fetch has no limit of size. So they are tried in this order, and what can be sent in
 * smaller parts is, before the last is.
 */
export function createTransport(page: PageWindow, url: string, note: TakeNote): Transport {
  let inFlight = 0;
  /** The last request broke: perhaps because others have taken up the room for those that outlive the page. */
  let hasBroken = false;
  return async (body, canSplit, isLeaving) => {
    let taken = 0;
    try {
      const { size } = new Blob([body]);
      const hasRoom = inFlight + size <= keepaliveBudget;
      if (!hasRoom || (isWhole && isLeaving && hasBroken) || !page.fetch) {
        if (page.navigator.sendBeacon?.(url, body)) {
          note('sent', body);
          return handedOver;
        }
        if (isWhole && canSplit) return tooMuch;
      }
      taken = !hasRoom || (isWhole && hasBroken) ? 0 : size;
      inFlight += taken;
      // A string goes as text/plain, which needs no preflight: a page that closes would not live to see its answer.
      const answer = await page.fetch(url, {
        method: 'POST',
        body,
        keepalive: !!taken,
        credentials: 'omit',
      });
      const { status, headers } = answer;
      // A body that nobody reads counts against Chromium's budget for as long as it is there.
      const text = await (isWhole ? answer.text?.() : answer.text());
      if (isWhole) hasBroken = false;
      if (/5..|408|42[59]/.test(`${status}`)) {
        note('failed', body, status);
        const seconds = Number(headers.get('Retry-After'));
        return Math.min((isWhole ? Math.abs(seconds) : seconds) || 0, maxRetryAfter) * 1000;
      }
      note(status < 300 ? 'taken' : 'refused', body, text);
      return settled;
    } catch (error) {
      note('failed', body, error);
      if (isWhole) hasBroken = true;
      return 0;
    } finally {
      inFlight -= taken;
    }
  };
}
