import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppError } from '../domain/errors.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import { DAY } from '../domain/time.ts';
import { incentivePatch, newIncentive } from '../wire/incentive.ts';
import { parse } from '../wire/parse.ts';
import { givenOf, intakeIncentive, intakeIncentiveEdit } from './incentive.ts';

const NOW = Date.UTC(2026, 10, 20, 10);
const PERCENT = { type: 'percentage', rate: 20 } as const;
const FIXED = { type: 'fixed', amount: '12.50' } as const;

function create(given: object, currency = 'EUR') {
  return intakeIncentive(parse(newIncentive, { program_id: 'p', name: 'Base', ...given }), {
    workspace_id: 'w',
    received_at: NOW,
    program: { id: 'p', currency },
  }).incentive;
}

function stored(given: object, later: Partial<IncentiveTerms>[] = []) {
  const { terms: first, ...incentive } = create(given);
  const versions: [IncentiveTerms, ...IncentiveTerms[]] = [first, ...later.map((change) => ({ ...first, ...change }))];
  const dates = { created_at: NOW, updated_at: NOW, deleted_at: null };
  const terms = versions.at(-1) ?? first;
  const row: IncentiveRow = { workspace_id: 'w', ...incentive, terms, first_terms: first, ...dates, version: 3 };
  return { row, versions, currency: 'EUR' };
}

function change(standing: ReturnType<typeof stored>, patch: object, received_at = NOW + DAY) {
  return intakeIncentiveEdit(standing, parse(incentivePatch, patch), { workspace_id: 'w', received_at });
}

function termsOf(command: ReturnType<typeof change>): IncentiveTerms {
  return command?.patch['terms'] as IncentiveTerms;
}

function refused(act: () => unknown, code: string, field: string): void {
  assert.throws(act, (error: AppError) => {
    assert.deepEqual([error.code, error.detail.field], [code, field], error.message);
    assert.ok(error.message.startsWith(field), error.message);
    return true;
  });
}

describe('a new incentive', () => {
  test('shares a percentage of every sale, for good, from now on', () => {
    const { terms, is_counted } = create(PERCENT);
    assert.deepEqual([terms.on, terms.rate_ppm, terms.amount_minor], ['sale', 200_000, null]);
    assert.deepEqual(terms.duration, { unit: 'lifetime', length: null });
    assert.deepEqual([terms.valid_from, terms.valid_until, is_counted], [NOW, null, false]);
    assert.deepEqual(
      [terms.affiliate_id, terms.group_name, terms.product_ids, terms.interval],
      [null, null, null, null],
    );
  });

  test('takes a rate to its last decimal, as number and as text', () => {
    for (const [rate, ppm] of [
      [100, 1_000_000],
      ['12.5', 125_000],
      [0.0001, 1],
      ['33.3333', 333_333],
      ['7.50000', 75_000],
      [8.15, 81_500],
    ] as const) {
      assert.equal(create({ ...PERCENT, rate }).terms.rate_ppm, ppm, String(rate));
    }
  });

  test('takes amounts in the currency of its program', () => {
    assert.equal(create(FIXED).terms.amount_minor, 1250);
    assert.equal(create({ ...FIXED, amount: 500 }, 'JPY').terms.amount_minor, 500);
    const { terms, is_counted } = create({ ...PERCENT, caps: { per_sale: 5, total: '100.5' } });
    assert.deepEqual([terms.cap_sale_minor, terms.cap_month_minor, terms.cap_total_minor], [500, null, 10_050]);
    assert.equal(is_counted, true);
    assert.equal(create({ ...PERCENT, caps: { per_sale: 5 } }).is_counted, false);
  });

  test('counts sales or revenue for its tiers', () => {
    const tiers = [
      { from: 10, rate: 25 },
      { from: '50', rate: 30 },
    ];
    const bySales = create({ ...PERCENT, tiers });
    assert.deepEqual(
      bySales.terms.tiers.map(({ from, rate_ppm }) => [from, rate_ppm]),
      [
        [10, 250_000],
        [50, 300_000],
      ],
    );
    assert.deepEqual([bySales.terms.tier_by, bySales.terms.tier_period, bySales.is_counted], ['sales', 'month', true]);
    const byRevenue = create({ ...PERCENT, tiers, tier_by: 'revenue', tier_period: 'lifetime' });
    assert.deepEqual(
      byRevenue.terms.tiers.map(({ from }) => from),
      [1_000, 5_000],
    );
  });

  test('may have begun in the past, and has an end after its beginning', () => {
    const given = { ...PERCENT, valid_from: '2026-01-01T00:00:00Z', valid_until: '2026-02-01T00:00:00Z' };
    const { terms } = create(given);
    assert.deepEqual([terms.valid_from, terms.valid_until], [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)]);
    refused(() => create({ ...given, valid_until: given.valid_from }), 'invalid', 'valid_until');
  });

  test('is shown as it was given', () => {
    const given = {
      ...{ on: 'sale', type: 'percentage', rate: 12.3456, affiliate_id: null, group: 'gold' },
      ...{ product_ids: ['a', 'b'], price_ids: null, interval: 'monthly', duration: { unit: 'months', length: 12 } },
      ...{ tiers: [{ from: 1000.5, rate: 25, amount: null }], tier_by: 'revenue', tier_period: 'lifetime' },
      ...{ caps: { per_sale: 10.25, per_month: null, total: 1000 }, hold_days: 14, approval: 'manual' },
    };
    const shown = givenOf(create(given).terms, 'EUR');
    assert.deepEqual(shown, { ...given, amount: null });
  });

  test('is refused by the field that is wrong', () => {
    for (const [given, at] of [
      [{}, 'type'],
      [{ type: 'percentage' }, 'rate'],
      [{ ...PERCENT, amount: 5 }, 'amount'],
      [{ type: 'fixed' }, 'amount'],
      [{ ...FIXED, rate: 5 }, 'rate'],
      [{ ...PERCENT, rate: 0 }, 'rate'],
      [{ ...PERCENT, rate: -5 }, 'rate'],
      [{ ...PERCENT, rate: 100.0001 }, 'rate'],
      [{ ...PERCENT, rate: '20%' }, 'rate'],
      [{ ...PERCENT, rate: 0.00001 }, 'rate'],
      [{ ...FIXED, amount: 0 }, 'amount'],
      [{ ...FIXED, amount: -1 }, 'amount'],
      [{ ...FIXED, amount: 0.001 }, 'amount'],
      [{ ...PERCENT, on: 'lead' }, 'type'],
      [{ ...FIXED, on: 'lead', tier_by: 'revenue' }, 'tier_by'],
      [{ ...PERCENT, affiliate_id: 'a', group: 'gold' }, 'group'],
      [{ ...PERCENT, product_ids: [] }, 'product_ids'],
      [{ ...PERCENT, interval: 'hourly' }, 'interval'],
      [{ ...PERCENT, duration: { unit: 'months' } }, 'duration.length'],
      [{ ...PERCENT, duration: { unit: 'payments', length: 0 } }, 'duration.length'],
      [{ ...PERCENT, duration: { unit: 'lifetime', length: 3 } }, 'duration.length'],
      [{ ...PERCENT, duration: { unit: 'weeks', length: 3 } }, 'duration.unit'],
      [{ ...PERCENT, tiers: [{ from: 5, amount: 3 }] }, 'tiers.0.rate'],
      [{ ...PERCENT, tiers: [{ from: 0, rate: 3 }] }, 'tiers.0.from'],
      [{ ...PERCENT, tiers: [{ from: 1.5, rate: 3 }] }, 'tiers.0.from'],
      [
        {
          ...PERCENT,
          tiers: [
            { from: 5, rate: 30 },
            { from: 5, rate: 40 },
          ],
        },
        'tiers.1.from',
      ],
      [{ ...PERCENT, caps: { total: 0 } }, 'caps.total'],
      [{ ...PERCENT, caps: { weekly: 5 } }, 'caps.weekly'],
      [{ ...PERCENT, hold_days: 366 }, 'hold_days'],
      [{ ...PERCENT, rates: 30 }, 'rates'],
    ] as const) {
      refused(() => create(given), 'invalid', at);
    }
  });
});

describe('a change of an incentive', () => {
  test('carries whole terms from now on, for the version that it was made for', () => {
    const standing = stored({ ...PERCENT, caps: { per_sale: 5 }, group: 'gold' });
    const command = change(standing, { rate: 25 });
    assert.deepEqual(termsOf(command), { ...standing.row.terms, rate_ppm: 250_000, valid_from: NOW + DAY });
    assert.equal(command?.version, 3);
    assert.deepEqual(termsOf(change(standing, { caps: { per_sale: null } })).cap_sale_minor, null);
    assert.equal(termsOf(change(standing, { affiliate_id: 'a' })).group_name, null);
    assert.equal(change(standing, { rate: 20 }), undefined);
    assert.deepEqual(change(standing, { name: 'Other' })?.patch, { name: 'Other' });
  });

  test('into another type says anew what it pays', () => {
    const standing = stored({ ...PERCENT, tiers: [{ from: 5, rate: 30 }] });
    refused(() => change(standing, { type: 'fixed' }), 'invalid', 'amount');
    const terms = termsOf(change(standing, FIXED));
    assert.deepEqual([terms.rate_ppm, terms.amount_minor, terms.tiers], [null, 1250, []]);
  });

  test('is never of the past, and of what has not begun holds from its beginning', () => {
    refused(() => change(stored(PERCENT), { rate: 25, valid_from: NOW }), 'invalid', 'valid_from');
    const begins = NOW + 30 * DAY;
    const standing = stored({ ...PERCENT, valid_from: begins });
    assert.equal(termsOf(change(standing, { rate: 25 })).valid_from, begins);
    refused(() => change(standing, { rate: 25, valid_from: NOW + 2 * DAY }), 'conflict', 'valid_from');
    const earlier = { rate: 25, valid_from: NOW + 2 * DAY, replaces_later: true };
    assert.equal(termsOf(change(standing, earlier)).valid_from, NOW + 2 * DAY);
  });

  test('ends it at a time that is ahead; what has ended is only renamed', () => {
    const standing = stored({ ...PERCENT, valid_until: NOW + 5 });
    assert.equal(termsOf(change(stored(PERCENT), { valid_until: NOW + 2 * DAY })).valid_until, NOW + 2 * DAY);
    refused(() => change(stored(PERCENT), { valid_until: NOW + 5 }), 'invalid', 'valid_until');
    refused(() => change(standing, { rate: 25 }), 'invalid', 'valid_until');
    assert.deepEqual(change(standing, { name: 'Ended' })?.patch, { name: 'Ended' });
  });

  test('that would have to count what was not counted is refused', () => {
    refused(() => change(stored(PERCENT), { tiers: [{ from: 5, rate: 30 }] }), 'invalid', 'tiers');
    refused(() => change(stored(PERCENT), { caps: { per_month: 100 } }), 'invalid', 'caps');
    assert.equal(termsOf(change(stored(PERCENT), { caps: { per_sale: 100 } })).cap_sale_minor, 10_000);
    const counted = stored({ ...PERCENT, caps: { total: 100 } });
    assert.equal(termsOf(change(counted, { tiers: [{ from: 5, rate: 30 }] })).tiers.length, 1);
  });
});
