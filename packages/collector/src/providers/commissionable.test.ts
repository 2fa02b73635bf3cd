import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ConnectionSettings, DEFAULT_SETTINGS } from '../domain/connection.ts';
import { commissionableOf, type PaidParts } from './commissionable.ts';

const PARTS: PaidParts = {
  ...{ total: 12_400, paid: 12_400, tax: 1_900, shipping: 500, discount: 1_000, proration: 0, is_trial: false },
};

function on(parts: Partial<ConnectionSettings['commission_on']> = {}) {
  return { ...DEFAULT_SETTINGS.commission_on, ...parts };
}

describe('commissionableOf', () => {
  const cases: [string, Partial<PaidParts>, Partial<ConnectionSettings['commission_on']>, number][] = [
    ['tax and shipping are left out, and what was discounted was not paid', {}, {}, 10_000],
    ['with tax', {}, { tax: true }, 11_900],
    ['with shipping', {}, { shipping: true }, 10_500],
    ['with all that was paid', {}, { tax: true, shipping: true }, 12_400],
    ['on the price before the discount', {}, { discount: true }, 11_000],
    ['prorations count', { proration: 3_000 }, {}, 10_000],
    ['without prorations', { proration: 3_000 }, { proration: false }, 7_000],
    [
      'a credit for what was not used is no reason for more than was paid',
      { proration: -5_000 },
      { proration: false },
      12_400,
    ],
    ['prorations that are more than the rest leave nothing', { proration: 50_000 }, { proration: false }, 0],
    ['a trial that is paid for counts', { is_trial: true }, {}, 10_000],
    ['without trials', { is_trial: true }, { trial: false }, 0],
    ['half of it was paid from credit', { paid: 6_200 }, {}, 5_000],
    ['a share is rounded half-even', { total: 3, paid: 1, tax: 0, shipping: 0 }, {}, 1],
    ['nothing', { total: 0, paid: 0, tax: 0, shipping: 0 }, {}, 0],
  ];
  for (const [what, parts, settings, expected] of cases) {
    test(what, () => assert.equal(commissionableOf({ ...PARTS, ...parts }, on(settings)), expected));
  }
});
