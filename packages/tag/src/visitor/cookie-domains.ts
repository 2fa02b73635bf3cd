import { isWhole } from '../build.ts';

/**
 * The domains that a cookie of this host could be set on, the widest first: on the first one that the browser accepts,
 * all hosts of the site share one visitor. To try is better than to know, for the browser has the list of public suffixes
 * and refuses those. A bare top-level domain is not worth trying. The empty one at the end keeps the cookie to this host.
 */
export function cookieDomains(hostname: string): string[] {
  // WebKitGTK takes part of an IP address for a domain.
  const labels = hostname.split(isWhole ? /\.(?=.*\D$)/ : '.');
  return [...labels.slice(1).map((_, index) => labels.slice(-2 - index).join('.')), ''];
}
