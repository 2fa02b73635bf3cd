import type { BrowserContext, Page } from 'playwright';
import type { Stage } from './stage.ts';

/** A click on a link of ours, as the collector mints its id. */
export const click = `clk_${'0123456789abcdef'.repeat(2)}`;
export const newerClick = `clk_${'fedcba9876543210'.repeat(2)}`;

/** A field that is filled as soon as the tag is all there and may know anybody. */
const probe = '<input type="hidden" id="probe" data-clickstitch="visitor_id">';

/** Puts a page on every host that asks for the hand-over to checkouts. */
export function putShop({ put, script }: Stage, body: string, attributes = 'data-checkout', path = '/'): void {
  put(path, body + probe, script(attributes));
}

/** Opens it, arriving by a click on a link of ours, and waits until the tag is all there. */
export async function openShop(stage: Stage, body: string, query = `?cs_click=${click}`, attributes?: string) {
  putShop(stage, body, attributes);
  const page = await stage.newPage();
  await page.goto(stage.url('shop.example', `/${query}`));
  await untilReady(page);
  return page;
}

export async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector('#probe[value*="-"]', { state: 'attached' });
}

/** Waits for the part of the tag that hands over, where nothing shows that it has come. */
export async function untilPart(page: Page): Promise<void> {
  await page.waitForFunction(
    `performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('tag.checkout') && responseEnd)`,
  );
  await page.waitForTimeout(300);
}

export const visitorId = async (page: Page) => (await page.getAttribute('#probe', 'value')) ?? '';

/** Stands in for the web behind https: each page that is asked for there has that body, and its URL and data are written down. */
export async function standIn(context: BrowserContext, body = '') {
  const asked: string[] = [];
  await context.route(/^https:/, async (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) asked.push(request.url() + (request.postData() ?? ''));
    // So that a page of a test, which is not behind https, sees where somebody comes from, as one that is would.
    const headers = { 'Content-Type': 'text/html', 'Referrer-Policy': 'unsafe-url' };
    await route.fulfill({ headers, body: `<!doctype html><title>stand-in</title>${body}` });
  });
  return {
    /** The next one, in the order in which they are asked for. */
    async next(): Promise<string> {
      const until = Date.now() + 10_000;
      while (!asked[0]) {
        if (Date.now() > until) throw new Error('nothing was asked for');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return asked.shift() as string;
    },
  };
}
