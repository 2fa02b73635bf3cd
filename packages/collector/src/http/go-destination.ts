import { isHostAmong } from '../auth/origin.ts';
import { CLICK_PARAMETER, type GoRequest, type Parameter, parametersOf } from './go-request.ts';

/** Where a link may not lead, and why. */
export interface Refusal {
  /** The host in question, or what was given where it is no address. */
  named: string;
  why: 'no_address' | 'foreign_host' | 'no_longer_allowed';
}

/**
 * The page that is asked for: the link's own, another one of its origin, or one that is named in full. The latter's host must
 * be the link's own, with its port, or one that the program allows, or below such a one, at the usual port; http is only for
 * links that have it themselves. What was asked for beside is passed on, and takes the place of the page's own parameters.
 */
export function destinationOf(
  asked: Pick<GoRequest, 'path' | 'url' | 'passedOn'>,
  ownUrl: string,
  allowedHosts: readonly string[],
): URL | Refusal {
  const own = new URL(ownUrl);
  const target = asked.url === null ? pageOf(own, asked.path) : namedPage(asked.url, own, allowedHosts);
  if (target instanceof URL) putParameters(target, asked.passedOn);
  return target;
}

/** The page's address with one more parameter: by which click, or at least by whose link, somebody comes. */
export function addressWith(page: URL, name: typeof CLICK_PARAMETER | 'via', value: string): string {
  const address = new URL(page);
  putParameters(address, [{ name, text: `${name}=${encodeURIComponent(value)}` }]);
  return address.href;
}

/** Another page of the same origin, whatever the path looks like: it can neither name a host nor leave the origin. */
function pageOf(own: URL, path: string): URL {
  if (/^[/\\]*$/.test(path)) return own;
  const page = new URL(own.origin);
  page.pathname = path;
  // Some servers take two slashes at the beginning for a host, and lead on to it.
  page.pathname = page.pathname.replace(/^\/+/, '/');
  return page;
}

function namedPage(text: string, own: URL, allowedHosts: readonly string[]): URL | Refusal {
  if (!URL.canParse(text)) return { named: text, why: 'no_address' };
  const page = new URL(text);
  if (page.protocol !== 'https:' && page.protocol !== own.protocol) return { named: text, why: 'no_address' };
  if (page.username !== '' || page.password !== '') return { named: text, why: 'no_address' };
  const isAllowed = page.host === own.host || (page.port === '' && isHostAmong(allowedHosts, page.hostname));
  return isAllowed ? page : { named: page.host, why: 'foreign_host' };
}

/** Puts parameters in the place of those that have their names, and of a click's id that stands there. */
function putParameters(page: URL, given: readonly Parameter[]): void {
  const replaced = new Set([CLICK_PARAMETER, ...given.map(({ name }) => name)]);
  const kept = parametersOf(page.search.slice(1)).filter(({ name }) => !replaced.has(name));
  page.search = [...kept, ...given].map(({ text }) => text).join('&');
}
