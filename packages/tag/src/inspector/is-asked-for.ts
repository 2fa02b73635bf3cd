import type { PageWindow } from '../browser/page-window.ts';

/**
 * Whether the page's URL asks for the inspector: `clickstitch_debug=1`, or `true`, or without a value. A router may have cleaned
 * the URL before this script came, so the one that was loaded counts too.
 */
export function isAskedFor({ location, performance }: Pick<PageWindow, 'location' | 'performance'>): boolean {
  const loaded = performance.getEntriesByType('navigation').map(({ name }) => name);
  return [location.href, ...loaded].some((url) => /[?&]clickstitch_debug(=1|=true|=)?([&#]|$)/.test(url));
}
