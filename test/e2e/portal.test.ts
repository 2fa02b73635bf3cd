import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright';
import { type AffiliatePortal, startAffiliatePortal } from '../affiliate-portal.ts';
import { type Api, createApi } from '../api.ts';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type PortalStory, tellPortalStory } from '../portal-story.ts';

/** The affiliates' portal in a real browser. With TEST_PICTURES, a folder, what it looks like is kept there. */

const PAGES = ['/', '/links', '/clicks', '/leads', '/sales', '/earnings', '/payouts'];
const PHONE = { width: 375, height: 740 };
const DESK = { width: 1200, height: 880 };
const pictures = process.env['TEST_PICTURES'];

let database: Database;
let collector: Collector;
let portal: AffiliatePortal;
let browser: Browser;
let api: Api;
let story: PortalStory;

before(async () => {
  database = await createDatabase();
  collector = await startCollector(database);
  portal = await startAffiliatePortal(collector);
  browser = await launchBrowser();
  api = createApi(collector, collector.keys.secret_key);
  story = await tellPortalStory(collector, api);
  const nobody = { name: 'Cleo Blank', program_id: null };
  assert.equal((await api.post('/v1/affiliates', nobody)).status, 201);
});

after(async () => {
  await browser?.close();
  await portal?.stop();
  await collector?.stop();
  await database?.remove();
});

/** Lets an affiliate in as the shop would: by a link that the operator makes. */
async function signIn(name: string, viewport = DESK): Promise<{ page: Page; context: BrowserContext; link: string }> {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${portal.url}/operator`);
  await page.getByRole('button', { name: `Make a sign-in link for ${name}` }).click();
  const link = (await page.getByRole('link', { name: 'Open it here' }).getAttribute('href')) ?? '';
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
  return { page, context, link };
}

test('an affiliate is let in by a link that works once, and sees what is theirs', async () => {
  const { page, context, link } = await signIn('Amy Winter');
  const text = (await page.locator('main').textContent()) ?? '';
  for (const words of ['€19.00', '€29.60', '€12.80', '€36.00', '€507.00', 'Paid out from €25.00 on', '…3000']) {
    assert.ok(text.includes(words), `${words} in ${text}`);
  }
  if (pictures) await page.screenshot({ path: `${pictures}/affiliate-portal.png` });
  const again = await page.goto(link);
  assert.equal(again?.status(), 410);
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite], ['portal', true, 'Lax']);
  for (const path of PAGES) {
    await page.goto(portal.url + path);
    const shown = await page.content();
    for (const secret of story.secrets) assert.ok(!shown.includes(secret), `${path} tells ${secret}`);
  }
  await context.close();
});

test('links are copied, and an earning says why', async () => {
  const { page, context } = await signIn('Amy Winter');
  await page.getByRole('link', { name: 'Links', exact: true }).click();
  await page.getByRole('button', { name: 'Copy the link amy-bowls' }).click();
  const copied = String(await page.evaluate('navigator.clipboard.readText()'));
  assert.match(copied, /^http:\/\/localhost:\d+\/go\/amy-bowls$/);
  await page.getByRole('status').getByText(`Copied ${copied}`).waitFor();
  assert.ok((await page.locator('main').textContent())?.includes('AMY10'));
  await page.getByRole('link', { name: 'Earnings', exact: true }).click();
  const refunded = page.getByRole('listitem').filter({ hasText: '€24.00' });
  assert.match((await refunded.textContent()) ?? '', /€18\.00.*On hold.*On hold until/s);
  await refunded.getByText('Why?').click();
  await refunded.getByText('20 % of 120.00 EUR is 24.00 EUR').waitFor();
  await context.close();
});

test('payouts are downloaded as CSV', async () => {
  const { page, context } = await signIn('Amy Winter');
  await page.goto(`${portal.url}/payouts`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'payouts.csv');
  const [header, row, rest] = (await readFile(await download.path(), 'utf8')).split('\r\n');
  assert.equal(header, 'created,paid,status,amount,currency,earnings,paid_to,reference,payout');
  assert.match(row ?? '', /^\S+Z,\S+Z,paid,36,EUR,1,bank …3000,SEPA-2041,[0-9a-f-]{36}$/);
  assert.equal(rest, '');
  await context.close();
});

test('it fits a phone, page by page, and every page has one heading and names what can be pressed', async () => {
  const { page, context } = await signIn('Amy Winter', PHONE);
  for (const path of PAGES) {
    await page.goto(portal.url + path);
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    assert.ok(width <= PHONE.width, `${path} is ${width} wide`);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, path);
    assert.equal(await page.locator('[aria-current=page]').count(), 1, path);
    for (const button of await page.locator('button:visible, a.button:visible').all()) {
      const box = await button.boundingBox();
      assert.ok(box && box.height >= 39, `${path}: a button is ${box?.height} high`);
      assert.ok((await button.textContent())?.trim());
    }
    if (pictures) await page.screenshot({ path: `${pictures}/phone${path.replace('/', '-')}.png`, fullPage: true });
  }
  await context.close();
});

test('where there is nothing yet, it says what to do', async () => {
  const { page, context } = await signIn('Cleo Blank');
  for (const [path, words] of [
    ['/', 'Nothing earned yet'],
    ['/clicks', 'No clicks yet'],
    ['/sales', 'No sales yet'],
    ['/payouts', 'No payouts yet'],
  ]) {
    await page.goto(`${portal.url}${path}`);
    await page.getByRole('heading', { name: words ?? '' }).waitFor();
  }
  if (pictures) await page.screenshot({ path: `${pictures}/empty.png`, fullPage: true });
  await context.close();
});

test('who is out sees nothing: signed out, deleted, or from another site', async () => {
  const { page, context } = await signIn('Bob Summer');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await context.close();
  const again = await signIn('Bob Summer');
  assert.equal((await api.delete(`/v1/affiliates/${story.bob}`)).status, 200);
  await again.page.reload();
  await again.page.getByText('Your visit has ended').waitFor();
  assert.deepEqual(await again.context.cookies(), []);
  await again.context.close();
  const headers = { 'sec-fetch-site': 'cross-site' };
  const foreign = await fetch(`${portal.url}/operator/links`, { method: 'POST', headers, body: 'name=x' });
  assert.equal(foreign.status, 403);
});

test('a page of another origin reads the numbers with a token, and nothing without', async () => {
  const made = await api.post<{ data: { token: string } }>('/v1/affiliates/amy-1/portal-token', { expires_in: 60 });
  const elsewhere = createServer((_request, response) => response.end('<!doctype html><title>Elsewhere</title>'));
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  const read = (token: string) =>
    page.evaluate(
      `fetch(${JSON.stringify(`${collector.url}/v1/portal/sales`)}, { headers: { authorization: ${JSON.stringify(`Bearer ${token}`)} } })
        .then(async (reply) => [reply.status, (await reply.json()).data?.length ?? null])`,
    );
  assert.deepEqual(await read(made.body.data.token), [200, 5]);
  assert.deepEqual(await read('x'), [401, null]);
  await context.close();
  elsewhere.close();
});
