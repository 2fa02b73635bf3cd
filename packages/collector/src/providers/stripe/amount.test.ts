import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { moneyOf } from '../../domain/money.ts';
import { decimalOfStripe, stripeExponentOf } from './amount.ts';

describe('decimalOfStripe', () => {
  for (const code of 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')) {
    test(`${code} has no decimals at Stripe`, () => assert.equal(decimalOfStripe(1234, code), '1234'));
  }
  for (const code of 'bhd jod kwd omr tnd'.split(' ')) {
    test(`${code} has three`, () => assert.equal(decimalOfStripe(1230, code), '1.230'));
  }
  for (const code of 'usd eur gbp huf twd'.split(' ')) {
    test(`${code} has two`, () => assert.equal(decimalOfStripe(1234, code), '12.34'));
  }
  for (const code of ['isk', 'ugx']) {
    test(`${code} is sent with two that are always 00, and has none`, () => {
      assert.equal(stripeExponentOf(code), 2);
      assert.equal(decimalOfStripe(50_000, code), '500');
    });
  }

  test('what comes to a fraction of an ISK is rounded half-even', () => {
    assert.deepEqual(
      [12_349, 12_350, 12_450, 12_351].map((amount) => decimalOfStripe(amount, 'isk')),
      ['123', '124', '124', '124'],
    );
  });

  test('less than a unit, and nothing', () => {
    assert.deepEqual(
      [0, 5, 99].map((amount) => decimalOfStripe(amount, 'usd')),
      ['0.00', '0.05', '0.99'],
    );
  });

  test('every amount can be stored in its currency as it is', () => {
    for (const code of 'bif clp isk ugx jpy mga kwd tnd usd huf twd'.split(' ')) {
      const money = moneyOf(decimalOfStripe(123_400, code), code);
      assert.equal('rounded' in money && money.rounded, false, code);
    }
  });

  test('a currency that we do not know is told with two', () => assert.equal(decimalOfStripe(100, 'zzz'), '1.00'));
});
