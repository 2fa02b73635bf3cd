import { parse } from 'tldts';
import { isHostAmong } from './origin.ts';

export interface CookiePlace {
  /** The cookie's `Domain`, in lower case; empty for the collector's host alone. */
  domain: string;
  /** Parsed hosts: that of the page which asks, and that by which it reached the collector. */
  page: string;
  collector: string;
}

/**
 * Why a page may not have the collector set a cookie there; `undefined` where it may: both are on the domain or below it, and
 * nobody but its owner can be. A cookie on a public suffix would be seen by every site below: https://publicsuffix.org/
 */
export function cookieDomainFault({ domain, page, collector }: CookiePlace): string | undefined {
  if (domain === '') {
    return page === collector ? undefined : `is empty, and ${page} is not the host of the collector, ${collector}`;
  }
  const { isIp, publicSuffix } = parse(domain, { allowPrivateDomains: true });
  if (isIp || parse(page).isIp) return `is ${domain}, and must be empty for a host that is an address`;
  if (publicSuffix === domain) return `${domain} is a public suffix, below which anybody may have a site`;
  if (!isHostAmong([domain], page)) return `the page is on ${page}, which is not at or below ${domain}`;
  if (!isHostAmong([domain], collector)) return `the collector is on ${collector}, which is not at or below ${domain}`;
  return undefined;
}
