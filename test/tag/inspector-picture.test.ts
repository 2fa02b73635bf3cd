import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import { createShop } from '../../examples/shop/shop.ts';
import { launchBrowser } from '../browser.ts';
import { close, listen, type Recorder, startRecorder } from './recorder.ts';

/** Where the pictures of the documents go, if they are to be made anew. */
const pictures = process.env['TEST_PICTURES'];

let recorder: Recorder;
let browser: Browser;
let shop: ReturnType<typeof createShop>;
let url: string;

before(async () => {
  recorder = await startRecorder();
  const settings = { port: 0, host: '127.0.0.1', affiliateCode: 'demo', confirmAfterMs: 1, secretKey: '' };
  shop = createShop(
    { ...settings, clickstitchUrl: recorder.origin, publishableKey: 'cs_pk_live_lowtide' },
    () => undefined,
  );
  const { port } = new URL(await listen(shop));
  url = `http://www.lowtide.example:${port}/?utm_source=newsletter&utm_campaign=autumn&gclid=Cj0KCQiA&clickstitch_debug=1`;
  browser = await launchBrowser(
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--disable-blink-features=AutomationControlled',
  );
});
after(async () => {
  await browser.close();
  await close(shop);
  await recorder.close();
});

/** What a day of work on a shop is like: most is well, one call is not. */
const acts = [
  `track('view_item', { items: [{ item_id: 'tide-cup', price: 38.5 }] })`,
  `track('add_to_cart', { items: [{ item_id: 'tide-cup', quantity: 2 }] })`,
  `clickstitch.identify('customer_812', { email: 'jane@example.com' })`,
  `track('purchase', { order_id: 'A-1001', value: '77,00', currency: 'EUR' })`,
];
const rejection = { index: 0, id: 'purchase.A-1001', reason: 'invalid', field: 'value', message: 'Not a decimal.' };

for (const [name, colorScheme, viewport] of [
  ['inspector', 'light', { width: 1180, height: 720 }],
  ['inspector-dark', 'dark', { width: 1180, height: 720 }],
  ['inspector-narrow', 'light', { width: 360, height: 640 }],
] as const) {
  test(`on a page of the shop: ${name}`, async () => {
    const context = await browser.newContext({ colorScheme, viewport });
    const page = await context.newPage();
    const inspector = page.locator('clickstitch-inspector');
    await page.goto(url);
    await inspector.locator('.pill', { hasText: 'Taken' }).waitFor();
    for (const act of acts) {
      if (act.includes('purchase')) {
        const answer = JSON.stringify({ accepted: 0, duplicates: 0, rejected: [rejection] });
        recorder.answers.push((response) => response.writeHead(400).end(answer));
      } else if (act.includes('cart')) {
        recorder.answers.push((response) => response.writeHead(503).end());
      }
      await page.evaluate(act);
      const called = act.includes('identify') ? 'identify' : (act.split("'")[1] ?? '');
      const row = inspector.locator('li', { hasText: called });
      await row.locator('.pill', { hasText: /Taken|Refused/ }).waitFor({ timeout: 20_000 });
    }
    const panel = await inspector.locator('.panel').boundingBox();
    assert.ok(panel && panel.x >= 0 && panel.y >= 0);
    assert.ok(
      panel.x + panel.width <= viewport.width && panel.y + panel.height <= viewport.height,
      'all of it is seen',
    );
    assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, 'nothing is wider');
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
    await context.close();
  });
}
