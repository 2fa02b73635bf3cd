import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type Api, type Conversion, createApi, type Problem, type Receipt, sendEvents } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, '..', '..', 'packages', 'collector', 'dist', 'main.js');

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;
  let testApi: Api;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
    testApi = createApi(collector, collector.keys.test_secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const report = (facts: object, to = api) =>
    to.post<{ data: Conversion } & Problem>('/v1/conversions', { name: 'purchase', ...facts });

  describe('POST /v1/conversions', () => {
    test('answers in the documented form, 201 and then 200', async () => {
      const facts = {
        order_id: 'o_1001',
        email: 'jane@example.com',
        amount: 99.5,
        currency: 'EUR',
        click_id: 'clk_00000000000000000000000000000001',
        occurred_at: '2026-11-20T10:00:00Z',
      };
      const first = await report(facts);
      assert.equal(first.status, 201);
      const { id, ...rest } = first.body.data;
      assert.equal(rest.name, 'purchase');
      assert.equal(rest.amount, 99.5);
      assert.equal(rest.occurred_at, '2026-11-20T10:00:00.000Z');
      assert.equal(rest.attributed_to, null);
      assert.equal(rest.owed_to, null);
      assert.equal(rest.debt_rule, 'unknown_click');
      const again = await report({ ...facts, amount: 1 });
      assert.equal(again.status, 200);
      assert.deepEqual(
        again.body.data,
        first.body.data,
        'the same order is the same sale, whatever else the report says',
      );
      const [receipt] = await api.receipts(id);
      assert.equal(receipt?.replays, 1);
    });

    test('a click that is reported after its sale earns it, and the receipt tells before and after', async () => {
      const { body: affiliate } = await api.post<{ data: { id: string } }>('/v1/affiliates', {
        name: 'Late',
        code: 'late',
      });
      const soldAt = Date.now() - 60_000;
      const sale = await report({ order_id: 'late_1', visitor_id: 'late-visitor', amount: 10, occurred_at: soldAt });
      assert.equal(sale.body.data.attributed_to, null);
      const click = await api.post<{ data: { id: string } }>('/v1/clicks', {
        url: 'https://shop.example/',
        code: 'late',
        visitor_id: 'late-visitor',
        occurred_at: new Date(soldAt - 3_600_000).toISOString(),
      });
      assert.equal(click.status, 201);
      const { body } = await api.get<{ data: Conversion }>(`/v1/conversions/${sale.body.data.id}`);
      assert.equal(body.data.attributed_to?.click_id, click.body.data.id);
      assert.equal(body.data.owed_to?.affiliate_id, affiliate.data.id);
      const changed = (await api.receipts(body.data.id)).find(({ kind }): boolean => kind === 'recredited');
      assert.equal(changed?.cause, 'record_click');
      assert.equal(changed?.before?.owed_to, null);
      assert.equal(changed?.owed_to?.affiliate_id, affiliate.data.id);
    });

    test('keys that belong to two sales record nothing, and both say so', async () => {
      const a = await report({ order_id: 'kc_order', amount: 1 });
      const b = await report({ event_id: 'kc_event', amount: 2 });
      const before = (await api.conversions()).length;
      const conflict = await report({ order_id: 'kc_order', event_id: 'kc_event', amount: 3 });
      assert.equal(conflict.status, 409);
      assert.equal(conflict.body.code, 'key_conflict');
      assert.equal((await api.conversions()).length, before);
      for (const { body } of [a, b]) {
        const kinds = (await api.receipts(body.data.id)).map(({ kind }: Receipt) => kind);
        assert.deepEqual(kinds, ['recorded', 'key_conflict']);
      }
    });

    test('a hundred copies at once are one sale', async () => {
      const copies = await Promise.all(Array.from({ length: 100 }, () => report({ order_id: 'swarm', amount: 7 })));
      assert.equal(copies.filter(({ status }) => status === 201).length, 1);
      assert.equal(copies.filter(({ status }) => status === 200).length, 99);
      assert.equal(new Set(copies.map(({ body }) => body.data.id)).size, 1);
    });
  });

  describe('the list', () => {
    test('goes through everything once, newest first', async () => {
      const occurred = Array.from({ length: 7 }, (_, at) => Date.UTC(2024, 0, 1) + (at % 3) * 1_000);
      await Promise.all(occurred.map((at, index) => report({ order_id: `list_${index}`, occurred_at: at })));
      await sendEvents(collector, 'list-visitor', [
        { id: 'list-claim', name: 'purchase', order_id: 'list_claim', value: 3 },
      ]);
      const all = await api.conversions();
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      const listed = all.filter(({ order_id }) => order_id?.startsWith('list_'));
      assert.equal(listed.length, 8);
      assert.equal(listed[0]?.status, 'unverified', 'what only a browser claims is listed and marked');
      const times = all.map(({ occurred_at }) => occurred_at);
      assert.deepEqual(times, times.toSorted().reverse());
    });

    test('the id of a claim leads to the conversion that covers it', async () => {
      await sendEvents(collector, 'cover-visitor', [{ id: 'cover', name: 'purchase', order_id: 'cover_1', value: 3 }]);
      const claim = (await api.conversions()).find(({ order_id }) => order_id === 'cover_1');
      const sale = await report({ order_id: 'cover_1', visitor_id: 'cover-visitor', amount: 4 });
      const { body } = await api.get<{ data: Conversion }>(`/v1/conversions/${claim?.id}`);
      assert.equal(body.data.id, sale.body.data.id);
    });
  });

  describe('test keys', () => {
    test('write to the test twin and never mix', async () => {
      const made = await report({ order_id: 'twin', amount: 5 }, testApi);
      assert.equal(made.status, 201);
      assert.equal(
        (await report({ order_id: 'twin', amount: 5 })).status,
        201,
        'the live workspace does not know the order',
      );
      assert.equal((await api.get(`/v1/conversions/${made.body.data.id}`)).status, 404);
      assert.equal((await testApi.conversions()).length, 1);
      const key = collector.keys.test_publishable_key;
      await sendEvents(collector, 'twin-visitor', [{ id: 'twin-claim', name: 'lead' }], { key });
      assert.equal((await testApi.conversions()).length, 2);
      assert.ok((await api.conversions()).every(({ name }) => name !== 'lead'));
    });
  });

  describe('keys', () => {
    const clickstitch = async (...words: string[]) => {
      const { stdout } = await run(process.execPath, [MAIN, ...words], {
        env: { PATH: process.env['PATH'], CLICKSTITCH_DATABASE_URL: database.url },
      });
      return JSON.parse(stdout || 'null');
    };

    test('made beside a running collector work at once, and revoked are dead within two seconds', async () => {
      const { id, key } = await clickstitch('keys', 'create', '--kind', 'secret', '--json');
      const own = createApi(collector, key);
      assert.equal((await own.get('/v1/conversions')).status, 200);
      await run(process.execPath, [MAIN, 'keys', 'revoke', id], {
        env: { PATH: process.env['PATH'], CLICKSTITCH_DATABASE_URL: database.url },
      });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      assert.equal((await own.get('/v1/conversions')).status, 401);
      const listed = (await clickstitch('keys', 'list', '--json')) as { id: string; revoked_at: string | null }[];
      assert.ok(listed.find((row) => row.id === id)?.revoked_at);
    });

    test('a second init changes nothing and shows no key', async () => {
      const made = await clickstitch('init', '--json');
      assert.equal(made.workspace_id, collector.keys.workspace_id);
      assert.equal(made.secret_key, null);
    });

    test('an origin list admits its hosts and their subdomains only', async () => {
      const { key } = await clickstitch(
        'keys',
        'create',
        '--kind',
        'publishable',
        '--origin',
        'shop.example',
        '--json',
      );
      const from = async (origin?: string) =>
        (
          await sendEvents(
            collector,
            'o',
            [{ id: `o-${origin}`, name: 'page_view' }],
            origin ? { key, origin } : { key },
          )
        ).status;
      assert.equal(await from('https://shop.example'), 202);
      assert.equal(await from('https://www.shop.example:8443'), 202);
      assert.equal(await from('https://evilshop.example'), 403);
      assert.equal(await from('https://shop.example.evil.test'), 403);
      assert.equal(await from(undefined), 403);
    });
  });

  describe('a signed link', () => {
    test('opens its page, and not when it was changed', async () => {
      const sale = await report({ order_id: 'shared<b>', amount: 5, currency: 'JPY' });
      const { body } = await api.post<{ data: { url: string } }>(`/v1/conversions/${sale.body.data.id}/share_link`, '');
      const path = new URL(body.data.url).pathname;
      const page = await fetch(collector.url + path);
      assert.equal(page.status, 200);
      const text = await page.text();
      assert.ok(text.includes('shared&lt;b&gt;') && !text.includes('shared<b>'), 'what came from outside is escaped');
      assert.ok(text.includes('5 JPY'));
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal((await fetch(`${collector.url}${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status, 403);
      assert.equal((await fetch(`${collector.url}/receipts/x.y.z.w`)).status, 403);
    });
  });

  describe('a referral link', () => {
    test('leads on with a click, and keeps it within the hour', async () => {
      await api.post('/v1/affiliates', { name: 'Go', code: 'go1', destination_url: 'https://shop.example/p?x=1' });
      const follow = (cookie?: string) =>
        fetch(`${collector.url}/go/GO1`, { redirect: 'manual', headers: cookie ? { cookie } : {} });
      const first = await follow();
      assert.equal(first.status, 302);
      const target = new URL(first.headers.get('location') ?? '');
      assert.equal(target.searchParams.get('x'), '1');
      assert.match(target.searchParams.get('cs_click') ?? '', /^clk_/);
      const again = await follow(first.headers.get('set-cookie')?.split(';')[0]);
      assert.equal(again.headers.get('location'), first.headers.get('location'));
      assert.equal((await fetch(`${collector.url}/go/nobody`, { redirect: 'manual' })).status, 404);
    });
  });

  describe('the tag file', () => {
    test('is served compressed, and unchanged is not sent again', async () => {
      const plain = await fetch(`${collector.url}/tag.js`);
      assert.equal(plain.status, 200);
      assert.match(plain.headers.get('content-type') ?? '', /javascript/);
      const etag = plain.headers.get('etag') ?? '';
      // Not by fetch, which asks for a fresh copy whenever it is given an If-None-Match.
      const [unchanged] = await once(
        get(`${collector.url}/tag.js`, { headers: { 'if-none-match': etag } }),
        'response',
      );
      assert.equal(unchanged.resume().statusCode, 304);
      const pinned = await fetch(`${collector.url}/tag.${etag.slice(1, -1)}.js`);
      assert.match(pinned.headers.get('cache-control') ?? '', /immutable/);
      assert.equal(await pinned.text(), await plain.text());
    });
  });
});
