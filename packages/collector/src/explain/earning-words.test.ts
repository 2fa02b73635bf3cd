import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Calculation, EarningRow } from '../domain/earning.ts';
import type { IncentiveTerms } from '../domain/incentive.ts';
import type { ToldEarning } from '../domain/told-earning.ts';
import { earningInWords, percentInWords } from './earning-words.ts';

const SOLD = Date.UTC(2026, 10, 20, 10);

const TERMS: IncentiveTerms = {
  valid_from: 0,
  valid_until: null,
  on: 'sale',
  type: 'percentage',
  rate_ppm: 300_000,
  amount_minor: null,
  affiliate_id: null,
  group_name: null,
  product_ids: null,
  price_ids: null,
  interval: null,
  duration: { unit: 'months', length: 12 },
  tiers: [],
  tier_by: 'sales',
  tier_period: 'month',
  cap_sale_minor: null,
  cap_month_minor: null,
  cap_total_minor: null,
  hold_days: null,
  approval: null,
};

const DONE: Calculation = {
  incentives: [{ incentive_id: 'i1', verdict: 'matched' }],
  terms_at: SOLD,
  base_minor: 9_950,
  rate_ppm: 300_000,
  amount_minor: null,
  tier_from: null,
  uncapped_minor: 2_985,
  capped_by: null,
  payment: 1,
  fraud: [],
};

const EARNING: EarningRow = {
  workspace_id: 'w',
  id: 'e1',
  conversion_id: 'c1',
  affiliate_id: 'a1',
  program_id: 'p1',
  referral_id: 'r1',
  person_key: null,
  visitor_id: null,
  kind: 'sale',
  occurred_at: SOLD,
  incentive_id: 'i1',
  incentive_version: 2,
  currency: 'EUR',
  sale_minor: 9_950,
  sale_currency: 'EUR',
  is_foreign: null,
  rate: null,
  rate_date: null,
  commission_minor: 2_985,
  reversed_minor: 0,
  due_minor: 2_985,
  allocated_minor: 0,
  paid_minor: 0,
  status: 'pending',
  reason: null,
  is_payable: false,
  hold_until: SOLD + 30 * 86_400_000,
  calculation: DONE,
  term_key: null,
  series_key: null,
  counted: null,
  version: 1,
};

type Told = Omit<Partial<ToldEarning>, 'earning'> & {
  earning?: Partial<EarningRow>;
  done?: Partial<Calculation>;
  terms?: Partial<IncentiveTerms>;
};

function told({ earning = {}, done = {}, terms = {}, ...more }: Told = {}): string[] {
  return earningInWords({
    affiliate_name: 'Jane',
    program_name: 'Partners',
    incentive: { name: 'Standard', terms: { ...TERMS, ...terms } },
    incentive_names: { i1: 'Standard' },
    count: 1,
    refunded_minor: 0,
    override: null,
    metadata: null,
    commissionable_minor: null,
    stated: null,
    review: null,
    payments: [],
    ...more,
    earning: { ...EARNING, calculation: { ...DONE, ...done }, ...earning },
  });
}

describe('an earning in words', () => {
  test('who is owed how much, by what, and until when it is held', () => {
    assert.deepEqual(told(), [
      '29.85 EUR are owed to Jane. It is on hold.',
      'The incentive Standard of the program Partners holds, in its version 2.',
      'It is payment 1 of the referral; those of the first 12 months are rewarded.',
      '30 % of 99.50 EUR are 29.85 EUR.',
      'Its hold ends at 2026-12-20 10:00:00 UTC.',
    ]);
  });

  test('nothing, and why', () => {
    assert.deepEqual(
      told({
        earning: { status: 'none', reason: 'no_program', due_minor: 0, commission_minor: 0, calculation: null },
        incentive: null,
      }),
      ['Jane earns nothing for it. The affiliate is in no program.'],
    );
  });

  test('another currency, with the rate and its day', () => {
    const words = told({
      earning: { sale_minor: 10_000, sale_currency: 'USD', rate: '0.995', rate_date: '2026-11-20' },
    });
    assert.ok(
      words.includes('100.00 USD are 99.50 EUR, at 0.995 EUR for one USD, the rate of 2026-11-20.'),
      words.join('\n'),
    );
  });

  test('tier, cap, a fixed amount, and terms that are locked', () => {
    const tier = told({ done: { tier_from: 100_000 }, terms: { tier_by: 'revenue', tier_period: 'lifetime' } });
    assert.match(
      tier.join(' '),
      /had at least 1000\.00 EUR of sales under it in all, so the tier from there on holds\./,
    );
    const capped = told({
      earning: { commission_minor: 1_500, due_minor: 1_500 },
      done: { capped_by: 'month' },
      terms: { cap_month_minor: 5_000 },
    });
    assert.match(
      capped.join(' '),
      /are 29\.85 EUR\. At most 50\.00 EUR are paid to an affiliate for a month’s sales under it\. 15\.00 EUR of it are left\./,
    );
    const fixed = told({ count: 3, done: { rate_ppm: null, amount_minor: 500, uncapped_minor: 1_500 } });
    assert.match(fixed.join(' '), /It pays 5\.00 EUR for each of 3, which are 15\.00 EUR\./);
    const locked = told({ done: { terms_at: SOLD - 86_400_000 } });
    assert.match(locked.join(' '), /The terms are those of 2026-11-19 10:00:00 UTC, for the rates of this referral/);
  });

  test('what was given back, and what payouts make of it', () => {
    const words = told({
      earning: { reversed_minor: 1_000, due_minor: 1_985, allocated_minor: 2_985, paid_minor: 2_985, status: 'paid' },
      refunded_minor: 3_333,
      payments: [{ payout_id: 'po1', status: 'paid', amount_minor: 2_985, paid_at: SOLD, reference: 'T-1' }],
    });
    assert.deepEqual(words.slice(4), [
      'Of the 99.50 EUR 33.33 EUR were given back, so 10.00 EUR of the 29.85 EUR are taken back.',
      'The payout po1 pays 29.85 EUR of it: it was paid at 2026-11-20 10:00:00 UTC, reference T-1.',
      '10.00 EUR more are in payouts than is owed now; the next payout takes them off.',
    ]);
  });

  test('a commission that the caller states, and one on a part of the sale', () => {
    const stated = told({
      incentive: null,
      done: { is_stated: true, incentives: [], payment: null },
      stated: { minor: 3_000, currency: 'USD' },
      earning: { rate: '0.995', rate_date: '2026-11-19' },
    });
    assert.deepEqual(stated.slice(1, 3), [
      'The commission is what the report states, 30.00 USD; no incentive was looked at.',
      '30.00 USD are 29.85 EUR, at 0.995 EUR for one USD, the rate of 2026-11-19.',
    ]);
    const part = told({ commissionable_minor: 8_000 });
    assert.ok(part.includes('A commission is paid on 80.00 EUR of it; the sale was of 99.50 EUR.'), part.join('\n'));
  });

  test('fraud with its evidence, what the caller says, and what somebody decided', () => {
    const evidence = "The buyer has the affiliate's address.";
    const words = told({
      earning: { status: 'awaiting_review', reason: 'fraud' },
      done: { fraud: [{ check: 'self_referral', mode: 'detect', evidence }] },
      override: 'awaiting_review',
      review: { decision: 'approved', note: 'They called.', recorded_at: SOLD },
    });
    assert.deepEqual(words.slice(4), [
      `It was checked whether the buyer is the affiliate (self_referral): ${evidence} Somebody has to look.`,
      'The shop’s server says that somebody has to look at it.',
      'Somebody approved it at 2026-11-20 10:00:00 UTC (“They called.”).',
    ]);
  });

  test('a rate in per cent', () => {
    assert.deepEqual([200_000, 125_000, 1].map(percentInWords), ['20 %', '12.5 %', '0.0001 %']);
  });
});
