import { neverThrows } from '../browser/never-throws.ts';
import { cookieName } from '../visitor/visitor-cookie.ts';

/** Where a site's server looks for whom it reports to Whop's API: https://docs.whop.com/developer/ads/events-api */
const mirror = '_wuid';

let isWritten: unknown;

/**
 * Writes the visitor's id into the vendor's cookie, for this host and until the browser is closed; and takes it away once
 * the tag's own cookie is gone.
 */
export function mirrorVisitor(mayRemember: boolean): void {
  const id = mayRemember ? visitorId() : '';
  if (!id && !isWritten) return;
  if (!isWritten) addEventListener('pagehide', () => neverThrows(mirrorVisitor)(true));
  isWritten = id;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is neither in all browsers nor on http.
  document.cookie = `${mirror}=${id};path=/;samesite=lax${secure}${id ? '' : ';max-age=-1'}`;
}

/** The id in the newest of the tag's cookies, which may be several on different domains; empty where there is none. */
function visitorId(): string {
  let newest = { ts: 0, visitor_id: '' };
  const read = neverThrows((json: string) => {
    const visitor = JSON.parse(decodeURIComponent(json));
    if (visitor.ts > newest.ts && /^[\w-]{36}$/.test(visitor.visitor_id)) newest = visitor;
  });
  for (const [, json = ''] of document.cookie.matchAll(new RegExp(`(?:^|; )${cookieName}=([^;]*)`, 'g'))) read(json);
  return newest.visitor_id;
}
