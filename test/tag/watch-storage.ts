import type { BrowserContext, Page } from 'playwright';

/** Has every page of a browser write down each look at cookies and storage, and each write, before any script runs. */
export async function watchStorage(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    window.storageUse = [];
    const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
    Object.defineProperty(Document.prototype, 'cookie', {
      configurable: true,
      get() { storageUse.push('read cookies'); return get.call(this); },
      set(text) { storageUse.push('write ' + text); set.call(this, text); },
    });
    const storage = Object.getOwnPropertyDescriptor(window, 'localStorage');
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get() { storageUse.push('use localStorage'); return storage.get.call(window); },
    });
    const { open } = indexedDB;
    IDBFactory.prototype.open = function (...given) { storageUse.push('open ' + given[0]); return open.apply(this, given); };
  `);
}

/** What was done so far with cookies and storage. */
export async function storageUse(page: Page): Promise<string[]> {
  return page.evaluate('[...storageUse]');
}
