import { extraFile } from '../build.ts';
import type { WithTag } from '../take-part.ts';
import type { Feature } from './feature.ts';
import { outboxKeys } from './outbox.ts';

/**
 * Fetches `tag.extra.js` where something in it is needed: what keeps back where consent was not given, what hears consent
 * tools, goals, hashes of people, Meta's ids, the renewal of the cookie, and conversions that an earlier page could not send.
 * The name of the file says which version belongs to this script.
 */
export const loadExtra: Feature = (tag) => {
  const { _page, _options, _url, _cookie, _may } = tag;
  const { renew } = _options;
  /** What is asked for by name. */
  const asked = Object.keys(_options) + _page.location.search;
  let loading: unknown;

  const load = () => {
    (_page as unknown as WithTag).clickstitch.x = tag;
    // A Content-Security-Policy lets it in as it has let in this script, by whatever nonce.
    loading ??= import(_url.slice(0, -1) + extraFile).catch((error) => tag._note('failed', extraFile, error));
    return loading;
  };

  const isNeeded = () => {
    const all = _cookie._all();
    return (
      /goals|checkout|capture|fbclid|_fb[cp]=/.test(asked + all) ||
      // Whether the collector's host is one of the site's, the renewal looks for itself.
      (renew !== false && !/renewed_at/.test(all) && _url.includes(_cookie._domain() || _page.location.hostname)) ||
      outboxKeys(_page)[0]
    );
  };
  tag._isAwaited = () =>
    !tag._toStore &&
    (!_may('ads') || /hashI|forward|linker|dataLayer|tcfapi|h_debug/.test(asked + Object.keys(_page))) &&
    load();
  tag._onConsent.push(() => !loading && _may('analytics') && isNeeded() && load());
};
