import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page, Request } from 'playwright';
import { type Api, type Conversion, createApi, sendEvents } from '../api.ts';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { type Shop, startShop } from '../shop.ts';

/** The main job, as a buyer does it: a real browser, the demo shop, and the collector on another origin. */

interface Visit {
  context: BrowserContext;
  page: Page;
  /** Bodies of the beacons that the browser sent. */
  beacons: { visitor_id: string; events: Record<string, unknown>[] }[];
  errors: string[];
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let shop: Shop;
  let browser: Browser;
  let api: Api;
  let affiliateId: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    shop = await startShop(collector, 300);
    browser = await launchBrowser();
    api = createApi(collector, collector.keys.secret_key);
    const made = await api.post<{ data: { id: string } }>('/v1/affiliates', {
      name: 'Demo affiliate',
      code: 'demo',
      destination_url: `${shop.url}/`,
    });
    assert.equal(made.status, 201);
    affiliateId = made.body.data.id;
  });

  after(async () => {
    await browser?.close();
    await shop?.stop();
    await collector?.stop();
    await database?.remove();
  });

  async function visit(path: string): Promise<Visit> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const beacons: Visit['beacons'] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    context.on('request', (request: Request) => {
      if (new URL(request.url()).pathname === '/e') beacons.push(JSON.parse(request.postData() ?? '{}'));
    });
    await page.goto(path.startsWith('http') ? path : shop.url + path);
    return { context, page, beacons, errors };
  }

  async function buy(page: Page, email: string): Promise<string> {
    await page.getByTestId('product-link').first().click();
    await page.getByTestId('buy').click();
    await page.getByTestId('email').fill(email);
    await page.getByTestId('place-order').click();
    await page.waitForURL(/thank-you/);
    return ((await page.getByTestId('order-id').textContent()) ?? '').trim();
  }

  async function conversionOf(orderId: string, status: Conversion['status']): Promise<Conversion> {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = (await api.conversions()).filter((conversion) => conversion.order_id === orderId);
      if (found[0]?.status === status) {
        assert.equal(found.length, 1, `order ${orderId} is shown ${found.length} times`);
        return found[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`order ${orderId} was never ${status}`);
  }

  describe('a sale on a web page', () => {
    test('is stored once and credited to the ad click that earned it', async () => {
      const { context, page, beacons, errors } = await visit(
        '/?gclid=Cj0-MixedCASE_42&utm_source=google&utm_medium=cpc&utm_campaign=autumn',
      );
      const orderId = await buy(page, 'ad@example.com');

      const cookies = await context.cookies(shop.url);
      const cookie = cookies.find(({ name }) => name === '_cst');
      const visitor = JSON.parse(decodeURIComponent(cookie?.value ?? ''));
      assert.equal(
        visitor.last.click_ids.gclid.value,
        'Cj0-MixedCASE_42',
        'the cookie keeps the click id byte for byte',
      );
      assert.deepEqual(visitor.first, visitor.last);

      await page.reload();
      await page.reload();
      const conversion = await conversionOf(orderId, 'verified');
      await page.waitForTimeout(500);

      const purchases = beacons.flatMap(({ events }) => events).filter(({ name }) => name === 'purchase');
      assert.ok(purchases.length >= 1, 'the purchase was seen on the wire');
      assert.deepEqual([...new Set(purchases.map(({ id }) => id))], [`purchase.${orderId}`]);
      assert.ok(beacons.every(({ visitor_id }) => visitor_id === visitor.visitor_id));

      assert.equal(conversion.attributed_to?.channel, 'paid_search');
      assert.equal(conversion.attributed_to?.source, 'google');
      assert.equal(conversion.attributed_to?.campaign, 'autumn');
      assert.equal(conversion.attributed_to?.click_id, 'Cj0-MixedCASE_42');
      assert.equal(conversion.visitor_id, visitor.visitor_id);
      assert.equal(conversion.owed_to, null);

      const receipts = await api.receipts(conversion.id);
      const [claimed, recorded] = ['claimed', 'recorded'].map((wanted) => receipts.find(({ kind }) => kind === wanted));
      // Either may be quicker; the other then finds it.
      const isClaimFirst = (claimed?.recorded_at ?? '') <= (recorded?.recorded_at ?? '');
      assert.deepEqual(
        receipts.map(({ kind }) => kind).sort(),
        ['claimed', isClaimFirst ? 'covered' : 'reconsidered', 'recorded'].sort(),
        'the claim and the server’s report of one order are one sale',
      );
      assert.equal(recorded?.claims[0]?.verdict, isClaimFirst ? 'linked' : undefined);
      assert.deepEqual(errors, []);
      await context.close();
    });

    test('by an affiliate link names the affiliate, on the receipt and on its page', async () => {
      const { context, page, errors } = await visit(`${collector.url}/go/demo`);
      assert.match(page.url(), /cs_click=clk_/);
      const clickId = new URL(page.url()).searchParams.get('cs_click');
      const orderId = await buy(page, 'jane@example.com');
      const conversion = await conversionOf(orderId, 'verified');
      assert.equal(conversion.owed_to?.affiliate_id, affiliateId);
      assert.equal(conversion.owed_to?.code, 'demo');
      assert.equal(conversion.owed_to?.click_id, clickId);
      assert.equal(conversion.attributed_to?.click_id, clickId);
      assert.equal(conversion.debt_rule, 'reported_click');

      const link = page.getByTestId('why-link');
      await link.waitFor();
      const receiptPage = await context.newPage();
      const response = await receiptPage.goto((await link.getAttribute('href')) ?? '');
      assert.equal(response?.status(), 200);
      const text = (await receiptPage.textContent('main')) ?? '';
      for (const words of ['Demo affiliate', orderId, 'Verified by the shop’s server', 'reported this very click']) {
        assert.ok(text.includes(words), `the page says “${words}”`);
      }
      assert.ok(!text.includes('jane@example.com'), 'the page does not tell who bought');
      assert.deepEqual(errors, []);
      await context.close();
    });

    test('without any touch is credited to nobody, and says so', async () => {
      const { context, page } = await visit('/');
      const conversion = await conversionOf(await buy(page, 'direct@example.com'), 'verified');
      assert.equal(conversion.attributed_to, null);
      assert.equal(conversion.owed_to, null);
      await context.close();
    });

    test('is recorded although the tab was closed right after track', async () => {
      const { context, page } = await visit('/?ttclid=E.C.P.close');
      await page.waitForFunction("document.cookie.includes('_cst')");
      await page.evaluate("track('purchase', { order_id: 'closed_tab', value: 12.5, currency: 'EUR' })");
      await page.close({ runBeforeUnload: false });
      const conversion = await conversionOf('closed_tab', 'unverified');
      assert.equal(conversion.amount, 12.5);
      assert.equal(conversion.attributed_to?.click_id, 'E.C.P.close');
      assert.equal(conversion.debt_rule, 'unverified');
      await context.close();
    });
  });

  describe('a forged claim for a foreign order', () => {
    const forge = (orderId: string) =>
      sendEvents(collector, `forger-${orderId}`, [
        { id: `landing.${orderId}`, name: 'page_view', url: `${shop.url}/?via=demo` },
        { id: `forged.${orderId}`, name: 'purchase', order_id: orderId, value: 9_999, currency: 'USD' },
        { id: `who.${orderId}`, name: 'identify', user: { email: `${orderId}@example.com` } },
      ]);
    const report = (orderId: string, visitor: string) =>
      api.post<{ data: Conversion }>('/v1/conversions', {
        name: 'purchase',
        order_id: orderId,
        email: `${orderId}@example.com`,
        amount: 20,
        currency: 'EUR',
        visitor_id: visitor,
      });

    for (const [when, orderId, first] of [
      ['before the real one', 'foreign_1', true],
      ['after the real one', 'foreign_2', false],
    ] as const) {
      test(`sent ${when} neither blocks it, nor changes its values, nor makes anything owed`, async () => {
        if (first) assert.equal((await forge(orderId)).status, 202);
        await sendEvents(collector, `buyer-${orderId}`, [
          { id: 'v', name: 'page_view', url: `${shop.url}/?gclid=${orderId}` },
          { id: `purchase.${orderId}`, name: 'purchase', order_id: orderId, value: 20, currency: 'EUR' },
        ]);
        const reported = await report(orderId, `buyer-${orderId}`);
        assert.equal(reported.status, 201);
        if (!first) assert.equal((await forge(orderId)).status, 202);

        const conversion = await conversionOf(orderId, 'verified');
        assert.equal(conversion.amount, 20);
        assert.equal(conversion.currency, 'EUR');
        assert.equal(conversion.attributed_to?.click_id, orderId);
        assert.equal(conversion.owed_to, null);
        assert.notEqual(conversion.debt_rule, 'last_affiliate_touch');
        assert.equal((await report(orderId, `buyer-${orderId}`)).status, 200, 'the same report again is the same sale');
      });
    }

    test('alone with an order that names no browser, gives attribution at most', async () => {
      await forge('foreign_3');
      const { body } = await api.post<{ data: Conversion }>('/v1/conversions', {
        name: 'purchase',
        order_id: 'foreign_3',
        amount: 5,
      });
      assert.equal(body.data.owed_to, null);
      assert.equal(body.data.debt_rule, 'awaits_review');
      const [recorded] = (await api.receipts(body.data.id)).filter(({ kind }) => kind === 'recorded');
      assert.equal(recorded?.claims[0]?.verdict, 'added_context');
      assert.deepEqual(
        recorded?.debt_candidates.map(({ code, verdict }) => [code, verdict]),
        [['demo', 'unlinked_claim']],
      );
    });
  });
});
