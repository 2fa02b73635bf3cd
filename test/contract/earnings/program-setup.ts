import fc from 'fast-check';
import type { Duration, IncentiveTerms, Tier } from '../../../packages/collector/src/domain/incentive.ts';
import type { ProgramTerms } from '../../../packages/collector/src/domain/program.ts';
import { maybe } from '../history-world.ts';
import type { ProgramStep } from './program-plan.ts';

/** Random programs, what they pay, and who is in them. */

export const GROUPS = ['gold', 'press'];
export const PRODUCTS = ['book', 'song'];

/** Some of the columns, each with a value of its own. */
export const some = <T extends object>(model: { [K in keyof T]?: fc.Arbitrary<T[K]> }) =>
  fc.record(model as { [K in keyof T]: fc.Arbitrary<T[K]> }, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

export const programTerms: fc.Arbitrary<Partial<ProgramTerms>> = some<ProgramTerms>({
  valid_from: fc.constant(0),
  cookie_days: fc.constantFrom(7, 30, 60),
  click_rule: fc.constantFrom('first', 'last'),
  hold_days: fc.constantFrom(0, 0, 3, 7),
  minimum_payout_minor: fc.constantFrom(0, 0, 0, 500),
  earning_approval: fc.constantFrom(...(['automatic', 'automatic', 'automatic', 'automatic', 'manual'] as const)),
  locks_rates: fc.boolean(),
  fraud: fc.constantFrom({}, {}, { disposable_email: 'detect' as const }, { disposable_email: 'block' as const }),
});

const tiers: fc.Arbitrary<Tier[]> = fc.constantFrom(
  [],
  [{ from: 1, rate_ppm: 250_000, amount_minor: 700 }],
  [
    { from: 2, rate_ppm: 333_333, amount_minor: 900 },
    { from: 3, rate_ppm: 100_000, amount_minor: 50 },
  ],
  [{ from: 10_000, rate_ppm: 500_000, amount_minor: 2_000 }],
);
const duration: fc.Arbitrary<Duration> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ unit: 'lifetime' as const, length: null }) },
  { weight: 2, arbitrary: fc.constant({ unit: 'first_sale' as const, length: null }) },
  { weight: 2, arbitrary: fc.constantFrom(2, 3).map((length) => ({ unit: 'payments' as const, length })) },
  { weight: 2, arbitrary: fc.constantFrom(1, 2).map((length) => ({ unit: 'months' as const, length })) },
);
const pays: fc.Arbitrary<Partial<IncentiveTerms>> = fc.oneof(
  fc.constantFrom(200_000, 333_333, 50_000, 5).map((rate_ppm) => ({ type: 'percentage' as const, rate_ppm })),
  fc.constantFrom(200_000, 333_333, 125_000).map((rate_ppm) => ({ type: 'percentage' as const, rate_ppm })),
  fc.constantFrom(500, 1_001).map((amount_minor) => ({ type: 'fixed' as const, amount_minor })),
);
const most = (values: readonly number[]) => maybe(2, values);
export const incentiveTerms: fc.Arbitrary<Partial<IncentiveTerms>> = fc
  .tuple(
    pays,
    fc.record({
      duration,
      tiers,
      tier_by: fc.constantFrom('sales' as const, 'sales' as const, 'revenue' as const),
      tier_period: fc.constantFrom('month' as const, 'lifetime' as const),
      cap_sale_minor: most([700, 1_000]),
      cap_month_minor: most([900, 2_500]),
      cap_total_minor: most([1_500, 4_000]),
      hold_days: maybe(2, [0, 5]),
      approval: maybe(2, ['automatic' as const, 'manual' as const]),
    }),
  )
  .map(([paid, more]) => ({ ...paid, ...more }));
const targets: fc.Arbitrary<Partial<IncentiveTerms>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom(...GROUPS).map((group_name) => ({ group_name })) },
  { weight: 2, arbitrary: fc.constantFrom(...PRODUCTS).map((product) => ({ product_ids: [product] })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Partial<IncentiveTerms>[]>({ price_ids: ['dear'] }, { interval: 'monthly' }),
  },
);
const validity: fc.Arbitrary<Partial<IncentiveTerms>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  // In days; what makes the commands knows from when.
  { weight: 1, arbitrary: fc.constantFrom({ valid_from: 10 }, { valid_until: 40 }) },
);

const program = (which: number, first: string): fc.Arbitrary<ProgramStep> =>
  programTerms.map((terms) => ({ step: 'program', which, currency: first, terms }));
export const incentive = (
  on: 'sale' | 'lead',
  programs: readonly number[],
  isOwn: boolean,
): fc.Arbitrary<ProgramStep> =>
  fc
    .record({
      terms: fc.tuple(incentiveTerms, targets, validity),
      number: fc.constantFrom(...programs),
      whose: isOwn ? maybe(3, [0, 1, 2]) : fc.constant(null),
    })
    .map(({ terms: [first, target, valid], number, whose }) => ({
      step: 'incentive',
      program: number,
      whose,
      terms: {
        ...first,
        ...(isOwn ? { ...target, ...valid } : {}),
        ...(on === 'lead' ? { on, type: 'fixed', amount_minor: first.amount_minor ?? 300 } : {}),
      },
    }));
const affiliate = (number: number, programs: readonly (number | null)[]): fc.Arbitrary<ProgramStep> =>
  fc.record({
    step: fc.constant('affiliate' as const),
    who: fc.constant(number),
    program: fc.constantFrom(...programs),
    group: maybe(4, GROUPS),
    isPayable: fc.boolean(),
  });

export const rates: fc.Arbitrary<ProgramStep> = fc
  .record({
    pair: fc.constantFrom(['EUR', 'USD'], ['EUR', 'USD'], ['EUR', 'JPY'], ['USD', 'JPY'], ['USD', 'EUR']),
    since: fc.constantFrom(0, 3, 10, 30, 90),
    until: fc.constantFrom(0, 0, 2, 20),
  })
  .map(({ pair: [base = '', quote = ''], since, until }) => ({
    ...{ step: 'rates' as const, base, quote, since: Math.max(since, until), until },
  }));

/** What is there before anything is sold, as a rule. */
export const setup: fc.Arbitrary<ProgramStep[]> = fc.tuple(
  program(0, 'EUR'),
  program(1, 'USD'),
  incentive('sale', [0], false),
  incentive('sale', [1], false),
  incentive('lead', [0], false),
  affiliate(0, [0]),
  affiliate(1, [0, 0, 1]),
  affiliate(2, [1]),
  affiliate(3, [0, 1, null]),
  incentive('sale', [0], true),
  incentive('sale', [0, 1], true),
  rates,
);
