import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BatchEvent } from '@clickstitch/tag/wire';
import type { Browser } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { createCall } from '../conversions-api.ts';
import { type NextExample, startNextExample } from '../next-example.ts';

/** The example with Next.js, built as for production, in a real browser and beside a collector. */

let database: Database;
let collector: Collector;
let example: NextExample;
let browser: Browser;

before(async () => {
  database = await createDatabase();
  collector = await startCollector(database);
  example = await startNextExample(collector);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await example?.stop();
  await collector?.stop();
  await database?.remove();
});

test('an app with Next.js: a view for each page, the click that brought the visitor, and one sale', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  const events: BatchEvent[] = [];
  page.on('pageerror', (error) => complaints.push(`${error}`));
  page.on('console', (message) => {
    const isIcon = message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !isIcon) complaints.push(message.text());
  });
  context.on('request', (request) => {
    if (request.url() === `${collector.url}/e`) events.push(...JSON.parse(request.postData() ?? '{}').events);
  });
  const told = async (count: number) => {
    for (let left = 200; left > 0 && events.length < count; left--) await page.waitForTimeout(50);
    return events.map(({ name, url }) => `${name} ${url?.replace(example.url, '').replace(/A-\d+/, 'A-1')}`);
  };
  const thanks = '/thank-you?order=A-1&product=kelp-bowl';

  // Nothing before the visitor has agreed, and then the landing, though the app has gone on.
  await page.goto(`${example.url}/?gclid=AbC&utm_source=mail`);
  await page.getByRole('link', { name: 'Kelp bowl' }).click();
  await page.getByRole('heading', { name: 'Kelp bowl' }).waitFor();
  await page.waitForTimeout(400);
  assert.deepEqual(await told(0), []);
  assert.deepEqual(await context.cookies(), []);
  await page.getByRole('button', { name: 'Yes' }).click();
  assert.deepEqual(await told(2), ['page_view /?gclid=AbC&utm_source=mail', 'page_view /products/kelp-bowl']);
  const [landing] = events;
  assert.equal(landing?.touch?.click_ids?.['gclid']?.value, 'AbC');
  assert.equal(landing?.touch?.utm?.['source'], 'mail');

  await page.getByRole('button', { name: 'Buy' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  // A sale goes first.
  assert.deepEqual((await told(4)).slice(2).sort(), [`page_view ${thanks}`, `purchase ${thanks}`]);
  await page.reload();
  assert.deepEqual((await told(6)).slice(4).sort(), [`page_view ${thanks}`, `purchase ${thanks}`]);
  await page.goBack();
  await page.getByRole('heading', { name: 'Kelp bowl' }).waitFor();
  assert.deepEqual((await told(7)).slice(6), ['page_view /products/kelp-bowl']);
  await page.getByRole('link', { name: 'Lowtide' }).click();
  await page.getByRole('heading', { name: 'Pots' }).waitFor();
  assert.deepEqual((await told(8)).slice(7), ['page_view /']);
  await page.waitForTimeout(400);
  assert.equal(events.length, 8);
  assert.deepEqual(complaints, []);

  const call = createCall(collector, collector.keys.secret_key);
  const { body } = await call<object[]>('GET', '/v1/conversions');
  assert.equal(body.data.length, 1, 'the sale is counted once');
});
