import type { CouponRow } from '../../packages/collector/src/domain/affiliate.ts';
import type { ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import type { DebtRule } from '../../packages/collector/src/domain/credit.ts';
import { derivedId } from '../../packages/collector/src/domain/ids.ts';
import type { TouchRow } from '../../packages/collector/src/domain/touch.ts';
import { TOLERANCE, WINDOW } from './times.ts';

/** Whom a sale makes us owe, rank after rank, once it is known whose touches there were and what came before. */

/** Who is rewarded and by what, as far as debts go. */
export interface Rewards {
  affiliates: ReadonlySet<string>;
  coupons: readonly CouponRow[];
  /** The program of an affiliate, and what it says at a time. */
  termsOf(affiliateId: string, at: number): { program: string | null; window: number; rule: 'first' | 'last' };
}

export const NO_REWARDS: Rewards = {
  affiliates: new Set(),
  coupons: [],
  termsOf: () => ({ program: null, window: WINDOW, rule: 'last' }),
};

/** What an earlier sale made us owe. */
export interface Tie {
  conversion_id: string;
  /** Who bought, as far as keys tell. */
  root: string | null;
  visitor_id: string | null;
  affiliate_id: string;
  referral_id: string;
  kind: 'sale' | 'lead';
}

/** A touch that names an affiliate. */
export interface Promoted {
  touch: TouchRow;
  affiliate_id: string;
  isTheirs: boolean;
  trusted: boolean;
}

export interface Owed {
  affiliate_id: string;
  referral_id: string;
  click_id: string | null;
}

export interface Indebted {
  sale: ConversionRow;
  /** Who bought, as far as keys tell. */
  root: string | null;
  touches: readonly Promoted[];
  /** Of the sales before it, the first first. */
  earlier: readonly Tie[];
  rewards: Rewards;
  isKnownClick: boolean;
}

export function expectedDebt(indebted: Indebted): { owed: Owed | null; debt_rule: DebtRule } {
  const { sale, root, earlier, rewards, isKnownClick } = indebted;
  const touches = indebted.touches.filter((one) => isInWindow(one, sale, rewards));
  const trusted = touches.filter((one) => one.trusted);
  const tied = earlier.find(({ conversion_id, referral_id }) =>
    [conversion_id, referral_id].includes(sale.referral_id ?? ''),
  );
  const reported = best(
    trusted.filter(({ touch }) => sale.click_id !== null && touch.click_id === sale.click_id),
    sale.occurred_at,
  );
  const coupon = rewards.coupons.find(({ code }) => code === sale.coupon_code);
  const isGood = coupon && (coupon.deleted_at === null || sale.occurred_at < coupon.deleted_at);
  const own = root === null ? [] : earlier.filter((tie) => tie.root === root);
  const [bound] = own;

  if (tied) {
    const { affiliate_id, referral_id } = tied;
    return { owed: { affiliate_id, referral_id, click_id: null }, debt_rule: 'reported_referral' };
  }
  if (sale.affiliate_id !== null && rewards.affiliates.has(sale.affiliate_id)) {
    return { owed: named(indebted, sale.affiliate_id), debt_rule: 'named_affiliate' };
  }
  if (reported) return { owed: byTouch(indebted, reported), debt_rule: 'reported_click' };
  if (isGood && !own.some(({ kind }) => kind === 'sale')) {
    return { owed: named(indebted, coupon.affiliate_id), debt_rule: 'coupon' };
  }
  if (bound) return { owed: named(indebted, bound.affiliate_id), debt_rule: 'bound_referral' };
  const last = best(trusted, sale.occurred_at);
  if (last) {
    const { program, rule } = rewards.termsOf(last.affiliate_id, sale.occurred_at);
    if (rule === 'last') return { owed: byTouch(indebted, last), debt_rule: 'last_affiliate_touch' };
    const first = ascending(trusted).find(
      ({ affiliate_id }) => rewards.termsOf(affiliate_id, sale.occurred_at).program === program,
    );
    return { owed: byTouch(indebted, first ?? last), debt_rule: 'first_affiliate_touch' };
  }
  return { owed: null, debt_rule: unowed(indebted, touches, coupon !== undefined, isKnownClick) };
}

function unowed(
  { sale }: Indebted,
  touches: readonly Promoted[],
  isKnownCoupon: boolean,
  isKnownClick: boolean,
): DebtRule {
  if (touches.some(({ isTheirs }) => isTheirs)) return 'awaits_review';
  if (sale.referral_id !== null) return 'unknown_referral';
  if (sale.affiliate_id !== null) return 'unknown_affiliate';
  if (sale.click_id !== null && !isKnownClick) return 'unknown_click';
  return sale.coupon_code === null || isKnownCoupon ? 'none' : 'unknown_coupon';
}

function isInWindow({ touch, affiliate_id }: Promoted, { occurred_at }: ConversionRow, rewards: Rewards): boolean {
  const { window } = rewards.termsOf(affiliate_id, occurred_at);
  const latest = occurred_at + (touch.is_browser_time ? TOLERANCE : 0);
  return touch.occurred_at >= occurred_at - window && touch.occurred_at <= latest;
}

const ascending = (touches: readonly Promoted[]) =>
  touches.toSorted((a, b) => a.touch.occurred_at - b.touch.occurred_at || (a.touch.id < b.touch.id ? -1 : 1));

/** The latest before the sale; where there is none, the earliest of those that only seem later. */
function best(touches: readonly Promoted[], soldAt: number): Promoted | undefined {
  const inOrder = ascending(touches);
  return inOrder.findLast(({ touch }) => touch.occurred_at <= soldAt) ?? inOrder[0];
}

function byTouch(indebted: Indebted, { touch, affiliate_id }: Promoted): Owed {
  return { affiliate_id, referral_id: referralOf(indebted, affiliate_id), click_id: touch.click_id };
}

function named(indebted: Indebted, affiliate_id: string): Owed {
  return { affiliate_id, referral_id: referralOf(indebted, affiliate_id), click_id: null };
}

/** One tie for each two, called by what it began with. */
function referralOf({ sale, root, earlier }: Indebted, affiliateId: string): string {
  const isTheirs = (tie: Tie) =>
    tie.root === root && (root !== null || (sale.visitor_id !== null && tie.visitor_id === sale.visitor_id));
  const before = earlier.find((tie) => isTheirs(tie) && tie.affiliate_id === affiliateId);
  return before?.referral_id ?? derivedId('referral', sale.workspace_id, sale.id);
}
