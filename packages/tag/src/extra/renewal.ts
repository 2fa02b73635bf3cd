import { coversHost } from '../arrival/covers-host.ts';
import type { Feature } from '../features/feature.ts';

/** Milliseconds after which a cookie that came by HTTP can be read for certain. */
const settlingMs = 1_000;

/**
 * Has the collector set the cookie by HTTP, for Safari keeps one that a script has set for seven days only:
 * https://webkit.org/tracking-prevention/. Once a page and once a day, unless a script has written it since, and only where the
 * collector shares the site's domain. What comes back is read to see whether it came; else the cookie stays as it was.
 */
export const renewal: Feature = ({ _page, _options, _url, _cookie, _may, _visitor, _remember, _onConsent, _note }) => {
  let isAsked = _options.renew === false;
  let isRevoked: boolean;

  const renew = async () => {
    if (isAsked || !_may('analytics')) return;
    // Newer than what this page has written, in whatever millisecond it did.
    const visitor = { ..._cookie._read(), renewed_at: Date.now() + 1 };
    const { renewed_at } = visitor;
    if (!visitor.visitor_id || _visitor().renewed_at) return;
    const domain = _cookie._domain();
    const { hostname } = new URL(_url);
    if (domain ? !coversHost(domain, hostname) : hostname !== _page.location.hostname) return;
    isAsked = true;
    visitor.ts = renewed_at;
    const body = JSON.stringify({ key: _options.key, domain, visitor });
    const hasCome = () => _cookie._read().renewed_at === renewed_at;
    try {
      const { ok } = await _page.fetch(`${_url}/visitor`, { method: 'POST', body, credentials: 'include' });
      // WebKit and Firefox show a page its new cookies a little later than the answer that has set them.
      if (ok && !hasCome()) await new Promise((resolve) => _page.setTimeout(resolve, settlingMs));
    } catch (error) {
      _note('failed', body, error);
    }
    if (isRevoked) _cookie._delete?.();
    // Something else was remembered meanwhile, or nothing has come: then there is time until tomorrow.
    else if (_visitor().renewed_at !== renewed_at) _remember(hasCome() ? {} : { renewed_at });
  };
  _onConsent.push(({ analytics }) => {
    isRevoked = !!analytics && !_may('analytics');
    renew();
  });
};
