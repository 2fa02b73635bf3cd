import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConversionRow } from '../domain/conversion.ts';
import { AppError } from '../domain/errors.ts';
import { parse } from '../wire/parse.ts';
import { newRefund } from '../wire/refund.ts';
import { intakeAdjustment } from './adjustment.ts';

const CONTEXT = { workspace_id: 'w', received_at: Date.UTC(2026, 10, 20), currency: 'USD', dialect: 'native' } as const;
const SALE = { id: 'c1', name: 'purchase', order_id: 'o1', amount_minor: 5_000, currency: 'JPY' } as ConversionRow;
const UNKNOWN = { id: null, name: 'purchase', order_id: 'o9' };

const take = (given: object, of: ConversionRow | typeof UNKNOWN = SALE) =>
  intakeAdjustment(parse(newRefund, given), of, CONTEXT).adjustment;

describe('what is given back', () => {
  test('is in the currency of the sale', () => {
    const { conversion_id, name, order_id, amount_minor, currency, kind } = take({ amount: '500' });
    assert.deepEqual([conversion_id, name, order_id], ['c1', 'purchase', 'o1']);
    assert.deepEqual([amount_minor, currency, kind], [500, 'JPY', 'refund']);
    assert.deepEqual(take({}).amount_minor, null, 'all that is left');
  });

  test('of an order that is not known is in the currency that is said, for its sale may be in any', () => {
    const { conversion_id, order_id, amount_minor, currency } = take({ amount: '10.005', currency: 'kwd' }, UNKNOWN);
    assert.deepEqual([conversion_id, order_id, amount_minor, currency], [null, 'o9', 10_005, 'KWD']);
    assert.equal(take({ amount: 5, currency: 'jpy' }, UNKNOWN).amount_minor, 5);
    assert.throws(
      () => take({ amount: 5 }, UNKNOWN),
      (error) => error instanceof AppError && error.code === 'invalid' && error.detail.field === 'currency',
    );
    assert.deepEqual([take({}, UNKNOWN).amount_minor, take({}, UNKNOWN).currency], [null, null]);
  });

  for (const given of [{ amount: 0 }, { amount: -1 }, { amount: 1.5 }, { amount: 'all' }]) {
    test(`${JSON.stringify(given)} is refused`, () => {
      assert.throws(
        () => take(given),
        (error) => error instanceof AppError && error.detail.field === 'amount',
      );
    });
  }
});
