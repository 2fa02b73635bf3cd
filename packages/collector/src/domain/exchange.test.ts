import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { convert, convertBy, decimalTextOf, invert, multiply, type Ratio, ratioOf, shareOf } from './exchange.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

const anyAmount = fc.integer({ min: -LARGEST, max: LARGEST });
/** From a millionth to a million, with up to 12 decimals. */
const anyRate = fc
  .tuple(fc.bigInt({ min: 1n, max: 999_999n }), fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.boolean())
  .map(([whole, fraction, isBelowOne]) =>
    isBelowOne ? `0.${String(whole).padStart(6, '0')}` : `${whole}.${String(fraction).padStart(12, '0')}`,
  );

describe('convert', () => {
  const cases: [number, string, string, string, number | null][] = [
    [10_000, 'EUR', 'USD', '1.0856', 10_856],
    [10_000, 'USD', 'USD', '1', 10_000],
    [1_000, 'EUR', 'JPY', '165.235', 1_652], // 1652.35
    [1_000, 'JPY', 'EUR', '0.00605', 605],
    [12_345, 'KWD', 'EUR', '3.00', 3_704], // 37.035, to the even one
    [12_355, 'KWD', 'EUR', '3.00', 3_706], // 37.065, to the even one
    [1, 'EUR', 'USD', '0.5', 0],
    [3, 'EUR', 'USD', '0.5', 2],
    [-3, 'EUR', 'USD', '0.5', -2],
    [-1, 'EUR', 'USD', '0.5', 0],
    [0, 'EUR', 'USD', '1.1', 0],
    [1, 'BTC', 'EUR', '60000', 0],
    [100_000_000, 'BTC', 'EUR', '60000.12', 6_000_012],
    [LARGEST, 'EUR', 'USD', '1', LARGEST],
    [LARGEST, 'EUR', 'USD', '1.1', null],
    [-LARGEST, 'EUR', 'JPY', '165', null],
  ];
  for (const [amount, from, to, rate, result] of cases) {
    test(`${amount} ${from} at ${rate} is ${result} ${to}`, () => {
      assert.equal(convert(amount, from, to, rate), result);
    });
  }

  test('a rate of 1 changes nothing', () => {
    fc.assert(fc.property(anyAmount, (amount) => assert.equal(convert(amount, 'EUR', 'USD', '1.000'), amount)));
  });

  test('what is taken back is converted as what was given', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(amounts, anyRate, (amount, rate) => {
        const given = convert(amount, 'EUR', 'KWD', rate);
        assert.equal(convert(-amount, 'EUR', 'KWD', rate), given === null || given === 0 ? given : -given);
      }),
    );
  });

  test('there and back again is exact but for the rounding of each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), anyRate, (amount, rate) => {
        const ratio = ratioOf(rate);
        const there = convertBy(amount, 'EUR', 'USD', ratio);
        const back = there === null ? null : convertBy(there, 'USD', 'EUR', invert(ratio));
        const mostLost = 0.5 / Number(rate) + 0.5;
        assert.ok(
          back !== null && Math.abs(back - amount) <= mostLost + 1e-6,
          `${amount} at ${rate} came back as ${back}`,
        );
      }),
    );
  });

  test('through a third currency it is rounded once', () => {
    const throughEuro = multiply(invert(ratioOf('1.25')), ratioOf('0.8'));
    assert.equal(convertBy(1_000_003, 'USD', 'GBP', throughEuro), 640_002);
    assert.equal(decimalTextOf(throughEuro), '0.64');
  });
});

describe('decimalTextOf', () => {
  const cases: [Ratio, string][] = [
    [ratioOf('1.0856'), '1.0856'],
    [ratioOf('1'), '1'],
    [ratioOf('100'), '100'],
    [ratioOf('0.00000012'), '0.00000012'],
    [invert(ratioOf('1.0856')), '0.9211495947'],
    [invert(ratioOf('165.235')), '0.006051986565'],
    [invert(ratioOf('3')), '0.3333333333'],
    [multiply(ratioOf('2'), invert(ratioOf('3'))), '0.6666666667'],
    [ratioOf('0.99999999999'), '1'],
    [ratioOf('9.99999999999'), '10'],
    [ratioOf('123456789012.75'), '123456789013'],
    [ratioOf('60000.123456789'), '60000.12346'],
  ];
  for (const [ratio, shown] of cases) {
    test(`${ratio.numerator}/${ratio.denominator} is shown as ${shown}`, () => {
      assert.equal(decimalTextOf(ratio), shown);
    });
  }

  test('is as near as ten digits allow', () => {
    fc.assert(
      fc.property(anyRate, (rate) => {
        const exact = 1 / Number(rate);
        assert.ok(Math.abs(Number(decimalTextOf(invert(ratioOf(rate)))) / exact - 1) < 1e-9);
      }),
    );
  });
});

describe('shareOf', () => {
  const cases: [number, number | bigint, number | bigint, number][] = [
    [10_000, 200_000, 1_000_000, 2_000],
    [5, 500_000, 1_000_000, 2],
    [15, 500_000, 1_000_000, 8],
    [-5, 1, 2, -2],
    [999, 1, 3, 333],
    [1_000, 3_333, 9_999n, 333],
    [0, 1, 3, 0],
    [LARGEST, LARGEST, LARGEST, LARGEST],
  ];
  for (const [amount, numerator, denominator, share] of cases) {
    test(`${numerator}/${denominator} of ${amount} is ${share}`, () => {
      assert.equal(shareOf(amount, numerator, denominator), share);
    });
  }

  test('what is too large to be stored is a fault', () => {
    assert.throws(() => shareOf(LARGEST, 2, 1), RangeError);
  });

  test('a part is never more than the whole, and all of it is the whole', () => {
    fc.assert(
      fc.property(anyAmount, fc.nat({ max: 1_000_000 }), (amount, ppm) => {
        assert.ok(Math.abs(shareOf(amount, ppm, 1_000_000)) <= Math.abs(amount));
        assert.equal(shareOf(amount, 7, 7), amount);
      }),
    );
  });
});
