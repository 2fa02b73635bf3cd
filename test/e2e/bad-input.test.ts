import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Api, createApi, type Problem, sendEvents } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

/** Nothing malformed gives a 5xx or stops the process, and each error names the field and the remedy. */

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
  });

  after(async () => {
    assert.equal((await fetch(`${collector.url}/healthz`)).status, 200, 'it is still running');
    await collector?.stop();
    await database?.remove();
  });

  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(collector.url + path, { method: 'POST', body, headers });
  const batch = (extra: object) =>
    JSON.stringify({
      v: 1,
      key: collector.keys.publishable_key,
      visitor_id: 'v',
      events: [{ id: 'e', name: 'page_view' }],
      ...extra,
    });

  describe('POST /e', () => {
    const cases: [string, () => string | Uint8Array<ArrayBuffer>, number, string?][] = [
      ['nothing', () => '', 400],
      ['no JSON', () => '{"v":1', 400],
      ['JSON that is no object', () => '[1,2]', 400],
      ['null', () => 'null', 400],
      ['invalid UTF-8', () => new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400],
      ['nested too deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
      ['another version', () => batch({ v: 2 }), 400, 'v'],
      ['no key', () => batch({ key: undefined }), 400, 'key'],
      ['an unknown key', () => batch({ key: 'cs_pk_live_00000000000000000000000000000000' }), 401, 'key'],
      ['a key of nonsense', () => batch({ key: "' OR 1=1 --" }), 401, 'key'],
      ['a secret key', () => batch({ key: collector.keys.secret_key }), 403, 'key'],
      ['no visitor', () => batch({ visitor_id: undefined }), 400, 'visitor_id'],
      ['a visitor that names nobody', () => batch({ visitor_id: 'undefined' }), 400, 'visitor_id'],
      ['a visitor of strange characters', () => batch({ visitor_id: 'a b' }), 400, 'visitor_id'],
      ['a time without offset', () => batch({ sent_at: '2026-11-20T10:00:00' }), 400, 'sent_at'],
      ['no events', () => batch({ events: [] }), 400, 'events'],
      ['events that are no list', () => batch({ events: {} }), 400, 'events'],
      [
        'too many events',
        () => batch({ events: Array.from({ length: 501 }, () => ({ id: 'x', name: 'y' })) }),
        400,
        'events',
      ],
      ['too many bytes', () => 'x'.repeat(1_100_000), 413],
    ];
    for (const [what, body, status, field] of cases) {
      test(`${what} is answered ${status}`, async () => {
        const response = await post('/e', body());
        assert.equal(response.status, status);
        assert.match(response.headers.get('content-type') ?? '', /problem\+json/);
        assert.equal(response.headers.get('access-control-allow-origin'), '*', 'the page may read what was wrong');
        const problem = (await response.json()) as Problem;
        assert.ok(problem.detail);
        assert.ok(problem.hint);
        if (field !== undefined) assert.equal(problem.field, field);
      });
    }

    test('a bad event never harms its neighbours', async () => {
      const { status, body } = await sendEvents(collector, 'mixed', [
        { id: 'good-1', name: 'page_view' },
        { name: 'no id' },
        'not an event',
        { id: 'bad-name', name: 7 },
        { id: 'bad-value', name: 'purchase', value: 'much' },
        { id: 'bad-currency', name: 'purchase', value: 1, currency: 'XQX' },
        { id: 'bad-touch', name: 'page_view', touch: { id: 't', url: 'u' } },
        { id: 'old', name: 'page_view', occurred_at: Date.now() - 29 * 86_400_000 },
        { id: 'large', name: 'page_view', props: { text: 'x'.repeat(40_000) } },
        { id: 'good-2', name: 'purchase', order_id: 'mixed_1', value: 1 },
        { id: 'good-1', name: 'page_view' },
      ]);
      assert.equal(status, 202);
      assert.equal(body.accepted, 2);
      assert.equal(body.duplicates, 1);
      assert.deepEqual(
        body.rejected.map(({ index, id, reason, field }) => [index, id, reason, field]),
        [
          [1, null, 'invalid', 'id'],
          [2, null, 'invalid', ''],
          [3, 'bad-name', 'invalid', 'name'],
          [4, 'bad-value', 'invalid', 'value'],
          [5, 'bad-currency', 'invalid', 'currency'],
          [6, 'bad-touch', 'invalid', 'touch.occurred_at'],
          [7, 'old', 'too_old', 'occurred_at'],
          [8, 'large', 'too_large', 'props'],
        ],
      );
    });

    test('nothing but bad events is 400', async () => {
      const { status, body } = await sendEvents(collector, 'bad', [{ name: 'x' }, 5]);
      assert.equal(status, 400);
      assert.equal(body.rejected.length, 2);
    });

    test('hostile text and keys are stored or refused, never a failure', async () => {
      const text = `{"v":1,"key":"${collector.keys.publishable_key}","visitor_id":"hostile","events":[
      {"id":"nul\\u0000","name":"page_view","title":"a\\u0000b\\ud800c","url":"https://x.test/?gclid=\\u0000"},
      {"id":"proto","name":"custom","__proto__":{"a":1},"props":{"__proto__":{"b":2},"constructor":{"prototype":1}}},
      {"id":"sql","name":"'; DROP TABLE event; --","url":"javascript:alert(1)","referrer":"%%%"},
      {"id":"url","name":"page_view","url":"http://[::1","referrer":"http://%zz/"},
      {"id":"utm","name":"page_view","url":"https://x.test/?utm___proto__=1&utm_source=%F0%9F%92%A9&gclid=${'g'.repeat(2000)}"},
      {"id":"num","name":"purchase","order_id":"num","value":1e400},
      {"id":"neg","name":"purchase","order_id":"neg","value":-5}
    ]}`;
      const response = await post('/e', text);
      assert.equal(response.status, 202);
      const { accepted, rejected } = (await response.json()) as { accepted: number; rejected: { id: string }[] };
      assert.equal(accepted + rejected.length, 7);
      assert.ok(accepted >= 5);
    });

    test('another method is refused, a preflight is allowed', async () => {
      assert.equal((await fetch(`${collector.url}/e`)).status, 400);
      const preflight = await fetch(`${collector.url}/e`, { method: 'OPTIONS' });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    });

    test('a body that breaks off, and bytes that are no HTTP, harm nobody', async () => {
      for (const bytes of [
        'POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"v":1',
        '\u0000\u0001\u0002\r\n\r\n',
      ]) {
        const socket = connect(collector.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(bytes);
        await new Promise((resolve) => setTimeout(resolve, 100));
        socket.destroy();
      }
      assert.equal((await fetch(`${collector.url}/readyz`)).status, 200);
    });
  });

  describe('POST /v1/conversions', () => {
    const cases: [string, unknown, number, string?][] = [
      ['nothing', '', 400],
      ['no JSON', '{', 400],
      ['a list', '[]', 400],
      ['no name', { order_id: 'x' }, 400, 'name'],
      ['an empty name', { name: ' ' }, 400, 'name'],
      ['a name that is a number', { name: 5 }, 400, 'name'],
      ['an order id that is a number', { name: 'purchase', order_id: 7 }, 400, 'order_id'],
      ['an order id that is too long', { name: 'purchase', order_id: 'x'.repeat(256) }, 400, 'order_id'],
      ['an amount in words', { name: 'purchase', amount: 'ten' }, 400, 'amount'],
      ['a negative amount', { name: 'purchase', amount: -1 }, 400, 'amount'],
      ['a list as amount', { name: 'purchase', amount: [] }, 400, 'amount'],
      ['too many decimals', { name: 'purchase', amount: 1.005, currency: 'EUR' }, 400, 'amount'],
      ['decimals of a currency without', { name: 'purchase', amount: 1.5, currency: 'JPY' }, 400, 'amount'],
      ['an amount beyond what can be exact', { name: 'purchase', amount: 1e18 }, 400, 'amount'],
      ['an unknown currency', { name: 'purchase', amount: 1, currency: 'ABC' }, 400, 'currency'],
      ['a currency of four letters', { name: 'purchase', amount: 1, currency: 'EURO' }, 400, 'currency'],
      ['a time without offset', { name: 'purchase', occurred_at: '2026-11-20T10:00:00' }, 400, 'occurred_at'],
      ['a day that does not exist', { name: 'purchase', occurred_at: '2026-02-30T10:00:00Z' }, 400, 'occurred_at'],
      [
        'the future',
        { name: 'purchase', occurred_at: new Date(Date.now() + 400_000).toISOString() },
        400,
        'occurred_at',
      ],
      ['metadata that is text', { name: 'purchase', metadata: 'x' }, 400, 'metadata'],
      ['a megabyte of metadata', { name: 'purchase', metadata: { text: 'x'.repeat(1_048_576) } }, 413],
    ];
    for (const [what, body, status, field] of cases) {
      test(`${what} is answered ${status}`, async () => {
        const { status: answered, body: problem } = await api.post<Problem>('/v1/conversions', body);
        assert.equal(answered, status);
        assert.ok(problem.detail);
        assert.ok(problem.hint);
        if (field !== undefined) assert.equal(problem.field, field);
      });
    }

    test('of all these nothing was stored', async () => {
      const conversions = await api.conversions();
      assert.ok(conversions.every(({ status }) => status === 'unverified'));
    });
  });

  describe('keys and paths', () => {
    test('no key, an unknown key and a publishable key are refused', async () => {
      assert.equal((await fetch(`${collector.url}/v1/conversions`)).status, 401);
      assert.equal(
        (await createApi(collector, 'cs_sk_live_00000000000000000000000000000000').get('/v1/conversions')).status,
        401,
      );
      assert.equal((await createApi(collector, collector.keys.publishable_key).get('/v1/conversions')).status, 403);
    });

    for (const [path, status] of [
      ['/v1/conversions/none', 404],
      ['/v1/conversions/none/receipts', 404],
      ['/v1/conversions?limit=0', 400],
      ['/v1/conversions?limit=1000', 400],
      ['/v1/conversions?cursor=nonsense', 400],
      ['/v1/conversions/%E0%A4%A', 400],
      ['/v1/nothing', 404],
      ['/v1/affiliates?cursor=W10', 400],
    ] as const) {
      test(`GET ${path} is answered ${status}`, async () => {
        assert.equal((await api.get(path)).status, status);
      });
    }

    for (const [what, body, field] of [
      ['no name', {}, 'name'],
      ['a code of strange characters', { name: 'x', code: 'a/b' }, 'code'],
      [
        'a destination that is no web address',
        { name: 'x', destination_url: 'javascript:alert(1)' },
        'destination_url',
      ],
      ['an email that is none', { name: 'x', email: 'nobody' }, 'email'],
    ] as const) {
      test(`an affiliate with ${what} is refused`, async () => {
        const { status, body: problem } = await api.post<Problem>('/v1/affiliates', body);
        assert.equal(status, 400);
        assert.equal(problem.field, field);
      });
    }

    test('a code that is taken is refused, also in other letters', async () => {
      assert.equal((await api.post('/v1/affiliates', { name: 'A', code: 'taken' })).status, 201);
      assert.equal((await api.post('/v1/affiliates', { name: 'B', code: 'TAKEN' })).status, 409);
      assert.equal((await api.post('/v1/clicks', { url: 'https://x.test/', code: 'unknown' })).status, 404);
    });
  });
});
