import type { PageWindow } from '../browser/page-window.ts';

/** The key in the browser's storage. */
const key = '_cst_forwarded';

const maxKept = 100;

/** What this browser has told pixels of, so that a page of thanks which is loaded again tells them once. */
export interface Forwarded {
  has(what: string): boolean;
  add(what: string): void;
  /** As if nothing had been told by any page but this one. */
  forget(): void;
}

/** Where the browser has no storage, the page alone remembers. */
export function createForwarded(page: Pick<PageWindow, 'localStorage'>): Forwarded {
  const here = new Set<string>();

  function kept(): unknown[] {
    try {
      return [JSON.parse(page.localStorage.getItem(key) as string) ?? []].flat();
    } catch {
      return [];
    }
  }

  return {
    has: (what) => here.has(what) || kept().includes(what),
    add(what) {
      here.add(what);
      try {
        page.localStorage.setItem(key, JSON.stringify([...kept(), what].slice(-maxKept)));
      } catch {}
    },
    forget() {
      try {
        page.localStorage.removeItem(key);
      } catch {}
    },
  };
}
