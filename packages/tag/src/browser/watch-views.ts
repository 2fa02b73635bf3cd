import { isWhole } from '../build.ts';
import type { PageWindow } from './page-window.ts';

/**
 * Calls `view` whenever another page is shown without having been loaded: another URL, or the same once more when the
 * browser brings back a page that it has kept (`isAgain`). By the Navigation API where there is one, for some routers
 * complain of a history that was changed; else by both methods of the history, the browser's own first.
 */
export function watchViews(
  page: PageWindow,
  firstUrl: string,
  isHashPage: unknown,
  view: (at: number, url: string, isAgain?: boolean) => void,
): void {
  const { history, location, navigation } = page;
  const pageOf = (url: string) => (isWhole && isHashPage ? url : url.split('#')[0]);
  let shown = pageOf(firstUrl);
  const look = () => {
    const { href } = location;
    if (pageOf(href) === shown) return;
    shown = pageOf(href);
    view(Date.now(), href);
  };
  // A router may have been quicker than the script.
  look();
  page.addEventListener('pageshow', (event) => event.persisted && view(Date.now(), location.href, true));
  if (navigation) {
    navigation.addEventListener('currententrychange', look);
  } else {
    page.addEventListener('popstate', look);
    for (const method of ['pushState', 'replaceState'] as const) {
      const original = history[method];
      // Throws where the history is frozen, so that it is noted.
      Object.assign(history, {
        [method](this: History, ...state: Parameters<typeof original>) {
          const result = original.apply(this, state);
          look();
          return result;
        },
      });
    }
  }
}
