import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { payoutsCsv } from './payouts-csv.ts';
import { createPortal } from './portal.ts';
import { createSignInLinks } from './sign-in.ts';

/** Nothing here gets as far as an answer of the collector. */
const settings = {
  port: 0,
  host: '127.0.0.1',
  clickstitchUrl: 'http://collector.invalid',
  secretKey: 'the-secret-key',
};
const portal = createPortal(settings, () => {});
let origin = '';

before(async () => {
  await once(portal.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
});
after(() => {
  portal.close();
  portal.closeAllConnections();
});

test('whoever is not signed in sees nothing, and no page carries the secret key', async () => {
  for (const path of ['/', '/links', '/earnings', '/payouts.csv', '/sign-in/nothing', '/nowhere']) {
    const answer = await fetch(origin + path);
    assert.ok([401, 410].includes(answer.status), path);
    assert.ok(!(await answer.text()).includes('the-secret-key'), path);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  }
});

test('where the collector is out of reach it says so, and stays open', async () => {
  const signedIn = { headers: { cookie: 'a=b; portal=some.token' } };
  for (const path of ['/', '/sales', '/operator'])
    assert.equal((await fetch(origin + path, signedIn)).status, 502, path);
  assert.equal((await fetch(`${origin}/portal.css`)).status, 200);
  assert.equal((await fetch(`${origin}/`, { method: 'DELETE' })).status, 405);
  assert.equal((await fetch(`${origin}/sign-in/nothing`, { method: 'POST' })).status, 410);
});

test('names are shown as text, whatever is in them', async () => {
  const body = new URLSearchParams({ affiliate_id: 'a', name: '<script>alert(1)</script>' });
  const page = await (await fetch(`${origin}/operator/links`, { method: 'POST', body })).text();
  assert.ok(page.includes('&lt;script&gt;alert(1)') && !page.includes('<script>alert'));
});

test('a form that another site sends is refused', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.test' }]) {
    assert.equal((await fetch(`${origin}/operator/links`, { method: 'POST', headers, body: 'name=x' })).status, 403);
  }
});

test('a link lets in once, and only while it is fresh', () => {
  let now = 0;
  const links = createSignInLinks(() => now);
  const ann = { affiliateId: 'a', name: 'Ann' };
  const [first, second] = [links.create(ann), links.create(ann)];
  assert.equal(links.look(first)?.affiliateId, 'a');
  assert.equal(links.use(first)?.name, 'Ann');
  assert.equal(links.use(first), undefined);
  now = 15 * 60_000;
  assert.equal(links.use(second), undefined);
  assert.equal(links.look('nothing'), undefined);
});

test('a spreadsheet takes nothing in the CSV for a formula', () => {
  const csv = payoutsCsv([
    {
      ...{ id: 'p', status: 'paid', earnings: 2, currency: 'EUR', amount: 12.5, amount_minor: 1_250, failure: null },
      ...{ paid_to: null, reference: '=1+1, "x"', paid_at: null, created_at: '2026-11-20T10:00:00.000Z' },
    },
  ]);
  assert.equal(csv.split('\r\n')[1], `2026-11-20T10:00:00.000Z,,paid,12.5,EUR,2,,"'=1+1, ""x""",p`);
});
