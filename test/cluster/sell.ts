import assert from 'node:assert/strict';
import { type Conversion, createApi, sendEvents } from '../api.ts';
import type { Collector } from '../collector.ts';
import { CODE } from './cluster.ts';

/** An entry to the collectors; which of them answers is its own choice. */
export type Entry = Pick<Collector, 'url' | 'keys'>;

/**
 * One sale from the advertisement to the server's report, each step by a request of its own: an arrival by an ad, a click
 * on the affiliate's link, the browser's claim and the server's report. Resolves with the conversion's id.
 */
export async function sell(entry: Entry, name: string): Promise<string> {
  const api = createApi(entry, entry.keys.secret_key);
  const visitor_id = `visitor-${name}`;
  const order_id = `order-${name}`;
  const sent = async (events: object[]) => assert.equal((await sendEvents(entry, visitor_id, events)).status, 202);

  await sent([{ id: 'landing', name: 'page_view', url: `https://shop.example/?gclid=${name}` }]);
  const click = await api.post<{ data: { id: string } }>('/v1/clicks', {
    url: 'https://shop.example/',
    code: CODE,
    visitor_id,
  });
  assert.equal(click.status, 201);
  await sent([{ id: 'who', name: 'identify', user: { email: `${name}@example.com` } }]);
  await sent([{ id: `purchase.${order_id}`, name: 'purchase', order_id, value: 20, currency: 'EUR' }]);
  const reported = await api.post<{ data: Conversion }>('/v1/conversions', {
    name: 'purchase',
    order_id,
    email: `${name}@example.com`,
    amount: 20,
    currency: 'EUR',
    visitor_id,
  });
  assert.equal(reported.status, 201);
  assert.equal(reported.body.data.attributed_to?.click_id, click.body.data.id);
  return reported.body.data.id;
}

/** Holds against each entry that a sale is credited to the affiliate's click, that it is one, and says why. */
export async function assertSold(entries: readonly Entry[], name: string, id: string): Promise<void> {
  const seen = await Promise.all(
    entries.map(async (entry) => {
      const api = createApi(entry, entry.keys.secret_key);
      const { status, body } = await api.get<{ data: Conversion }>(`/v1/conversions/${id}`);
      assert.equal(status, 200);
      return { conversion: body.data, receipts: await api.receipts(id) };
    }),
  );
  for (const other of seen) assert.deepEqual(other, seen[0]);
  const [{ conversion, receipts } = assert.fail('nobody was asked')] = seen;
  assert.equal(conversion.status, 'verified');
  assert.equal(conversion.order_id, `order-${name}`);
  assert.equal(conversion.owed_to?.code, CODE);
  assert.equal(conversion.owed_to?.click_id, conversion.attributed_to?.click_id);
  assert.deepEqual(receipts.map(({ kind }) => kind).sort(), ['claimed', 'covered', 'recorded']);
}
