import type { PageWindow } from '../browser/page-window.ts';
import type { Feature } from './feature.ts';

/** What the keys in the browser's storage begin with; an event's id follows. */
const prefix = '_cst:';

const maxEvents = 100;

/** The names that report a conversion, whether or not they carry an order. */
const conversions = /^(start_trial|lead|submit_application|contact|sign_up|purchase|schedule|subscribe|refund)$/;

/** The keys of the conversions that are kept; none where the browser refuses its storage. */
export function outboxKeys(page: PageWindow): string[] {
  try {
    return Object.keys(page.localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/**
 * Keeps conversions in the browser's storage until the collector has taken them, so that the next page can send what this one
 * could not. One key each, for tabs that write one list lose what the other wrote.
 */
export const outbox: Feature = (tag) => {
  const { _page, _may } = tag;
  const remove = (key: string) => _page.localStorage.removeItem(key);

  tag._keep = (event, json, visitorId) => {
    if (!_may('analytics') || !(event.order_id || conversions.test(event.name))) return undefined;
    const key = prefix + event.id;
    try {
      if (outboxKeys(_page).length >= maxEvents) throw maxEvents;
      _page.localStorage.setItem(key, JSON.stringify([Date.now(), visitorId, json]));
      return () => remove(key);
    } catch (error) {
      tag._note('not_stored', key, error);
      return undefined;
    }
  };

  tag._onConsent.push(({ analytics }) => {
    if (analytics && !_may('analytics')) outboxKeys(_page).forEach(remove);
  });
};
