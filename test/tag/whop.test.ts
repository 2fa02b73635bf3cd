import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Batch, BatchEvent } from '@clickstitch/tag/wire';
import type { Page } from 'playwright';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { setStage } from './stage.ts';

/** Whop's browser contract, in a browser, against a collector on another site; and with the API that servers call. */
const stage = setStage();
let database: Database;
let collector: Collector;
let call: Call;
let server: Call;
/** What pages have said to the collector. */
let batches: Batch[];

before(async () => {
  database = await createDatabase('sqlite');
  collector = await startCollector(database);
  call = createCall(collector, collector.keys.secret_key);
  const made = await call<{ key: string }>('POST', '/v1/api-keys', { dialect: 'whop', account: 'biz_shop' });
  server = createCall(collector, made.body.data.key);
});
after(async () => {
  await collector?.stop();
  await database?.remove();
});
beforeEach(() => {
  batches = [];
  stage.context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/e') batches.push(JSON.parse(request.postData() ?? '{}'));
  });
});

const endpoint = () => `http://collect.example:${collector.port}`;
const originWithKey = () => `${endpoint()}/whop/${collector.keys.publishable_key}`;

/**
 * What the vendor documents of its loader: a global with a queue, whose functions put onto it when, what and for whom; and a
 * script below an origin. https://docs.whop.com/developer/ads/pixel
 */
function loader(origin = originWithKey(), calls = `whop.setScope('biz_shop'); whop.track('page');`): string {
  return `<script>
    if (!window.whop) {
      const pixel = { q: [], t: Date.now(), s: [], o: '${origin}' };
      const add = (...entry) => { pixel.q.push([Date.now(), ...entry]) };
      pixel.track = (...said) => add(...said);
      pixel.setScope = (...ids) => { pixel.s = ids; add('setScope', ...ids) };
      pixel.scope = (...ids) => ({ track: (...said) => add(...said, { __scope: ids }) });
      window.whop = pixel;
      const script = document.createElement('script');
      script.async = true;
      script.src = pixel.o + '/s.js';
      document.head.append(script);
    }
    ${calls}
  </script>`;
}

/** Each event that was sent, once. */
function sent(): BatchEvent[] {
  const distinct = new Map<string, BatchEvent>();
  for (const { events } of batches) for (const event of events) distinct.set(`${event.name} ${event.id}`, event);
  return [...distinct.values()];
}

/** Waits for so many, and a little longer for one that should not come. */
async function untilSent(page: Page, count: number): Promise<BatchEvent[]> {
  for (let left = 100; left > 0 && sent().length < count; left--) await page.waitForTimeout(100);
  await page.waitForTimeout(400);
  return sent().toSorted((a, b) => Number(a.occurred_at) - Number(b.occurred_at));
}

const named = (events: BatchEvent[], wanted: string) => events.find(({ name }) => name === wanted);

async function cookie(name: string): Promise<string | undefined> {
  return (await stage.context.cookies()).find((one) => one.name === name)?.value;
}

async function untilCookie(page: Page, name: string, isThere: boolean): Promise<string | undefined> {
  for (let left = 100; left > 0 && ((await cookie(name)) !== undefined) !== isThere; left--)
    await page.waitForTimeout(50);
  return cookie(name);
}

const visitorOf = async () => JSON.parse(decodeURIComponent((await cookie('_cst')) ?? '{}')).visitor_id as string;

/** All conversions of a name, in their latest state, once there are so many. */
async function conversions(name: string, count: number): Promise<FullConversion[]> {
  for (let left = 50; ; left--) {
    const states = ['unverified', 'verified'];
    const lists = await Promise.all(
      states.map((status) => call<FullConversion[]>('GET', `/v1/conversions?status=${status}&name=${name}`)),
    );
    const all = lists.flatMap(({ body }) => body.data);
    if (all.length >= count || left === 0) return all;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe("a page with the vendor's loader, of which one string has changed", () => {
  it('records its view once, and what it was told before the script came, at that time', async () => {
    stage.put(
      '/',
      '',
      loader(undefined, `whop.setScope('biz_shop'); whop.track('page'); whop.track('quiz', { score: 3 });`),
    );
    const began = Date.now();
    await stage.context.route('**/s.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    const page = await stage.open('www.shop.example', '/?utm_source=whop&gclid=G1');
    const events = await untilSent(page, 2);
    assert.deepEqual(events.map(({ name }) => name).toSorted(), ['page_view', 'quiz']);
    const quiz = named(events, 'quiz');
    assert.deepEqual(quiz?.props, { score: 3 });
    assert.ok(Number(quiz?.occurred_at) - began < 1400, 'when it was called, not when the script came');
    assert.equal(named(events, 'page_view')?.touch?.click_ids?.['gclid']?.value, 'G1');
  });

  it('goes on with the functions that it has, for all accounts alike', async () => {
    stage.put('/', '', loader(undefined, `var { track } = whop; var scoped = whop.scope('biz_other');`));
    const page = await stage.open('www.shop.example');
    await untilSent(page, 1);
    await page.evaluate(
      `track('one', { a: 1 }); whop.track('two'); scoped.track('three', { b: 2 }); whop.scope('x', 'y').track('four')`,
    );
    const events = await untilSent(page, 5);
    assert.deepEqual(
      ['one', 'two', 'three', 'four'].map((name) => named(events, name)?.props),
      [{ a: 1 }, {}, { b: 2, whop_scope: 'biz_other' }, { whop_scope: 'x,y' }],
    );
  });

  it('says whom it names, and no name or address becomes a property', async () => {
    stage.put('/', '', loader());
    const page = await stage.open('www.shop.example');
    await page.evaluate(`whop.track('lead', {
      event_id: 'lead_identity', value: 20, currency: 'eur', form: 'a',
      email: 'Jane@x.example', phone: '+15551234567', external_id: 'crm_1', first_name: 'Jane', country: 'PT',
    })`);
    const events = await untilSent(page, 3);
    const person = { user_id: 'crm_1', email: 'Jane@x.example', phone: '+15551234567' };
    assert.deepEqual(named(events, 'identify')?.user, { ...person, traits: { first_name: 'Jane', country: 'PT' } });
    const { id, order_id, value, currency, props, user } = named(events, 'lead') ?? {};
    assert.deepEqual(
      [id, order_id, value, currency, props, user],
      ['lead_identity', 'lead_identity', 20, 'eur', { form: 'a' }, person],
    );
  });

  it('comes with the settings of its workspace', async () => {
    const set = (settings: object) => call('PUT', '/v1/tag-settings', { goals: [], ...settings });
    await set({ goals: [{ event: 'goal_reached', url: '/' }] });
    stage.put('/', '', loader());
    const page = await stage.open('www.shop.example');
    assert.ok(named(await untilSent(page, 2), 'goal_reached'));
    await set({});
  });

  it('counts a conversion once, however often the page is loaded', async () => {
    stage.put('/thanks', '', loader(undefined, `whop.track('lead', { event_id: 'lead_again' });`));
    const page = await stage.open('www.shop.example', '/thanks');
    await untilSent(page, 2);
    await page.reload();
    await untilSent(page, 3);
    const found = (await conversions('lead', 1)).filter(({ event_id }) => event_id === 'lead_again');
    assert.deepEqual(
      found.map(({ status }) => status),
      ['unverified'],
    );
  });
});

describe('a conversion that page and server report with the same event_id', () => {
  const pageSays = async (name: string, event_id: string) => {
    stage.put('/', '', loader());
    const page = await stage.open('www.shop.example', '/?utm_source=ads&utm_medium=cpc');
    await page.evaluate(`whop.track('${name}', { event_id: '${event_id}', value: 50, currency: 'USD' })`);
    await untilSent(page, 2);
    return page;
  };
  const serverSays = async (event_name: string, event_id: string, more: object = {}) => {
    const said = { account_id: 'biz_shop', event_name, event_id, value: 50, currency: 'usd', ...more };
    const { status } = await server('POST', '/api/v1/events', said);
    assert.equal(status, 200);
  };

  for (const name of ['lead', 'purchase', 'complete_registration', 'quiz_completed']) {
    it(`is one, whoever comes first: ${name}`, async () => {
      const [first, second] = [`${name}_page_first`, `${name}_server_first`];
      await pageSays(name, first);
      assert.deepEqual(
        (await conversions(name, 1)).flatMap(({ event_id, status }) => (event_id === first ? [status] : [])),
        ['unverified'],
      );
      await serverSays(name, first);
      await serverSays(name, second);
      await pageSays(name, second);
      for (const wanted of [first, second]) {
        const found = (await conversions(name, 2)).filter(({ event_id }) => event_id === wanted);
        assert.deepEqual(
          found.map(({ status }) => status),
          ['verified'],
          wanted,
        );
      }
    });
  }

  it("is the visitor's whose id the page's server finds in the cookie", async () => {
    const page = await pageSays('view_content', 'v1');
    const wuid = await untilCookie(page, '_wuid', true);
    assert.equal(wuid, await visitorOf());
    await serverSays('lead', 'by_cookie', { user: { anonymous_id: wuid, email: 'mirror@x.example' } });
    const [lead] = (await conversions('lead', 1)).filter(({ event_id }) => event_id === 'by_cookie');
    assert.deepEqual([lead?.visitor_id, lead?.attributed_to?.source], [wuid, 'ads']);
  });
});

describe("the vendor's cookie", () => {
  it('is for this host, until the browser is closed, and goes when the visitor is to be forgotten', async () => {
    stage.put('/', '', loader());
    const page = await stage.open('www.shop.example');
    await untilCookie(page, '_wuid', true);
    const [mirror] = (await stage.context.cookies()).filter(({ name }) => name === '_wuid');
    assert.deepEqual(
      [mirror?.domain, mirror?.path, mirror?.expires, mirror?.sameSite],
      ['www.shop.example', '/', -1, 'Lax'],
    );
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.goto('about:blank');
    assert.equal(await untilCookie(page, '_wuid', false), undefined);
    assert.deepEqual(await stage.context.cookies(), []);
  });

  it('is not written before the visitor has agreed to be remembered', async () => {
    const denied = `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments) }
      gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'granted' })</script>`;
    stage.put('/', '', denied + loader(undefined, `whop.track('lead', { email: 'jane@x.example' });`));
    const page = await stage.open('www.shop.example');
    await page.waitForTimeout(1500);
    assert.deepEqual([await stage.context.cookies(), sent()], [[], []]);
    await page.evaluate(`gtag('consent', 'update', { analytics_storage: 'granted' })`);
    assert.equal(await untilCookie(page, '_wuid', true), await visitorOf());
    assert.ok(named(await untilSent(page, 3), 'lead'));
  });
});

describe('a page that has the tag already', () => {
  it('needs no key, and hands over what the pixel is told', async () => {
    const tag = `<script src="${endpoint()}/tag.js" data-key="${collector.keys.publishable_key}"></script>`;
    for (const head of [tag + loader(endpoint()), loader(endpoint()) + tag]) {
      batches = [];
      stage.put('/', '', head);
      const page = await stage.open('www.shop.example');
      await page.evaluate(`whop.track('lead', { event_id: 'own_tag' })`);
      const events = await untilSent(page, 2);
      assert.deepEqual(events.map(({ name }) => name).toSorted(), ['lead', 'page_view']);
      assert.equal(named(events, 'lead')?.order_id, 'own_tag');
    }
  });
});

it('does no harm: twice, without a loader, with what nobody would say, where cookies are off', async () => {
  const off = `<script>Object.defineProperty(document, 'cookie', { get() { throw new Error('off') }, set() { throw new Error('off') } })</script>`;
  const again = `<script src="${originWithKey()}/s.js"></script>`;
  const odd = `whop.q.push(null, 5, [], [1], [1, {}], [1, 'odd', null, 'x'], 'text'); whop.track(); whop.track('last');`;
  stage.put('/', '', off + loader(undefined, odd) + again);
  const page = await stage.open('www.shop.example');
  assert.deepEqual((await untilSent(page, 3)).map(({ name }) => name).toSorted(), ['last', 'odd', 'page_view']);
  stage.put('/none', '', again);
  const without = await stage.open('www.shop.example', '/none');
  assert.equal(await without.evaluate('typeof window.clickstitch'), 'undefined');
});

it('is served with and without a key, beside the API of the same name', async () => {
  const [plain, keyed] = await Promise.all(['/s.js', '/whop/any/s.js'].map((path) => fetch(collector.url + path)));
  assert.equal(await plain?.text(), await keyed?.text());
  assert.match(keyed?.headers.get('content-type') ?? '', /javascript/);
  assert.match(keyed?.headers.get('cache-control') ?? '', /public, max-age=3600/);
  const { status, body } = await call<never>('POST', '/whop/api/v1/events', {});
  assert.deepEqual([status, Object.keys(body)], [400, ['message', 'error']]);
});
