import { extraFile } from '../build.ts';
import type { Feature } from './feature.ts';
import { outboxKeys } from './outbox.ts';

/** What `tag.extra.js` hands its features to. */
interface WithExtra {
  clickstitch: { x?: (feature: Feature) => void };
}

/**
 * Fetches `tag.extra.js` where something in it is needed: what keeps back where consent was not given, what hears consent
 * tools, goals, hashes of people, Meta's ids, the renewal of the cookie, and conversions that an earlier page could not send.
 * The name of the file says which version belongs to this script.
 */
export const loadExtra: Feature = (tag) => {
  const { _page, _options, _url, _cookie, _may } = tag;
  const page = _page as unknown as Record<string, unknown>;
  const { goals, hashIdentity, renew } = _options;
  let isLoading: unknown;

  const load = () => {
    if (isLoading) return;
    isLoading = true;
    (_page as unknown as WithExtra).clickstitch.x = (feature) => feature(tag);
    // A Content-Security-Policy lets it in as it has let in this script, by whatever nonce.
    import(_url.slice(0, -1) + extraFile).catch((error) => tag._note('failed', extraFile, error));
  };

  const isNeeded = () => {
    const all = _cookie._all();
    return (
      goals ||
      /fbclid|_fb[cp]=/.test(all) ||
      // Whether the collector's host is one of the site's, the renewal looks for itself.
      (renew !== false && !/renewed_at/.test(all) && _url.includes(_cookie._domain() || _page.location.hostname)) ||
      outboxKeys(_page)[0]
    );
  };
  tag._isAwaited = () => {
    const isAwaited = !_may('ads') || hashIdentity || page['dataLayer'] || page['__tcfapi'];
    if (isAwaited) load();
    return isAwaited;
  };
  tag._onConsent.push(() => {
    if (!isLoading && _may('analytics') && isNeeded()) load();
  });
};
