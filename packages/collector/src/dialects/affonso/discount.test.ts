import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Discount, discountInWords, discountOf } from './discount.ts';

const once: Discount = {
  discount_type: 'percentage',
  discount_value: 12.5,
  duration: 'once',
  duration_in_months: null,
  currency: null,
  product_ids: [],
};

test('what a coupon gives is read back from its words', () => {
  const all: [string, Discount][] = [
    ['12.5% off once', once],
    ['20% off forever', { ...once, discount_value: 20, duration: 'forever' }],
    [
      '5 EUR off for 3 months of a, b',
      {
        ...{ discount_type: 'fixed', discount_value: 5, duration: 'repeating', duration_in_months: 3 },
        ...{ currency: 'EUR', product_ids: ['a', 'b'] },
      },
    ],
  ];
  for (const [words, discount] of all) {
    assert.equal(discountInWords(discount), words);
    assert.deepEqual(discountOf(words), discount);
  }
});

test('words of somebody else are no discount', () => {
  for (const words of [null, '', 'Ten per cent off', '10% off', '10 euro off once'])
    assert.equal(discountOf(words), null);
});
