import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { asked } from '../programs-api.ts';
import { type StripeExample, startStripeExample } from '../stripe-example.ts';

/** The example with Stripe in a real browser. With TEST_PICTURES, a folder, what it looks like is kept there. */

const DESK = { width: 860, height: 560 };
const PHONE = { width: 375, height: 740 };
const pictures = process.env['TEST_PICTURES'];

let database: Database;
let collector: Collector;
let example: StripeExample;
let browser: Browser;
let call: Call;

before(async () => {
  database = await createDatabase();
  collector = await startCollector(database);
  example = await startStripeExample(collector);
  browser = await launchBrowser();
  call = createCall(collector, collector.keys.secret_key);
});

after(async () => {
  await browser?.close();
  await example?.stop();
  await collector?.stop();
  await database?.remove();
});

async function keep(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

async function owed(earnings: Page, amount: string): Promise<void> {
  await earnings.getByTestId('owed').filter({ hasText: amount }).waitFor({ timeout: 10_000 });
}

test('who comes by the link and pays at Stripe earns the affiliate something, and what is given back is taken off', async () => {
  const context = await browser.newContext({ viewport: DESK });
  const [page, earnings] = [await context.newPage(), await context.newPage()];
  await page.goto(example.linkUrl);
  assert.ok(page.url().startsWith(example.shopUrl));
  await page.waitForFunction("document.cookie.includes('cs_click')");
  await earnings.goto(`${example.shopUrl}/earnings`);
  await owed(earnings, '€0.00');

  await press(page, 'Buy Tide bowl');
  await page.getByText('This is not Stripe').waitFor();
  await keep(page, 'stripe-checkout');
  await page.getByLabel('Email').fill('jane@buyer.test');
  await press(page, 'Pay');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await owed(earnings, '€10.00');

  await page.goto(`${example.shopUrl}/`);
  await press(page, 'Join Cup club');
  await page.getByLabel('Email').fill('jane@buyer.test');
  await press(page, 'Start trial');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.goto(`${example.standInUrl}/dashboard`);
  await press(page, 'Renew');
  await owed(earnings, '€14.00');

  const club = page.getByRole('listitem').filter({ hasText: '€23.80' });
  await club.getByRole('button', { name: 'Open a dispute' }).click();
  await owed(earnings, '€10.00');
  await club.getByRole('button', { name: 'Win the dispute' }).click();
  await owed(earnings, '€14.00');

  const bowl = page.getByRole('listitem').filter({ hasText: '€59.50' });
  await bowl.getByRole('button', { name: 'Refund half' }).click();
  await owed(earnings, '€9.00');
  assert.match((await earnings.getByTestId('earning').nth(1).textContent()) ?? '', /€59\.50€10\.00€5\.00€5\.00on hold/);

  await press(page, 'Send all again, backwards');
  await page.getByRole('cell', { name: '2 ×' }).first().waitFor();
  await keep(earnings, 'stripe-earnings');
  await press(page, 'Cancel');
  await earnings.getByText('canceled').waitFor({ timeout: 10_000 });
  await owed(earnings, '€9.00');
  await keep(page, 'stripe-dashboard');
  await context.close();

  const [connection] = await asked<{ deliveries: { verdict: string }[] }[]>(call, 'GET', '/v1/connections');
  const verdicts = new Set(connection?.deliveries.map(({ verdict }) => verdict));
  assert.deepEqual(verdicts, new Set(['recorded', 'duplicate', 'nothing_to_do']));
});

test('who comes by nobody’s link earns nobody anything', async () => {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  for (const path of ['/', '/earnings']) {
    await page.goto(example.shopUrl + path);
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= PHONE.width, path);
  }
  const before = await page.getByTestId('owed').textContent();
  await page.goto(`${example.shopUrl}/`);
  await press(page, 'Buy Tide bowl');
  await press(page, 'Pay');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.goto(`${example.shopUrl}/earnings`);
  assert.equal(await page.getByTestId('owed').textContent(), before);
  await context.close();
});

test('what is pressed twice, asked wrongly, or sent by another site does nothing', async () => {
  const form = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(path, { method: 'POST', body: new URLSearchParams(body), headers, redirect: 'manual' });
  const session =
    'mode=payment&line_items[0][price]=price_tide_bowl&success_url=http://a.test/&cancel_url=http://a.test/';
  const sessions = `${example.standInUrl}/v1/checkout/sessions`;
  const cases: [number, Response][] = [
    [403, await form(`${example.shopUrl}/checkout`, 'product=tide-bowl', { origin: 'https://elsewhere.test' })],
    [400, await form(`${example.shopUrl}/checkout`, 'product=nothing')],
    [405, await fetch(`${example.shopUrl}/`, { method: 'DELETE' })],
    [404, await fetch(`${example.shopUrl}/__proto__`)],
    [400, await form(sessions, 'mode=payment')],
    [400, await form(sessions, session.replace('mode=payment', 'mode=subscription'))],
    [400, await form(sessions, session.replace('http://a.test/', 'javascript:alert(1)'))],
    [404, await form(`${example.standInUrl}/checkout/cs_nothing`, 'email=a@b.test')],
    [404, await form(`${example.standInUrl}/payments/x/constructor`, '')],
    [303, await form(`${example.standInUrl}/payments/x/refund`, '')],
    [403, await form(`${example.standInUrl}/events/again`, '', { 'sec-fetch-site': 'cross-site' })],
  ];
  for (const [status, answer] of cases) assert.equal(answer.status, status, `${answer.url}: ${await answer.text()}`);

  const { url } = (await (await form(sessions, session)).json()) as { url: string };
  assert.equal((await form(url, 'email=nobody')).status, 400);
  const paid = await Promise.all([form(url, 'email=a@b.test'), form(url, 'email=a@b.test')]);
  assert.deepEqual(
    paid.map(({ status }) => status),
    [303, 303],
  );
  const shown = await (await fetch(`${example.standInUrl}/dashboard`)).text();
  assert.equal(shown.split('a@b.test').length, 2);
});
