import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import { outboxKeys } from '../features/outbox.ts';

/** A conversion that could not be sent for so long is not sent any more. */
const maxAgeMs = 7 * 86_400_000;

/** An event that was sent so lately may be under way still. */
const underWayMs = 10_000;

/** Storage is told to other tabs a little later than a lock is. */
const tellingMs = 1_000;

/** A conversion as it is kept, and when a later page has tried it. */
type Kept = [at: number, visitorId: string, json: string, triedAt?: number];

/** Sends the conversions that earlier pages could not, each once a page; one tab at a time. */
export const leftovers: Feature = ({ _page, _may, _resend, _onConsent, _note }) => {
  const { navigator, performance } = _page;
  const tried = new Set<string>();

  const drain = () => {
    let isEarly: unknown;
    let told: Promise<unknown> | undefined;
    for (const key of outboxKeys(_page)) {
      const _onSettled = () => _page.localStorage.removeItem(key);
      const text = _page.localStorage.getItem(key) as string;
      let [at, _visitorId, _json, triedAt]: Kept = [0, '', ''];
      neverThrows(() => {
        [at, _visitorId, _json, triedAt] = JSON.parse(text);
      })();
      // By a clock that was wrong it may seem to come from the future.
      if (!(Math.abs(Date.now() - at) < maxAgeMs)) {
        _note('dropped', text, 'age');
        _onSettled();
      } else if (at < performance.timeOrigin && !tried.has(key)) {
        if (Date.now() - (triedAt ?? at) < underWayMs) {
          isEarly = true;
        } else {
          tried.add(key);
          // For other tabs, before they may look.
          neverThrows(() => _page.localStorage.setItem(key, JSON.stringify([at, _visitorId, _json, Date.now()])))();
          told = new Promise((resolve) => _page.setTimeout(resolve, tellingMs));
          _resend({ _json, _visitorId, _urgency: 1, _onSettled });
        }
      }
    }
    if (isEarly) _page.setTimeout(send, underWayMs);
    return told;
  };
  const send = neverThrows(() => {
    if (!_may('analytics')) return;
    const onError = (error: unknown) => _note('error', error);
    if (navigator.locks)
      navigator.locks.request('_cst', { ifAvailable: true }, (lock) => lock && drain()).catch(onError);
    else drain();
  });
  _onConsent.push(send);
};
