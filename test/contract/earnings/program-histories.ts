import fc from 'fast-check';
import { maybe } from '../history-world.ts';
import type { ProgramStep } from './program-plan.ts';
import {
  ago,
  buyer,
  CLICKS,
  COUPONS,
  couponed,
  EMAILS,
  heldAgain,
  led,
  ORDERS,
  OTHER_NAMES,
  of,
  paid,
  patch,
  provided,
  sale,
  USERS,
  VISITORS,
  who,
} from './program-sales.ts';
import { GROUPS, incentive, incentiveTerms, programTerms, rates, setup } from './program-setup.ts';

/**
 * Random histories of programs, of what is sold through them and of what is paid. The world is small: two programs, four
 * affiliates, few people and few days, so that they meet often. Nothing here knows the rules.
 */

const KINDS = ['refund', 'refund', 'refund', 'chargeback', 'chargeback', 'reinstatement'] as const;

const step: fc.Arbitrary<ProgramStep> = fc.oneof(
  { weight: 40, arbitrary: sale },
  {
    weight: 9,
    arbitrary: fc.record({
      step: fc.constant('click' as const),
      click: fc.constantFrom(...CLICKS),
      who,
      visitor: maybe(5, VISITORS),
      ago,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('visit' as const),
      visitor: fc.constantFrom(...VISITORS),
      who: maybe(7, [0, 1, 2, 3]),
      click: maybe(2, CLICKS),
      ago,
      user: maybe(5, USERS),
      isProven: fc.boolean(),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      step: fc.constant('refund' as const),
      of,
      amount: fc.constantFrom(null, 1, 100, 333, 700),
      ago: fc.constantFrom(0, 0, 1, 30),
      isPaid: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('early refund' as const),
      order: fc.constantFrom(...ORDERS, ...OTHER_NAMES),
      amount: fc.constantFrom(1, 150, 333, 5_000),
      ago,
      kind: fc.constantFrom(...KINDS),
      totalOf: maybe(4, ['ch1', 'ch2']),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('order name' as const),
      also: fc.constantFrom(...OTHER_NAMES),
      order: fc.constantFrom(...ORDERS),
    }),
  },
  { weight: 7, arbitrary: fc.record({ step: fc.constant('edit' as const), of, patch }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('delete' as const), of }) },
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('identify' as const),
      visitor: maybe(6, VISITORS),
      user: fc.constantFrom(...USERS),
      email: maybe(7, EMAILS),
      ago,
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        step: fc.constant('alias' as const),
        user: fc.constantFrom(...USERS),
        previous: fc.constantFrom(...USERS),
        ago,
      })
      .filter(({ user, previous }) => user !== previous),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('unlink' as const),
      email: fc.constantFrom(...EMAILS),
      user: fc.constantFrom(...USERS),
    }),
  },
  { weight: 8, arbitrary: rates },
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('review' as const),
      of,
      review: fc.constantFrom('approved' as const, 'declined' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('referral' as const),
      of,
      patch: fc.constantFrom(
        { locks_rate: true },
        { locks_rate: true },
        { locks_rate: false },
        { locks_rate: null },
        { status: 'canceled' },
        { status: 'rejected' },
        { status: null },
      ),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({ step: fc.constant('mature' as const), isAll: fc.constantFrom(true, true, false) }),
  },
  {
    weight: 14,
    arbitrary: fc.record({ step: fc.constant('payout' as const), who, isPart: fc.constantFrom(false, false, true) }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      step: fc.constant('pay' as const),
      of,
      status: fc.constantFrom(
        ...(['approved', 'approved', 'approved', 'paid', 'paid', 'paid', 'failed', 'reopened', 'canceled'] as const),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ step: fc.constant('terms' as const), what: fc.constant('program' as const) },
      ...{ of, from: fc.constantFrom(1, 3), terms: programTerms },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ step: fc.constant('terms' as const), what: fc.constant('incentive' as const) },
      ...{ of, from: fc.constantFrom(0, 0, 2, 10), terms: incentiveTerms },
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('end' as const), of }) },
  { weight: 2, arbitrary: incentive('sale', [0, 1], true) },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('change' as const),
      who,
      patch: fc.constantFrom<Readonly<Record<string, unknown>>>(
        ...GROUPS.map((group_name) => ({ group_name })),
        { group_name: null },
        { status: 'suspended' },
        { status: 'approved' },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('link' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('coupon' as const), code: fc.constantFrom(...COUPONS), who }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('end coupon' as const), code: fc.constantFrom(...COUPONS) }) },
);

const steps: fc.Arbitrary<ProgramStep[]> = fc
  .array(
    fc.oneof(
      { weight: 30, arbitrary: step.map((one) => [one]) },
      { weight: 2, arbitrary: buyer },
      { weight: 3, arbitrary: paid },
      { weight: 1, arbitrary: couponed },
      { weight: 1, arbitrary: led },
      { weight: 1, arbitrary: provided },
      { weight: 1, arbitrary: heldAgain },
    ),
    { minLength: 20, maxLength: 50, size: 'max' },
  )
  .map((all) => all.flat());

/** A history as a plan that shrinks: what is set up, some of it late, and what happens. */
export const programHistory: fc.Arbitrary<ProgramStep[]> = fc.noBias(
  fc
    .tuple(setup, steps, fc.array(fc.tuple(fc.nat({ max: 10 }), fc.nat({ max: 30 })), { maxLength: 2 }))
    .map(([first, rest, late]) => {
      const moved = new Map(late);
      const early = first.filter((_, place) => !moved.has(place));
      const all = [...rest];
      for (const [place, to] of moved) all.splice(to, 0, ...first.slice(place, place + 1));
      return [...early, ...all];
    }),
);
