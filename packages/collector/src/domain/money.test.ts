import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decimalOf, exponentOf, moneyOf } from './money.ts';

describe('moneyOf', () => {
  const cases: [number | string, string, number][] = [
    [99.5, 'EUR', 9_950],
    ['99.50', 'eur', 9_950],
    [0.1, 'USD', 10],
    [1.1, 'USD', 110],
    [0.29, 'USD', 29],
    [1.15, 'USD', 115],
    [4.35, 'USD', 435],
    [1000, 'JPY', 1_000],
    ['12.345', 'KWD', 12_345],
    ['1.2345', 'CLF', 12_345],
    [1e3, 'EUR', 100_000],
    ['1e-2', 'EUR', 1],
    [0, 'EUR', 0],
    [-5.25, 'EUR', -525],
    [' 7. ', 'EUR', 700],
    ['1.000', 'EUR', 100],
    ['90071992547409.91', 'EUR', 9_007_199_254_740_991],
    ['0.00000001', 'btc', 1],
    ['1.00000001', 'ETH', 100_000_001],
    [0.5, 'ape', 50_000_000],
    ['12.345678', 'usdt', 12_345_678],
    ['0.0015', 'xau', 1_500],
    [9.99, 'whop_usd', 999],
    [1.25, 'kzt', 125],
    [1.25, 'awg', 125],
  ];
  for (const [amount, currency, minor] of cases) {
    test(`${JSON.stringify(amount)} ${currency} is ${minor}`, () => {
      assert.deepEqual(moneyOf(amount, currency), {
        amount_minor: minor,
        currency: currency.toUpperCase(),
        rounded: false,
      });
    });
  }

  const faults: [number | string, string, string][] = [
    [1.005, 'EUR', 'too_precise'],
    [1.5, 'JPY', 'too_precise'],
    [0.1 + 0.2, 'EUR', 'too_precise'],
    ['1e-7', 'EUR', 'too_precise'],
    [1e21, 'EUR', 'too_large'],
    ['90071992547409.92', 'EUR', 'too_large'],
    [Number.NaN, 'EUR', 'not_an_amount'],
    [Number.POSITIVE_INFINITY, 'EUR', 'not_an_amount'],
    ['1,5', 'EUR', 'not_an_amount'],
    ['', 'EUR', 'not_an_amount'],
    ['0x10', 'EUR', 'not_an_amount'],
    [1, 'XQX', 'unknown_currency'],
    [1, '', 'unknown_currency'],
    [1, 'DOGE', 'unknown_currency'],
    [1, '__proto__', 'unknown_currency'],
    ['0.000000001', 'BTC', 'too_precise'],
    ['90071992.54740992', 'BTC', 'too_large'],
  ];
  for (const [amount, currency, fault] of faults) {
    test(`${JSON.stringify(amount)} ${currency} is refused: ${fault}`, () => {
      assert.equal(moneyOf(amount, currency).fault, fault);
    });
  }

  test('half-even rounding, where it is asked for, says that it rounded', () => {
    const rounded = (amount: string) => {
      const money = moneyOf(amount, 'EUR', 'half_even');
      return money.fault ? money.fault : [money.amount_minor, money.rounded];
    };
    assert.deepEqual(rounded('1.005'), [100, true]);
    assert.deepEqual(rounded('1.015'), [102, true]);
    assert.deepEqual(rounded('1.0051'), [101, true]);
    assert.deepEqual(rounded('-1.005'), [-100, true]);
    assert.deepEqual(rounded('1.00'), [100, false]);
  });

  test('what was read is written back the same, for every currency and amount', () => {
    const anyMinor = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        anyMinor,
        fc.constantFrom('JPY', 'EUR', 'USD', 'KWD', 'CLF', 'MGA', 'BTC', 'ETH', 'APE', 'USDT', 'XAU', 'WHOP_USD'),
        (minor, currency) => {
          const text = decimalOf(minor, currency);
          assert.equal(text.split('.')[1]?.length ?? 0, exponentOf(currency));
          assert.deepEqual(moneyOf(text, currency), { amount_minor: minor, currency, rounded: false });
        },
      ),
    );
  });

  test('the double nearest to an amount in cents is that amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (cents) => {
        const money = moneyOf(cents / 100, 'EUR');
        assert.equal(money.fault ? money.fault : money.amount_minor, cents);
      }),
    );
  });
});
