import fc from 'fast-check';
import type { PayoutStatus } from '../../../packages/collector/src/domain/payout.ts';
import { maybe } from '../history-world.ts';
import type { ProgramStep, SalePatch, SaleStep } from './program-plan.ts';
import { PRODUCTS, some } from './program-setup.ts';

/** Random sales, and steps that belong together: cases that chance alone would seldom meet. */

export const VISITORS = ['ann', 'bob', 'cid'];
export const USERS = ['u1', 'u2', 'u3'];
export const EMAILS = ['jo@x.org', 'li@x.org'];
export const CLICKS = ['clk_1', 'clk_2', 'clk_3'];
export const COUPONS = ['AMY10', 'BEN10'];
export const ORDERS = ['o1', 'o2', 'o3'];
/** What orders are called elsewhere; one is an order of its own. */
export const OTHER_NAMES = ['p1', 'p2', 'o3'];

/** An affiliate. */
export const who = fc.constantFrom(0, 0, 1, 1, 2, 3);
export const of = fc.nat({ max: 40 });
/** Days; the edges of windows and of months are among what they come to. */
export const ago = fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 8, 14, 29, 30, 31, 60);
const currency = fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD', 'JPY');

export const sale: fc.Arbitrary<SaleStep> = fc.record({
  step: fc.constant('sale' as const),
  ago,
  amount: fc.constantFrom(null, 5, 333, 1_000, 1_000, 4_999, 4_999, 9_999, 9_999, 20_001),
  currency,
  count: fc.constantFrom(1, 1, 1, 2),
  user: maybe(8, ['u1', ...USERS]),
  email: maybe(3, EMAILS),
  visitor: maybe(4, VISITORS),
  click: maybe(3, CLICKS),
  coupon: maybe(3, [...COUPONS, 'NOBODY']),
  named: maybe(5, [0, 0, 0, 1, 1, 2, 3]),
  referral: maybe(1, [0, 1, 2, 3]),
  order: maybe(3, ORDERS),
  product: maybe(4, PRODUCTS),
  price: maybe(2, ['dear']),
  interval: maybe(3, ['monthly' as const, 'yearly' as const]),
  isCheckout: fc.constantFrom(true, ...Array<boolean>(11).fill(false)),
  commissionable: maybe(1, [0, 300, 4_000, 25_000]),
  stated: maybe(
    1,
    [700, 0, 1_234].flatMap((amount) => ['EUR', 'EUR', 'USD'].map((one) => ({ amount, currency: one }))),
  ),
  status: fc.oneof(
    { weight: 12, arbitrary: fc.constant('complete' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'open' as const,
        'trialing' as const,
        'failed' as const,
        'refunded' as const,
        'partial_refunded' as const,
      ),
    },
  ),
  override: maybe(1, [
    'pending' as const,
    'awaiting_review' as const,
    'ready' as const,
    'ready' as const,
    'paid' as const,
    'declined' as const,
    'refunded' as const,
    'dispute' as const,
  ]),
  isThrownAway: fc.constantFrom(false, false, false, false, true),
});

export const patch: fc.Arbitrary<SalePatch> = some<Required<SalePatch>>({
  amount_minor: fc.constantFrom(null, 500, 2_000, 30_000),
  ago: fc.constantFrom(0, 1, -1, 5, 31, -20),
  sales_status: fc.constantFrom('complete', 'complete', 'complete', 'open', 'refunded', 'partial_refunded'),
  earning_status: fc.constantFrom(null, null, 'ready', 'declined', 'paid'),
  product_ids: fc.constantFrom(null, ['book']),
  count: fc.constantFrom(1, 3),
});

/** Somebody buys several times from one affiliate, for a while or in one month. */
export const buyer: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(
    fc.array(sale, { minLength: 3, maxLength: 5, size: 'max' }),
    fc.constantFrom(...USERS),
    fc.constantFrom(0, 0, 1, 2),
    fc.boolean(),
  )
  .map(([sales, user, named, isOften]) =>
    sales.map((one, at) => ({
      ...{ ...one, user, named: at === 0 ? named : null, referral: null, click: null, status: 'complete' as const },
      ago: isOften ? one.ago % 5 : 25 * (sales.length - at),
    })),
  );

/** A payout from its beginning to its end, and what comes after it. */
export const paid: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(of, fc.constantFrom<PayoutStatus[]>('paid', 'paid', 'paid', 'failed'), fc.subarray([0, 1, 2]), sale)
  .map(([number, end, more, next]) => {
    const pays = (status: PayoutStatus): ProgramStep => ({ step: 'pay', of: 0, status });
    const after: ProgramStep[] = [
      { step: 'refund', of: number, amount: null, ago: 0, isPaid: true },
      { ...next, user: null, named: number % 2, override: 'ready', currency: 'EUR' },
      { step: 'payout', who: number, isPart: false },
    ];
    const ends = end === 'failed' ? [pays(end), pays(number % 2 === 0 ? 'reopened' : 'approved')] : [pays(end)];
    const made: ProgramStep[] = [{ step: 'payout', who: number, isPart: false }, pays('approved'), ...ends];
    return [{ step: 'mature', isAll: true }, ...made, ...more.flatMap((at) => after[at] ?? [])];
  });

/** A coupon decides whose the first sale to somebody is. */
export const couponed: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(sale, sale, fc.constantFrom(...COUPONS), who, fc.boolean())
  .map(([first, second, coupon, owner, isTold]) => {
    const nothing = { named: null, referral: null, click: null, coupon };
    const sales = [first, second].map((one): ProgramStep => ({ ...one, ...nothing }));
    return isTold ? [{ step: 'coupon', code: coupon, who: owner }, ...sales] : sales;
  });

/** Touches of two affiliates lead to a sale in the same browser. */
export const led: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(sale, fc.constantFrom(...VISITORS), fc.tuple(who, who), fc.tuple(ago, ago))
  .map(([one, visitor, [first, second], [long, longer]]) => {
    const nothing = { named: null, referral: null, click: null, coupon: null, user: null, email: null };
    const visit = (affiliate: number, days: number): ProgramStep => ({
      ...{ step: 'visit', visitor, who: affiliate, click: null, ago: one.ago + days, user: null, isProven: false },
    });
    return [visit(first, long), visit(second, long + longer), { ...one, ...nothing, visitor }];
  });

/** A hold that the clock has ended, and that begins anew, for the sale is said to have been later. */
export const heldAgain: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(sale, who, fc.constantFrom(4, 8))
  .map(([one, named, days]) => [
    {
      ...one,
      ago: 0,
      named,
      referral: null,
      status: 'complete',
      override: null,
      isThrownAway: false,
      isCheckout: false,
    },
    ...Array.from({ length: days }, (): ProgramStep => ({ step: 'mature', isAll: true })),
    { step: 'edit', of: -1, patch: { ago: -20 } },
  ]);

/**
 * What a payment provider tells of an order, in whatever order: somebody came to the checkout by a click, paid, got a part back
 * and then more, charged the rest back and lost; and all but the checkout and the payment under another name of it.
 */
export const provided: fc.Arbitrary<ProgramStep[]> = fc
  .tuple(sale, fc.constantFrom(...ORDERS), fc.constantFrom(...CLICKS), who, fc.nat({ max: 20_001 }))
  .chain(([one, order, click, affiliate, part]) => {
    const paid = { ...one, order, click: null, named: null, referral: null, coupon: null, isCheckout: false };
    const amount = one.amount ?? 9_999;
    const also = 'p1';
    const back = { step: 'early refund' as const, order: also, ago: 0, totalOf: null };
    return fc.shuffledSubarray<ProgramStep>(
      [
        { step: 'click', click, who: affiliate, visitor: null, ago: one.ago + 1 },
        { ...paid, amount: null, click, isCheckout: true },
        { ...paid, amount, status: 'complete' },
        { step: 'order name', also, order },
        { ...back, kind: 'refund', amount: 1 + (part % amount), totalOf: 'ch1', ago: 0 },
        { ...back, kind: 'refund', amount: 1 + Math.floor((part % amount) / 2), totalOf: 'ch1', ago: 1 },
        { ...back, kind: 'chargeback', amount },
        { ...back, kind: 'reinstatement', amount },
      ],
      { minLength: 5 },
    );
  });
