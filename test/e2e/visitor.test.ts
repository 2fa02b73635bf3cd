import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Nginx, startNginx } from '../nginx.ts';

const PAGE = 'https://www.shop.example';
const HOST = 'c.shop.example';
const VISITOR = {
  visitor_id: '01931c4e-7b1a-7abc-8def-0123456789ab',
  ts: 1_795_226_400_000,
  renewed_at: 1_795_226_400_000,
  user_id: 'user_1',
  last: {
    id: '01931c4e-7b1a-7abc-8def-aaaaaaaaaaaa',
    occurred_at: 1_795_226_400_000,
    url: 'https://www.shop.example/?q=a;b, "ü"%0d%0aSet-Cookie:x=y',
    utm: { source: 'x'.repeat(600) },
    click_ids: { gclid: { value: 'CjwK; Domain=evil.example', first_seen_at: 1_795_226_400_000 } },
  },
};

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('POST /e/visitor', () => {
  let database: Database;
  let collector: Collector;
  let nginx: Nginx | undefined;

  before(async () => {
    database = await createDatabase();
    collector = await startCollector(database);
  });

  after(async () => {
    await nginx?.remove();
    await collector?.stop();
    await database?.remove();
  });

  /** As a browser sends it: by whatever name it knows the collector. */
  async function send(body: string, headers: Record<string, string>, port = collector.port, method = 'POST') {
    const sent = request({ port, method, path: '/e/visitor', headers: { 'content-type': 'text/plain', ...headers } });
    sent.end(body);
    const [reply] = await once(sent, 'response');
    const text = Buffer.concat(await reply.toArray()).toString();
    return { status: reply.statusCode, headers: reply.headers, body: text } as Answer;
  }

  const renew = (given: object = {}, headers: Record<string, string> = {}, port?: number) =>
    send(
      JSON.stringify({ key: collector.keys.publishable_key, domain: 'shop.example', visitor: VISITOR, ...given }),
      { host: HOST, origin: PAGE, ...headers },
      port,
    );

  async function assertRefused(answer: Promise<Answer>, status: number, field: string): Promise<Problem> {
    const { status: answered, headers, body } = await answer;
    assert.equal(answered, status, body);
    assert.equal(headers['set-cookie'], undefined);
    assert.match(headers['content-type'] ?? '', /problem\+json/);
    const problem = JSON.parse(body) as Problem;
    assert.equal(problem.field ?? '', field);
    assert.ok(problem.hint);
    return problem;
  }

  test('sets the very cookie that the page sent, and lets the page see that it did', async () => {
    const { status, headers, body } = await renew();
    assert.deepEqual([status, body], [204, '']);
    assert.equal(headers['access-control-allow-origin'], PAGE);
    assert.equal(headers['access-control-allow-credentials'], 'true');
    assert.equal(headers['vary'], 'Origin');
    assert.equal(headers['cache-control'], 'no-store');
    const [cookie = '', ...others] = headers['set-cookie'] ?? [];
    assert.deepEqual(others, []);
    const [pair = '', ...attributes] = cookie.split('; ');
    assert.deepEqual(attributes, ['Max-Age=33696000', 'Path=/', 'Domain=shop.example', 'SameSite=Lax', 'Secure']);
    assert.match(pair, /^_cst=[A-Za-z0-9%!'()*._~-]+$/, 'nothing in it can end it');
    assert.deepEqual(JSON.parse(decodeURIComponent(pair.slice('_cst='.length))), VISITOR);
  });

  test('keeps it to the host where the page asks for that, and off https without Secure', async () => {
    const local = await renew({ domain: '' }, { host: 'localhost:8787', origin: 'http://localhost:3000' });
    assert.equal(local.status, 204, local.body);
    assert.match(local.headers['set-cookie']?.[0] ?? '', /; Max-Age=33696000; Path=\/; SameSite=Lax$/);
    const wide = await renew({ domain: 'Shop.Example' }, { host: 'C.SHOP.EXAMPLE:443' });
    assert.match(wide.headers['set-cookie']?.[0] ?? '', /; Domain=shop\.example;/);
  });

  test('works behind a proxy that passes on the host', async () => {
    nginx = await startNginx([collector.port]);
    assert.equal((await renew({}, {}, nginx.port)).status, 204);
    await assertRefused(renew({}, { host: 'proxy.internal' }, nginx.port), 403, 'domain');
  });

  test('sets nothing for a page or a collector that is not on the domain', async () => {
    for (const [domain, origin, host] of [
      ['shop.example', 'https://evil.example', HOST],
      ['shop.example', 'https://evilshop.example', HOST],
      ['shop.example', PAGE, 'collector.track.example'],
      ['shop.example', PAGE, 'cshop.example'],
      ['c.shop.example', PAGE, HOST],
      ['', PAGE, HOST],
      ['example', PAGE, HOST],
      ['co.uk', 'https://a.co.uk', 'b.co.uk'],
      ['github.io', 'https://ada.github.io', 'eve.github.io'],
      ['127.0.0.1', 'http://127.0.0.1', '127.0.0.1'],
    ] as const) {
      const { headers } = await renew({ domain }, { origin, host });
      assert.equal(headers['access-control-allow-origin'], origin, 'the page can read why');
      await assertRefused(renew({ domain }, { origin, host }), 403, 'domain');
    }
    const body = JSON.stringify({ key: collector.keys.publishable_key, domain: 'shop.example', visitor: VISITOR });
    await assertRefused(send(body, { host: HOST }), 403, '');
    await assertRefused(renew({}, { origin: 'null' }), 403, '');
  });

  test('asks for a publishable key that may be used there', async () => {
    await assertRefused(renew({ key: `cs_pk_live_${'A'.repeat(32)}` }), 401, 'key');
    await assertRefused(renew({ key: collector.keys.secret_key }), 403, 'key');
    const api = createApi(collector, collector.keys.secret_key);
    const { body } = await api.post<{ data: { key: string } }>('/v1/api-keys', {
      ...{ name: 'one site', kind: 'publishable', origins: ['shop.example'] },
    });
    assert.equal((await renew({ key: body.data.key })).status, 204);
    await assertRefused(
      renew(
        { key: body.data.key, domain: 'other.example' },
        { origin: 'https://other.example', host: 'c.other.example' },
      ),
      403,
      'key',
    );
  });

  test('takes a visitor and nothing else', async () => {
    const but = (change: object) => renew({ visitor: { ...VISITOR, ...change } });
    await assertRefused(but({ visitor_id: 'a; Domain=x' }), 400, 'visitor.visitor_id');
    await assertRefused(but({ visitor_id: undefined }), 400, 'visitor.visitor_id');
    await assertRefused(but({ ts: 'now' }), 400, 'visitor.ts');
    await assertRefused(but({ evil: 1 }), 400, 'visitor.evil');
    await assertRefused(but({ last: { ...VISITOR.last, more: 1 } }), 400, 'visitor.last.more');
    await assertRefused(but({ last: { ...VISITOR.last, url: 1 } }), 400, 'visitor.last.url');
    await assertRefused(but({ user_id: 'ü'.repeat(600) }), 400, 'visitor');
    for (const domain of ['shop.example; HttpOnly', 'https://shop.example', '.shop.example/', 'a b', 'shop..example'])
      await assertRefused(renew({ domain }), 400, 'domain');
    await assertRefused(renew({ domain: undefined }), 400, 'domain');
    for (const body of ['', 'x', '[]', 'null', '{"key":{}}', '\u0000'])
      assert.equal((await send(body, { host: HOST, origin: PAGE })).status, 400, body);
    assert.equal((await send('x'.repeat(20_000), { host: HOST, origin: PAGE })).status, 413);
  });

  test('answers a preflight, and takes nothing but POST', async () => {
    const { status, headers } = await send('', { host: HOST, origin: PAGE }, collector.port, 'OPTIONS');
    assert.equal(status, 204);
    assert.equal(headers['access-control-allow-origin'], PAGE);
    assert.equal(headers['access-control-allow-methods'], 'POST, OPTIONS');
    assert.equal((await send('', { host: HOST, origin: PAGE }, collector.port, 'PUT')).status, 404);
  });
});
