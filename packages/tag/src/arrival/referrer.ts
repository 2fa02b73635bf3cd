import { isWhole } from '../build.ts';
import { coversHost } from './covers-host.ts';
import { returnHosts } from './return-hosts.ts';

/**
 * Whether a referrer says that another site sent the visitor. The site itself does not: that is its own host, what lies
 * below and above it, and every host below the cookie's domain, which is the widest one that belongs to the site. Nor do
 * pages to pay or to sign in on.
 */
export function isExternal(referrer: string, pageUrl: string, cookieDomain: string | undefined): boolean {
  const own = new URL(pageUrl).hostname;
  const host = /:\/\/([^/:]+)/.exec(referrer)?.[1] as string;
  return (
    !!host && !(coversHost(cookieDomain || own, host) || (isWhole && coversHost(host, own)) || returnHosts.test(host))
  );
}
