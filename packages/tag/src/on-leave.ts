import type { PageWindow } from './page-window.ts';

/**
 * Calls `fn(true)` when this may be the last moment of the page, and `fn(false)` when it turns out that it was not.
 * `visibilitychange` is the last event that a phone is sure to fire; Safari needs `pagehide` too. In the capture phase,
 * where the page cannot stop them. Never `unload`, which keeps a page out of the back/forward cache.
 */
export function onLeave(page: PageWindow, fn: (leaving: boolean) => void): void {
  const tell = (event: Event) => fn(event.type === 'pagehide' || page.document.hidden);
  page.document.addEventListener('visibilitychange', tell, true);
  page.addEventListener('pagehide', tell, true);
}
