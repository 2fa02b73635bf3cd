import assert from 'node:assert/strict';
import { createApi, type Reply, sendEvents } from '../api.ts';
import type { Collector } from '../collector.ts';

/** What a collector takes at a shop: some of everything that there is. */

const BUYERS = 12;
const BATCH = 500;

function ok<Body>(reply: Reply<Body>): Body {
  assert.ok(reply.status < 300, JSON.stringify(reply.body));
  return reply.body;
}

/** Affiliates, landings, people, sales that pages claim and that servers report, clicks; and some of it in test mode. */
export async function shop(collector: Collector): Promise<void> {
  const { keys } = collector;
  const [live, test] = [keys.secret_key, keys.test_secret_key].map((key) => createApi(collector, key));
  assert.ok(live && test);
  for (const code of ['amy', 'ben']) ok(await live.post('/v1/affiliates', { name: code, code }));
  for (let at = 0; at < BUYERS; at += 1) await buy(collector, at);
  // Late truth: the affiliate of a code that buyers have come with, and a click after its sale.
  ok(await live.post('/v1/affiliates', { name: 'Late', code: 'late' }));
  ok(await live.post('/v1/clicks', { url: 'https://shop.example/?x=1', code: 'ben', visitor_id: 'buyer-1' }));
  ok(await test.post('/v1/affiliates', { name: 'Test', code: 'test' }));
  await buy(collector, 1, { page: keys.test_publishable_key, server: keys.test_secret_key });
}

async function buy(collector: Collector, at: number, given?: { page: string; server: string }): Promise<void> {
  const { page, server } = given ?? { page: collector.keys.publishable_key, server: collector.keys.secret_key };
  const [visitor, email, now] = [`buyer-${at}`, `Buyer${at}@Example.com`, Date.now()];
  const code = ['amy', 'ben', 'late', 'nobody'][at % 4] ?? '';
  const order = { order_id: `order-${at}`, currency: 'EUR' };
  const landing = {
    id: `landing-${at}`,
    occurred_at: now - 60_000,
    url: `https://shop.example/?utm_source=google&utm_medium=cpc&via=${code}`,
    utm: { source: 'google', medium: 'cpc' },
    click_ids: { gclid: { value: `g-${at} ÿ𝄞`, first_seen_at: now - 60_000 } },
    referral_code: code,
  };
  const events = [
    { id: `1-${at}`, name: 'page_view', url: landing.url, title: 'Shop — ｡𝄞', touch: landing },
    { id: `2-${at}`, name: 'identify', user: { email, user_id: `user-${at % 5}` } },
    { id: `3-${at}`, name: 'purchase', value: 10 + at / 100, props: { size: 'L', 'é𝄞': [1, null] }, ...order },
  ].map((event, place) => ({ occurred_at: now - 60_000 + place, ...event }));
  ok(await sendEvents(collector, visitor, events, { key: page }));
  if (at % 3 === 0) return;
  const facts = at % 3 === 1 ? { visitor_id: visitor } : { email };
  ok(await createApi(collector, server).post('/v1/conversions', { name: 'purchase', amount: 10, ...order, ...facts }));
}

/** So many page views of one visitor, with ids in order. Resolves when all are stored. */
export async function browse(collector: Collector, views: number): Promise<void> {
  for (let from = 0; from < views; from += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, views - from) }, (_, at) => ({
      id: `view-${String(from + at).padStart(8, '0')}`,
      name: 'page_view',
      url: 'https://shop.example/p',
      occurred_at: Date.now(),
      touch: null,
    }));
    assert.equal(ok(await sendEvents(collector, 'reader', events)).accepted, events.length);
  }
}
