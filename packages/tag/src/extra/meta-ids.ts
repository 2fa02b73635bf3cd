import type { Feature } from '../features/feature.ts';
import type { BatchTouch } from '../wire.ts';

/** Seconds: Meta's cookies live for 90 days from when they were last written. */
const maxAge = 90 * 86_400;

/**
 * `_fbc` and `_fbp` as Meta's pixel writes them, so that a sale can be reported to Meta by a server where the pixel did not
 * run: https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
 *
 * A click that is known keeps the time at which it was first seen; a newer one takes its place. The browser's id is made
 * only with the first event after a click, when the pixel has had its chance, for two ids would be two browsers.
 */
export const metaIds: Feature = ({ _page, _cookie, _may, _steps, _visitor, _onConsent }) => {
  /** What a cookie of theirs holds, the time in it, and the id in it. What they have added behind the id stays there. */
  const cookieOf = (name: string) =>
    new RegExp(`(?:^|; )${name}=(fb\\.\\d\\.(\\d+)\\.([\\w-]+)[\\w.-]*)(?:;|$)`).exec(_cookie._all()) ?? [];

  function write(touch: BatchTouch | null | undefined, isPastLanding?: boolean): void {
    if (!_may('ads')) return;
    const index = (_cookie._domain() || _page.location.hostname).split('.').length - 1;
    const [, known, knownAt, knownClick] = cookieOf('_fbc');
    const { value = '', first_seen_at } = touch?.click_ids?.['fbclid'] ?? {};
    const isNew = /^[\w-]{1,500}$/.test(value) && knownClick !== value && !(Number(knownAt) > Number(first_seen_at));
    const fbc = isNew ? `fb.${index}.${first_seen_at}.${value}` : known;
    if (fbc) _cookie._set?.('_fbc', fbc, maxAge);
    const made = fbc && isPastLanding && `fb.${index}.${Date.now()}.${Math.floor(1e9 + Math.random() * 1e9)}`;
    const fbp = cookieOf('_fbp')[1] ?? made;
    if (fbp) _cookie._set?.('_fbp', fbp, maxAge);
  }

  write(_visitor().last);
  // Before the step that reads the cookies.
  _steps.unshift((event) => {
    write(event.touch, event.name !== 'page_view');
    return event;
  });
  _onConsent.push(({ analytics, ads }) => {
    if ((_may('analytics') ? ads : analytics) && !_may('ads'))
      for (const name of ['_fbc', '_fbp']) _cookie._delete?.(name);
  });
};
