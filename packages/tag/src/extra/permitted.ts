import { ownClickId } from '../arrival/click-ids.ts';
import type { Feature } from '../features/feature.ts';
import type { Visitor } from '../visitor/visitor.ts';
import type { BatchEvent, BatchTouch } from '../wire.ts';

/** What an event, a touch or the visitor may say of somebody. */
type Told = { url?: string | undefined } & Pick<BatchEvent, 'referrer' | 'user' | 'touch'> &
  Pick<BatchTouch, 'click_ids'> &
  Pick<Visitor, 'first' | 'last'>;

/**
 * Keeps back what the visitor has not agreed to, on the way out and on the way into the cookie: without consent to ads the ids
 * of ad platforms, and with them the queries of URLs, in which they are; without consent to analytics whatever would tell this
 * browser from others.
 */
export const permitted: Feature = (tag) => {
  const cut = (url: string | undefined) => url?.replace(/[?#].*/s, '');

  function partOf<Whole>(whole: Whole & (Told | null | undefined)): Whole {
    if (!whole || tag._may('ads')) return whole;
    const mayRemember = tag._may('analytics');
    const own = mayRemember && whole.click_ids?.[ownClickId];
    return {
      ...whole,
      url: cut(whole.url),
      referrer: cut(whole.referrer),
      click_ids: own ? { [ownClickId]: own } : undefined,
      touch: partOf(whole.touch),
      first: partOf(whole.first),
      last: partOf(whole.last),
      user: mayRemember ? whole.user : undefined,
    };
  }

  tag._steps.push((event) => partOf(event));
  tag._toStore = (visitor) => partOf(visitor);
  // What was stored before may hold more than that.
  tag._onConsent.push(() => {
    const kept = tag._may('analytics') && tag._cookie._read();
    if (kept && JSON.stringify(kept) !== JSON.stringify(partOf(kept))) tag._remember({});
  });
};
