import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buyerOf } from './buyer.ts';
import { checkoutParameters } from './checkout-parameters.ts';
import { withCustomData } from './with-custom-data.ts';

const visitor_id = '01931c4e-7b1a-7abc-8def-0123456789ab';
const click_id = 'clk_0123456789abcdef0123456789abcdef';

const buyerBy = (click?: string) =>
  buyerOf({
    visitor_id,
    ts: 1,
    last: {
      id: 'x',
      occurred_at: 1,
      url: '/',
      click_ids: click ? { cs_click: { value: click, first_seen_at: 1 } } : {},
    },
  });

describe('buyerOf', () => {
  it('knows the click only by an id that is one, so that nothing else comes back as a user', () => {
    assert.deepEqual(buyerBy(click_id), { visitor_id, click_id });
    for (const none of [
      undefined,
      'clk_1',
      `clk_${'a'.repeat(15)}`,
      `clk_${'a'.repeat(65)}`,
      `clk_${'a'.repeat(20)}+`,
      `x${click_id}`,
    ])
      assert.deepEqual(buyerBy(none), { visitor_id, click_id: undefined }, none);
    assert.deepEqual(buyerOf({ visitor_id, ts: 1 }), { visitor_id, click_id: undefined });
  });
});

describe('checkoutParameters', () => {
  const namesFor = (url: string, named: string | null = null) => {
    const { hostname, pathname } = new URL(url);
    return checkoutParameters(hostname, pathname, named, buyerBy(click_id)).map(([name]) => name);
  };
  const custom = ['checkout[custom][clickstitch_visitor_id]', 'checkout[custom][clickstitch_click_id]'];

  it('knows the checkouts of each provider', () => {
    for (const [url, names] of [
      ['https://buy.stripe.com/test_1', ['client_reference_id']],
      ['https://book.stripe.com/1', ['client_reference_id']],
      ['https://donate.stripe.com/1', ['client_reference_id']],
      ['https://BUY.stripe.com:443/1', ['client_reference_id']],
      ['https://acme-2.lemonsqueezy.com/checkout/buy/1', custom],
      ['https://acme.lemonsqueezy.com/buy/1', custom],
      ['https://buy.polar.sh/polar_cl_1', ['reference_id']],
      ['https://api.polar.sh/v1/checkout-links/polar_cl_1/redirect', ['reference_id']],
      ['https://sandbox-api.polar.sh/v1/checkout-links/polar_cl_1/redirect', ['reference_id']],
    ] as const)
      assert.deepEqual(namesFor(url), names, url);
  });

  it('tells nobody else', () => {
    for (const url of [
      'https://stripe.com/buy/1',
      'https://buy.stripe.com.evil.example/1',
      'https://buyXstripe.com/1',
      'https://a.buy.stripe.com/1',
      'https://checkout.stripe.com/c/pay/1',
      'https://lemonsqueezy.com/checkout/buy/1',
      'https://a.acme.lemonsqueezy.com/checkout/buy/1',
      // What a server has made for one buyer, signed.
      'https://acme.lemonsqueezy.com/checkout/custom/1?signature=2',
      'https://acme.lemonsqueezy.com/checkout/?cart=1',
      'https://app.lemonsqueezy.com/my-orders',
      'https://api.polar.sh/v1/orders',
      'https://polar.sh/checkout/polar_c_1',
      'https://pay.paddle.io/checkout/hsc_1',
    ])
      assert.deepEqual(namesFor(url), [], url);
  });

  it("follows the site's word, whatever the URL", () => {
    assert.deepEqual(namesFor('https://pay.shop.example/1', 'stripe'), ['client_reference_id']);
    assert.deepEqual(namesFor('https://pay.shop.example/1', 'lemon_squeezy'), custom);
    assert.deepEqual(namesFor('https://buy.stripe.com/1', 'polar'), ['reference_id']);
    for (const word of ['', 'none', 'Stripe', 'constructor'])
      assert.deepEqual(namesFor('https://buy.stripe.com/1', word), [], word);
  });

  it('tells the click where there is room for one id, or else the visitor', () => {
    const told = (click?: string) => checkoutParameters('buy.stripe.com', '/1', null, buyerBy(click));
    assert.deepEqual(told(click_id), [['client_reference_id', click_id]]);
    assert.deepEqual(told(), [['client_reference_id', visitor_id]]);
  });

  it('leaves out the click where there is none', () => {
    assert.deepEqual(checkoutParameters('acme.lemonsqueezy.com', '/buy/1', null, buyerBy()), [[custom[0], visitor_id]]);
  });
});

describe('withCustomData', () => {
  it("adds to an object, behind the site's own words, and leaves alone what is none", () => {
    const buyer = buyerBy(click_id);
    const ours = { clickstitch_visitor_id: visitor_id, clickstitch_click_id: click_id };
    for (const [own, expected] of [
      [null, ours],
      ['', ours],
      ['{}', ours],
      ['{"a":[1,{"b":null}]}', { ...ours, a: [1, { b: null }] }],
      ['{"clickstitch_visitor_id":"own"}', { ...ours, clickstitch_visitor_id: 'own' }],
      ['{"toString":1}', { ...ours, toString: 1 }],
    ] as const)
      assert.deepEqual(JSON.parse(withCustomData(own, buyer) ?? ''), expected, own ?? 'nothing');
    for (const own of ['null', '[]', '[{}]', '1', '"[object Object]"', '{', 'text'])
      assert.equal(withCustomData(own, buyer), own);
  });
});
