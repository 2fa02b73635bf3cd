import type { AdjustmentKind } from '../../../packages/collector/src/domain/adjustment.ts';
import type { SalesStatus } from '../../../packages/collector/src/domain/conversion.ts';
import type { EarningOverride } from '../../../packages/collector/src/domain/earning.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import type { PayoutStatus } from '../../../packages/collector/src/domain/payout.ts';
import type { ProgramTerms } from '../../../packages/collector/src/domain/program.ts';

/**
 * What happens in a history of programs, in few numbers and names. A step is received a day after the one before it; `ago`
 * is how many days before that something occurred. `of` is one of what is there by then, counted round, and from the end where it
 * is below 0; where it `isPaid`, of what a payout holds.
 */

export type ProgramStep =
  | { step: 'program'; which: number; currency: string; terms: Partial<ProgramTerms> }
  | { step: 'incentive'; program: number; whose: number | null; terms: Partial<IncentiveTerms> }
  /** Other terms from so many days on. */
  | { step: 'terms'; what: 'program'; of: number; from: number; terms: Partial<ProgramTerms> }
  | { step: 'terms'; what: 'incentive'; of: number; from: number; terms: Partial<IncentiveTerms> }
  | { step: 'end'; of: number }
  | { step: 'affiliate'; who: number; program: number | null; group: string | null; isPayable: boolean }
  | { step: 'change'; who: number; patch: Readonly<Record<string, unknown>> }
  | { step: 'link'; who: number }
  | { step: 'coupon'; code: string; who: number }
  | { step: 'end coupon'; code: string }
  | { step: 'click'; click: string; who: number; visitor: string | null; ago: number }
  | VisitStep
  | SaleStep
  | { step: 'refund'; of: number; amount: number | null; ago: number; isPaid: boolean }
  /** A refund of an order that is not known yet, or is. */
  | { step: 'early refund'; order: string; amount: number; ago: number; kind: AdjustmentKind; totalOf: string | null }
  /** An order has another name, too. */
  | { step: 'order name'; also: string; order: string }
  | { step: 'edit'; of: number; patch: SalePatch }
  | { step: 'delete'; of: number }
  | { step: 'identify'; visitor: string | null; user: string; email: string | null; ago: number }
  | { step: 'alias'; user: string; previous: string; ago: number }
  | { step: 'unlink'; email: string; user: string }
  | { step: 'rates'; base: string; quote: string; since: number; until: number }
  | { step: 'review'; of: number; review: 'approved' | 'declined' }
  | { step: 'referral'; of: number; patch: Readonly<Record<string, unknown>> }
  /** Holds that have ended by now, or not quite all of those that have. */
  | { step: 'mature'; isAll: boolean }
  | { step: 'payout'; who: number; isPart: boolean }
  | { step: 'pay'; of: number; status: PayoutStatus };

export interface VisitStep {
  step: 'visit';
  visitor: string;
  /** Whose link led there, by its code; or a click. */
  who: number | null;
  click: string | null;
  ago: number;
  user: string | null;
  isProven: boolean;
}

export interface SaleStep {
  step: 'sale';
  ago: number;
  amount: number | null;
  currency: string;
  count: number;
  user: string | null;
  email: string | null;
  visitor: string | null;
  click: string | null;
  coupon: string | null;
  /** An affiliate, whom the caller names. */
  named: number | null;
  /** One of the ties that there are. */
  referral: number | null;
  order: string | null;
  product: string | null;
  price: string | null;
  interval: 'monthly' | 'yearly' | null;
  /** What leads to a sale, and earns nothing. */
  isCheckout: boolean;
  /** What of it a commission is on. */
  commissionable: number | null;
  /** The commission that the caller states. */
  stated: { amount: number; currency: string } | null;
  status: SalesStatus;
  override: EarningOverride | null;
  isThrownAway: boolean;
}

/** What is changed of a sale; `ago` moves it by so many days. */
export interface SalePatch {
  amount_minor?: number | null;
  ago?: number;
  sales_status?: SalesStatus;
  earning_status?: EarningOverride | null;
  product_ids?: string[] | null;
  count?: number;
}
