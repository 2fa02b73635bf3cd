import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchEvent } from '../wire.ts';
import { pixelCall } from './pixel-call.ts';

const purchase: BatchEvent = {
  id: 'purchase.A-1',
  name: 'purchase',
  order_id: 'A-1',
  value: '49.90',
  currency: 'eur',
  items: [
    { item_id: 'SKU-1', item_name: 'Shirt', item_color: 'red', price: '19.95', quantity: 2 },
    { item_id: 7, price: 10 },
    { item_name: 'Wrapping' },
  ],
  props: { coupon: 'HELLO', tax: 7.97, plan: 'pro' },
};

describe('what a pixel is called with', () => {
  it("is Meta's standard event, with the event's id as its fourth argument", () => {
    assert.deepEqual(pixelCall('fbq', purchase), [
      'track',
      'Purchase',
      {
        value: 49.9,
        currency: 'EUR',
        contents: [
          { id: 'SKU-1', quantity: 2, item_price: 19.95 },
          { id: '7', quantity: 1, item_price: 10 },
        ],
        content_type: 'product',
        content_ids: ['SKU-1', '7'],
      },
      { eventID: 'purchase.A-1' },
    ]);
  });

  it("is TikTok's, with the id as its third", () => {
    assert.deepEqual(pixelCall('ttq', purchase), [
      'Purchase',
      {
        value: 49.9,
        currency: 'EUR',
        contents: [
          { content_id: 'SKU-1', content_name: 'Shirt', quantity: 2, price: 19.95 },
          { content_id: '7', quantity: 1, price: 10 },
        ],
        content_type: 'product',
      },
      { event_id: 'purchase.A-1' },
    ]);
  });

  it("is GA4's, with what GA4 has parameters for", () => {
    assert.deepEqual(pixelCall('gtag', purchase), [
      'event',
      'purchase',
      {
        transaction_id: 'A-1',
        value: 49.9,
        currency: 'EUR',
        coupon: 'HELLO',
        tax: 7.97,
        items: purchase.items,
        event_id: 'purchase.A-1',
      },
    ]);
  });

  it('has nothing that was not said', () => {
    const event = { id: '1', name: 'contact' };
    assert.deepEqual(pixelCall('fbq', event), ['track', 'Contact', {}, { eventID: '1' }]);
    assert.deepEqual(pixelCall('ttq', event), ['Contact', {}, { event_id: '1' }]);
    assert.deepEqual(pixelCall('gtag', event), ['event', 'contact', { event_id: '1' }]);
  });

  it("is a custom event where a vendor has none of its own, GA4's lead is another word, and a search is one", () => {
    for (const name of ['demo_asked', 'constructor', '__proto__']) {
      assert.deepEqual(pixelCall('fbq', { id: '1', name }), ['trackCustom', name, {}, { eventID: '1' }]);
      assert.deepEqual(pixelCall('ttq', { id: '1', name }), [name, {}, { event_id: '1' }]);
      assert.deepEqual(pixelCall('gtag', { id: '1', name }), ['event', name, { event_id: '1' }]);
    }
    assert.deepEqual(pixelCall('gtag', { id: '1', name: 'lead' })?.[1], 'generate_lead');
    const search = { id: '1', name: 'search', props: { search_term: 'shoes' } };
    assert.deepEqual(pixelCall('fbq', search)?.[2], { search_string: 'shoes' });
    assert.deepEqual(pixelCall('ttq', search)?.[1], { search_string: 'shoes' });
    assert.deepEqual(pixelCall('gtag', search)?.[2], { search_term: 'shoes', event_id: '1' });
  });

  it('never tells who it was', () => {
    const event: BatchEvent = {
      ...purchase,
      user: { user_id: 'user_1', email: 'jane@example.com', phone: '+4930123456' },
      touch: { id: 't', occurred_at: 1, url: 'https://shop.example/?email=jane@example.com' },
      props: { email: 'jane@example.com', phone: '+4930123456', coupon: 'for jane@example.com', user: { a: 1 } },
      items: [{ item_id: 'X', item_name: 'Gift card for jane@example.com', recipient: 'Jane' }],
      vendor_ids: { _fbp: 'fb.1.1.1' },
    };
    for (const vendor of ['fbq', 'ttq', 'gtag'] as const) {
      const call = JSON.stringify(pixelCall(vendor, event));
      assert.ok(call.includes('"X"'), 'the rest stays');
      assert.doesNotMatch(call, /jane|example|4930|user|fb\.1/i);
      assert.equal(pixelCall(vendor, { id: 'lead.jane@example.com', name: 'lead' }), undefined);
      assert.equal(pixelCall(vendor, { id: '1', name: 'hello jane@example.com' }), undefined);
    }
  });

  it('has no amount that is none, and leaves what it was given as it was', () => {
    for (const value of ['', ' ', 'free', '49,90', Number.NaN, Number.POSITIVE_INFINITY])
      assert.deepEqual(pixelCall('ttq', { id: '1', name: 'x', value }), ['x', {}, { event_id: '1' }]);
    assert.deepEqual(pixelCall('ttq', { id: '1', name: 'x', value: 0 })?.[1], { value: 0 });
    const items = pixelCall('gtag', purchase)?.[2] as { items: object[] };
    assert.notEqual(items.items[0], purchase.items?.[0]);
  });
});
