import type { Page } from 'playwright';

/** Waits for `tag.extra.js`: it hears the `dataLayer`, by a `push` of its own, before it does anything else. */
export async function untilExtra(page: Page): Promise<void> {
  await page.waitForFunction(`Object.hasOwn(window.dataLayer ?? {}, 'push')`);
}
