import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { layerEvent } from './layer-event.ts';
import { ownPushes } from './own-pushes.ts';

const items = [{ item_id: 'SKU-1', item_name: 'Shirt', price: 10.01, quantity: 3 }];
const params = {
  transaction_id: 'T-1',
  value: 30.03,
  currency: 'USD',
  tax: 4.9,
  shipping: 5.99,
  coupon: 'SUMMER',
  items,
};
const { transaction_id: order_id, ...rest } = params;

/** What there is of an entry, without what is not said. */
const read = (entry: object) => JSON.parse(JSON.stringify(layerEvent(entry) ?? null));

/** What `gtag` puts onto the layer. */
function gtag(..._given: unknown[]) {
  // biome-ignore lint/complexity/noArguments: that is what it puts there
  return arguments;
}

describe('an entry of the dataLayer', () => {
  it('is an event in each of the ways that GA4 has', () => {
    const purchase = ['purchase', { order_id, ...rest }];
    assert.deepEqual(read({ event: 'purchase', ecommerce: params, gtm: { start: 1 } }), purchase);
    assert.deepEqual(read({ event: 'purchase', ...params, 'gtm.uniqueEventId': 3 }), purchase);
    assert.deepEqual(read(gtag('event', 'purchase', { ...params, send_to: 'G-1' })), purchase);
    assert.deepEqual(read(['event', 'purchase', params]), purchase);
    assert.deepEqual(read(gtag('event', 'sign_up')), ['sign_up', {}]);
    assert.deepEqual(read({ event: 'generate_lead', ecommerce: null }), ['lead', {}]);
  });

  it('is none by any other name, or by none', () => {
    for (const event of ['gtm.js', 'page_view', 'addToCart', 'purchases', 'my purchase', 7, {}, null, undefined])
      assert.equal(layerEvent({ event, ecommerce: params }), undefined);
    for (const entry of [
      {},
      [],
      gtag('js', new Date()),
      gtag('config', 'G-1'),
      gtag('event'),
      gtag('event', 7),
      { ecommerce: null },
    ])
      assert.equal(layerEvent(entry), undefined);
  });

  it('has nothing that the collector would refuse, and nothing else of what it was given', () => {
    const user_data = { email: 'jane@example.com' };
    assert.deepEqual(
      read({ event: 'view_cart', value: '49,90', currency: 'Euro', items: 'SKU', user_data, email: 'x' }),
      ['view_cart', {}],
    );
    assert.deepEqual(read({ event: 'view_cart', value: '49.90', currency: 'eur', coupon: { a: 1 }, method: 7 }), [
      'view_cart',
      { value: 49.9, currency: 'eur', method: 7 },
    ]);
    const cycle: Record<string, unknown> = {};
    cycle['cycle'] = cycle;
    const odd = [
      null,
      'SKU',
      7,
      cycle,
      ['a'],
      undefined,
      { n: 1n },
      {
        get a() {
          return assert.fail();
        },
      },
      items[0],
    ];
    assert.deepEqual(read({ event: 'view_cart', ecommerce: { items: odd } }), ['view_cart', { items }]);
  });

  it('has as many items as there is room for', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ item_id: `SKU-${index}`, item_name: 'x'.repeat(20) }));
    const [, props] = layerEvent({ event: 'view_item_list', ecommerce: { items: many } }) ?? assert.fail();
    const length = JSON.stringify(props.items).length;
    assert.ok(length > 5_500 && length < 6_500, `${length}`);
    const short = Array.from({ length: 300 }, () => ({ a: 1 }));
    assert.equal(layerEvent({ event: 'view_item', items: short })?.[1].items?.length, 200);
    const huge = [{ item_id: 'x'.repeat(10_000) }, ...items];
    assert.deepEqual(layerEvent({ event: 'view_item', items: huge })?.[1].items, items);
  });

  it('is an order only where it may be one, and no sale or refund without', () => {
    assert.deepEqual(read({ event: 'begin_checkout', ecommerce: params }), ['begin_checkout', rest]);
    assert.deepEqual(read({ event: 'refund', ecommerce: { transaction_id: 1001 } }), ['refund', { order_id: '1001' }]);
    for (const name of ['purchase', 'refund'])
      for (const ecommerce of [
        {},
        { transaction_id: '' },
        { transaction_id: {} },
        { purchase: { actionField: { id: 'T' } } },
      ])
        assert.throws(() => layerEvent({ event: name, ecommerce }), /transaction_id/);
  });

  it('is a copy', () => {
    const [, props] = layerEvent({ event: 'view_item', items }) ?? assert.fail();
    assert.notEqual(props.items?.[0], items[0]);
  });

  it('is none where it was told to gtag before', () => {
    ownPushes.add('id_1');
    assert.equal(layerEvent(gtag('event', 'purchase', { ...params, event_id: 'id_1' })), undefined);
    assert.equal(layerEvent({ event: 'purchase', ecommerce: params, event_id: 'id_1' }), undefined);
    assert.ok(layerEvent(gtag('event', 'purchase', { ...params, event_id: 'id_2' })));
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (said) => {
        const [name, props] = layerEvent({ event: 'view_item', ecommerce: said as null }) ?? assert.fail();
        assert.equal(name, 'view_item');
        JSON.stringify(props);
      }),
    );
  });
});
