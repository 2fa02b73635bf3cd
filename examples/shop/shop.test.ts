import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createShop } from './shop.ts';

/** Nothing here gets as far as a report to the collector. */
const shop = createShop(
  {
    port: 0,
    host: '127.0.0.1',
    clickstitchUrl: 'http://collector.invalid',
    publishableKey: 'the-publishable-key',
    secretKey: 'the-secret-key',
    affiliateCode: 'demo',
    confirmAfterMs: 600_000,
  },
  () => {},
);
let origin = '';

before(async () => {
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
after(() => {
  shop.close();
  shop.closeAllConnections();
});

test('every page carries the snippet with the publishable key, and none the secret one', async () => {
  for (const path of ['/', '/links.html', '/products/kelp-bowl', '/checkout?product=kelp-bowl', '/nowhere']) {
    const page = await (await fetch(origin + path)).text();
    assert.equal(page.split('the-publishable-key').length, 2, path);
    assert.ok(page.includes('http://collector.invalid/tag.js'), path);
    assert.ok(!page.includes('the-secret-key'), path);
    assert.ok(!page.includes('{{'), path);
  }
});

test('answers bad input with a 4xx and stays open', async () => {
  const order = '{"product":"kelp-bowl","email":"ann@example.com"}';
  const cases: Array<[number, string, RequestInit]> = [
    [400, '/orders', post('{')],
    [400, '/orders', post('null')],
    [400, '/orders', post('{"product":"kelp-bowl","email":"nobody"}')],
    [413, '/orders', post(`"${'x'.repeat(20_000)}"`)],
    [415, '/orders', { method: 'POST', body: order }],
    [405, '/orders', { method: 'DELETE' }],
    [404, '/orders/o_nothing', {}],
    [404, '/thank-you?order=<script>', {}],
    [404, '/products/__proto__', {}],
    [404, '/checkout', {}],
    [404, '/%00', {}],
  ];
  for (const [status, path, init] of cases) {
    const answer = await fetch(origin + path, init);
    await answer.arrayBuffer();
    assert.equal(answer.status, status, path);
  }
  assert.equal((await fetch(`${origin}/orders`, post(order))).status, 201);
});

test('shows an order to whoever has its id', async () => {
  const placed = await fetch(`${origin}/orders`, post('{"product":"dune-cup","quantity":2,"email":"ann@example.com"}'));
  const { order_id } = (await placed.json()) as { order_id: string };
  const page = await (await fetch(`${origin}/thank-you?order=${order_id}`)).text();
  assert.ok(page.includes(`data-order-id="${order_id}" data-value="48" data-currency="EUR"`));
  assert.ok(!page.includes('ann@example.com'));
  assert.deepEqual(await (await fetch(`${origin}/orders/${order_id}`)).json(), {
    order_id,
    report: { state: 'waiting' },
  });
});

function post(body: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
}
