import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConversionRow } from '../domain/conversion.ts';
import { AppError } from '../domain/errors.ts';
import { STRICT } from '../domain/leniency.ts';
import { conversionPatch, newConversion } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { intakeConversion } from './conversion.ts';
import { intakeConversionEdit } from './conversion-edit.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const CONTEXT = {
  workspace_id: 'w',
  received_at: NOW,
  currency: 'USD',
  leniency: STRICT,
  type: null,
  source: null,
};

function recorded(given: object): ConversionRow {
  const report = parse(newConversion, { name: 'purchase', ...given });
  const { conversion } = intakeConversion(report, {
    ...CONTEXT,
    affiliate: null,
    dialect: 'native',
    identity_secret: 's',
  });
  return conversion as ConversionRow;
}

const change = (patch: object, before: object = { amount: '99.50', currency: 'EUR', notes: 'n' }) =>
  intakeConversionEdit(recorded(before), parse(conversionPatch, patch), CONTEXT).patch;

function faultOf(patch: object, before?: object): string | undefined {
  try {
    change(patch, before);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.detail.field;
  }
}

describe('a change of a conversion', () => {
  test('names the columns that it changes, and no other', () => {
    assert.deepEqual(change({}), {});
    assert.deepEqual(change({ notes: null, count: 3 }), { notes: null, count: 3 });
    assert.deepEqual(change({ earning_status: 'declined' }), { earning_status: 'declined' });
    assert.deepEqual(change({ earning_status: null }), { earning_status: null });
    assert.deepEqual(change({ referrer_url: 'https://x.org/', source_id: null, conversion_type_id: null }), {
      referrer: 'https://x.org/',
      source_id: null,
      type_id: null,
    });
    assert.deepEqual(change({ occurred_at: '2026-11-19T00:00:00Z' }), { occurred_at: Date.UTC(2026, 10, 19) });
  });

  test('of what a commission is on, or of the commission itself, leaves the other as it is', () => {
    const before = {
      amount: 100,
      currency: 'EUR',
      commissionable_amount: 80,
      commission_amount: 9,
      commission_currency: 'USD',
    };
    const kept = { commissionable_minor: 8_000, commission_minor: 900, commission_currency: 'USD' };
    assert.deepEqual(change({ commissionable_amount: 70 }, before), { ...kept, commissionable_minor: 7_000 });
    assert.deepEqual(change({ commission_amount: '9.50' }, before), { ...kept, commission_minor: 950 });
    const none = { commission_minor: null, commission_currency: null };
    assert.deepEqual(change({ commission_amount: null }, before), { ...kept, ...none });
    assert.deepEqual(change({ currency: 'JPY' }, before), {
      ...{ amount_minor: 100, currency: 'JPY', ...kept, commissionable_minor: 80 },
    });
    assert.equal(faultOf({ commissionable_amount: 1 }, { notes: 'n' }), 'commissionable_amount');
    assert.equal(faultOf({ commission_amount: 1, commission_currency: 'NOPE' }, before), 'commission_currency');
  });

  test('of an amount is in the currency that the conversion has', () => {
    assert.deepEqual(change({ amount: 5 }), { amount_minor: 500, currency: 'EUR' });
    assert.deepEqual(change({ amount: 5 }, {}), { amount_minor: 500, currency: 'USD' });
    assert.deepEqual(change({ amount: 5, currency: 'jpy' }), { amount_minor: 5, currency: 'JPY' });
    assert.deepEqual(change({ amount: null }), { amount_minor: null, currency: null });
  });

  test('of a currency alone leaves the amount in major units', () => {
    assert.deepEqual(change({ currency: 'KWD' }), { amount_minor: 99_500, currency: 'KWD' });
    assert.deepEqual(change({ currency: null }), { amount_minor: 9_950, currency: 'USD' });
    assert.deepEqual(change({ currency: 'SEK' }, {}), { amount_minor: null, currency: 'SEK' });
    assert.equal(faultOf({ currency: 'JPY' }), 'amount', '99.50 is no amount of yen');
  });

  const refused: [object, string][] = [
    [{ amount: -1 }, 'amount'],
    [{ currency: 'XQX' }, 'currency'],
    [{ order_id: 'o_2' }, 'order_id'],
    [{ count: 0 }, 'count'],
    [{ count: null }, 'count'],
    [{ sales_status: 'paid' }, 'sales_status'],
    [{ occurred_at: '2031-01-01T00:00:00Z' }, 'occurred_at'],
  ];
  for (const [patch, field] of refused) {
    test(`${JSON.stringify(patch)} is refused by its field`, () => assert.equal(faultOf(patch), field));
  }
});
