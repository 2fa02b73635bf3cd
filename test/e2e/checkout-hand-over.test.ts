import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright';
import { type Api, type Conversion, createApi } from '../api.ts';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { connected, deliver } from '../deliveries.ts';
import { eachEngine } from '../each-engine.ts';
import { LEMON_SQUEEZY_SECRET, lemonSqueezySignature, orderEvent } from '../lemon-squeezy-events.ts';
import { PADDLE_SECRET, paddleEvent, paddleSignature, paddleTransaction } from '../paddle-events.ts';
import { stripeEvent, stripeSignature } from '../stripe-events.ts';
import { close, listen } from '../tag/recorder.ts';

/**
 * From an affiliate's link to a sale of theirs, without a line of code on the shop's server: what the tag hands over to a
 * checkout comes back in the provider's event.
 */

const STRIPE_SECRET = 'whsec_handedOver0';

const page = (collector: Collector) => `<!doctype html><title>Shop</title>
  <script async src="${collector.url}/tag.js" data-key="${collector.keys.publishable_key}" data-checkout></script>
  <a id="stripe" href="https://buy.stripe.com/test_1?locale=auto">Stripe</a>
  <stripe-buy-button buy-button-id="buy_btn_1"></stripe-buy-button>
  <a id="paddle" href="#!" class="paddle_button" data-items='[{"priceId":"pri_1","quantity":1}]'>Paddle</a>
  <a id="lemon" href="https://acme.lemonsqueezy.com/checkout/buy/1">Lemon Squeezy</a>
  <a id="polar" href="https://buy.polar.sh/polar_cl_1">Polar</a>
  <form action="/lead"><input type="hidden" name="click" data-clickstitch="click_id"></form>`;

/** Custom data as Lemon Squeezy reads it from the URL of a checkout. */
const customIn = (url: string) =>
  Object.fromEntries(
    [...new URL(url).searchParams].flatMap(([name, value]) => {
      const [, key] = /^checkout\[custom\]\[(\w+)\]$/.exec(name) ?? [];
      return key ? [[key, value]] : [];
    }),
  );

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let browser: Browser;
  let api: Api;
  let call: Call;
  let shopUrl: string;
  let affiliateId: string;
  const shop = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(page(collector));
  });

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    browser = await launchBrowser();
    api = createApi(collector, collector.keys.secret_key);
    call = createCall(collector, collector.keys.secret_key);
    // By another name than the collector's, so that they are two sites.
    shopUrl = (await listen(shop)).replace('127.0.0.1', 'localhost');
    const made = await call<{ id: string }>('POST', '/v1/affiliates', {
      ...{ name: 'Ada', code: 'ada', destination_url: `${shopUrl}/` },
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    affiliateId = made.body.data.id;
  });

  after(async () => {
    await browser?.close();
    await close(shop);
    await collector?.stop();
    await database?.remove();
  });

  /** Comes to the shop and waits until the tag has said so, and has handed over what is handed over at once. */
  async function come(url: string) {
    const context = await browser.newContext();
    await context.route(/^https:/, (route) => route.fulfill({ contentType: 'text/html', body: 'a checkout' }));
    const tab = await context.newPage();
    const told = tab.waitForResponse((response) => response.url().endsWith('/e') && response.ok());
    await tab.goto(url);
    await told;
    await tab.waitForSelector('stripe-buy-button[client-reference-id]', { state: 'attached' });
    return { context, tab };
  }

  /** Where a link leads when it is clicked. */
  async function follow(tab: Page, selector: string): Promise<string> {
    const from = tab.url();
    await tab.click(selector);
    await tab.waitForURL(/^https:/);
    const to = tab.url();
    await tab.goto(from.replace(/\?.*/, ''));
    await tab.waitForSelector('stripe-buy-button[client-reference-id]', { state: 'attached' });
    return to;
  }

  async function saleOf(orderId: string): Promise<Conversion> {
    const sales = (await api.conversions()).filter(({ order_id, name }) => order_id === orderId && name === 'purchase');
    assert.equal(sales.length, 1);
    return sales[0] as Conversion;
  }

  const send = async (path: string, event: object, sign: (body: string) => Record<string, string>) => {
    const body = JSON.stringify(event);
    const { status, body: answer } = await deliver(collector, path, body, sign(body));
    assert.deepEqual([status, answer.data?.verdict], [200, 'recorded'], JSON.stringify(answer));
  };
  const now = () => new Date().toISOString();

  const payByStripe = async (client_reference_id: string | null, payment_intent: string) => {
    const { path } = await connected(call, { provider: 'stripe', secret: STRIPE_SECRET, name: payment_intent });
    const created = Math.floor(Date.now() / 1_000);
    const session = {
      ...{ id: `cs_${payment_intent}`, object: 'checkout.session', mode: 'payment', payment_status: 'paid' },
      ...{ currency: 'eur', amount_total: 1000, payment_intent, created, invoice: null, client_reference_id },
    };
    const event = stripeEvent('checkout.session.completed', session, created);
    await send(path, event, (body) => ({ 'stripe-signature': stripeSignature(body, STRIPE_SECRET) }));
    return saleOf(payment_intent);
  };

  describe('a checkout that a buyer is led to by an affiliate', () => {
    test('is known again by the click, at each provider', async () => {
      const { context, tab } = await come(`${collector.url}/go/ada`);
      const clickId = new URL(tab.url()).searchParams.get('cs_click');
      assert.match(clickId ?? '', /^clk_/);
      assert.equal(await tab.inputValue('[name=click]'), clickId);
      const isTheirs = ({ owed_to }: Conversion, what: string) =>
        assert.deepEqual([owed_to?.affiliate_id, owed_to?.click_id], [affiliateId, clickId], what);

      const link = new URL(await follow(tab, '#stripe'));
      isTheirs(await payByStripe(link.searchParams.get('client_reference_id'), `pi_link_${engine}`), 'payment link');
      const reference = await tab.getAttribute('stripe-buy-button', 'client-reference-id');
      isTheirs(await payByStripe(reference, `pi_button_${engine}`), 'buy button');

      const paddle = await connected(call, { provider: 'paddle', secret: PADDLE_SECRET });
      const custom_data = JSON.parse((await tab.getAttribute('#paddle', 'data-custom-data')) ?? '');
      const transaction = paddleTransaction({ custom_data, billed_at: now() });
      await send(paddle.path, paddleEvent('transaction.completed', transaction, { occurred_at: now() }), (body) => ({
        'paddle-signature': paddleSignature(body, Date.now()),
      }));
      isTheirs(await saleOf('txn_01hexample'), 'Paddle');

      const lemon = await connected(call, { provider: 'lemon_squeezy', secret: LEMON_SQUEEZY_SECRET });
      const order = orderEvent('order_created', { created_at: now() }, customIn(await follow(tab, '#lemon')));
      await send(lemon.path, order, (body) => ({ 'x-signature': lemonSqueezySignature(body) }));
      isTheirs(await saleOf('ls_order_1'), 'Lemon Squeezy');

      // No webhook of Polar's is understood here: the shop's server reports what it finds in the order's metadata.
      const polar = new URL(await follow(tab, '#polar')).searchParams.get('reference_id');
      const sale = { name: 'purchase', order_id: `polar_${engine}`, amount: 10, currency: 'EUR', click_id: polar };
      assert.equal((await call('POST', '/v1/conversions', sale)).status, 201);
      isTheirs(await saleOf(`polar_${engine}`), 'Polar');
      await context.close();
    });

    test('is known again by the visitor, where they came by a code', async () => {
      const { context, tab } = await come(`${shopUrl}/?via=ada`);
      const link = new URL(await follow(tab, '#stripe'));
      const sale = await payByStripe(link.searchParams.get('client_reference_id'), `pi_code_${engine}`);
      const [cookie] = await context.cookies(shopUrl);
      const { visitor_id } = JSON.parse(decodeURIComponent(cookie?.value ?? ''));
      assert.deepEqual([sale.visitor_id, sale.owed_to?.affiliate_id], [visitor_id, affiliateId]);
      await context.close();
    });

    test('is nobody’s where it was never handed over, so that the tests above say something', async () => {
      const sale = await payByStripe(null, `pi_nobody_${engine}`);
      assert.deepEqual([sale.visitor_id, sale.owed_to], [null, null]);
    });
  });
});
