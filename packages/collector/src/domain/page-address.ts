/** A page's address without what may name somebody: its query, its fragment, and a user in front of the host. */
export function redactPage(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/** An address without the query parameters that are `meant`, by their name in lower case; all else byte for byte. */
export function withoutParameters(url: string, isMeant: (name: string) => boolean): string {
  const [, page = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  if (query === undefined) return url;
  const pairs = query.split('&');
  const kept = pairs.filter((pair) => !isMeant(nameOf(pair)));
  if (kept.length === pairs.length) return url;
  return `${page}${kept.length > 0 ? `?${kept.join('&')}` : ''}${fragment}`;
}

/** As a browser reads it: a name may be escaped, and nothing in it is to get past by that. */
function nameOf(pair: string): string {
  const [name] = new URLSearchParams(pair).keys();
  return (name ?? '').toLowerCase();
}
