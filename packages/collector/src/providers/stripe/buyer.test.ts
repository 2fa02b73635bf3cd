import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { namedIn } from '../buyer.ts';
import { paying, referredBy } from './buyer.ts';

const DIGITS = '01a201b5d809768a8caa071cd32f8bbd';

describe('referredBy', () => {
  const cases: [string, unknown, object][] = [
    ['a click', `clk_${DIGITS}`, { click_id: `clk_${DIGITS}` }],
    ['a referral by another name', 'ref_friend', { referral_id: 'ref_friend' }],
    ['a referral that began with a click', `ref_${DIGITS}`, { click_id: `clk_${DIGITS}` }],
    ['a visitor', '01931c4e-7b1a-7abc-8def-0123456789ab', { visitor_id: '01931c4e-7b1a-7abc-8def-0123456789ab' }],
    ['a user', 'user-17', { external_user_id: 'user-17' }],
    [
      'a user by a random UUID',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      { external_user_id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
    ],
    ['nothing', null, {}],
    ['blanks', '  ', {}],
    ['a number', 17, {}],
    ['more than anybody is called', 'x'.repeat(256), {}],
  ];
  for (const [what, value, expected] of cases) test(what, () => assert.deepEqual(referredBy(value), expected));
});

describe('namedIn', () => {
  test('all that our own keys name', () => {
    const metadata = {
      clickstitch_click_id: `clk_${DIGITS}`,
      clickstitch_visitor_id: 'v1',
      clickstitch_user_id: 'u1',
      clickstitch_affiliate_id: 'aff-1',
      clickstitch_coupon: 'ADA10',
      clickstitch_referral_id: 'r1',
      plan: 'pro',
    };
    assert.deepEqual(namedIn(metadata), {
      click_id: `clk_${DIGITS}`,
      referral_id: 'r1',
      visitor_id: 'v1',
      external_user_id: 'u1',
      affiliate_id: 'aff-1',
      coupon: 'ADA10',
    });
  });

  test('a referral as Affonso’s script knows it', () => {
    assert.deepEqual(namedIn({ affonso_referral: `ref_${DIGITS}` }), { click_id: `clk_${DIGITS}` });
    assert.deepEqual(namedIn({ affonso_referral: 'cmdhq6ayf' }), { referral_id: 'cmdhq6ayf' });
  });

  test('what cannot be what it says is left out', () => {
    const metadata = { clickstitch_visitor_id: 'a b', clickstitch_coupon: 'x'.repeat(65), clickstitch_user_id: 7 };
    for (const value of [metadata, null, [], 'text', undefined]) assert.deepEqual(namedIn(value), {});
  });
});

describe('paying', () => {
  test('a customer by id or as an object, and an address', () => {
    const expected = { customer_id: 'cus_1', email: 'a@b.test' };
    assert.deepEqual(paying('cus_1', 'a@b.test'), expected);
    assert.deepEqual(paying({ id: 'cus_1', object: 'customer' }, 'a@b.test'), expected);
    assert.deepEqual(paying(null, null), {});
  });
});
