import type { AffiliateRow, AffiliateStatus, CouponRow, LinkRow } from '../domain/affiliate.ts';
import type { ConversionRow, SalesStatus } from '../domain/conversion.ts';
import type { EarningOverride, EarningRow, EarningStatus } from '../domain/earning.ts';
import type { IncentiveRow } from '../domain/incentive.ts';
import type { PayoutItemRow, PayoutRow, PayoutStatus } from '../domain/payout.ts';
import type { ProgramRow } from '../domain/program.ts';
import type { ReferralStatus } from '../domain/referral.ts';
import type { Reward } from '../domain/reward.ts';
import type { Known, ReferralStats, ToldReferral } from '../domain/told-referral.ts';
import type { GivenConversion, GivenConversionPatch } from '../wire/conversion.ts';

/** What is asked of affiliates, what they earn and what they are paid in a vendor's words. Ids are ours or the caller's. */
export type RewardAsk =
  | ({ ask: 'list_partners'; with: readonly PartnerDetail[] } & PartnersQuery)
  | { ask: 'read_partner'; id: string; with: readonly PartnerDetail[] }
  | { ask: 'create_partner'; own: string | null; given: GivenPartner }
  | { ask: 'update_partner'; id: string; given: Partial<GivenPartner> }
  | { ask: 'delete_partner'; id: string }
  | ({ ask: 'list_ties'; with: readonly TieDetail[] } & TiesQuery)
  | { ask: 'read_tie'; id: string; with: readonly TieDetail[] }
  | { ask: 'create_tie'; given: GivenTie }
  | { ask: 'update_tie'; id: string; given: GivenTiePatch }
  | { ask: 'delete_tie'; id: string }
  | ({ ask: 'list_commissions' } & RewardsQuery)
  | { ask: 'read_commission'; id: string }
  | {
      ask: 'create_commission';
      own: string | null;
      given: GivenConversion;
      referral: string;
      hold_days: number | undefined;
    }
  | { ask: 'update_commission'; id: string; patch: GivenRewardPatch }
  | { ask: 'delete_commission'; id: string }
  | ({ ask: 'list_partner_payouts' } & PayoutsQuery)
  | { ask: 'read_partner_payout'; id: string }
  | {
      ask: 'step_partner_payout';
      id: string;
      to: PayoutStatus;
      method: string | undefined;
      reference: string | undefined;
    }
  | ({ ask: 'list_partner_coupons' } & CouponsQuery)
  | { ask: 'read_partner_coupon'; id: string }
  /** An affiliate has one coupon. */
  | { ask: 'create_partner_coupon'; given: { affiliate_id: string; code: string; description: string } }
  | { ask: 'delete_partner_coupon'; id: string }
  /** `own`: the program that the key is for, where it was made for one; else it is the only one there is. */
  | { ask: 'read_own_program'; own: string | null }
  /** `read` tells, by what the program is, what is changed of it. */
  | { ask: 'update_own_program'; own: string | null; read: (own: OwnProgram) => OwnProgramChange }
  | { ask: 'list_groups'; own: string | null };

const ASKS: ReadonlySet<string> = new Set<RewardAsk['ask']>([
  'list_partners',
  'read_partner',
  'create_partner',
  'update_partner',
  'delete_partner',
  'list_ties',
  'read_tie',
  'create_tie',
  'update_tie',
  'delete_tie',
  'list_commissions',
  'read_commission',
  'create_commission',
  'update_commission',
  'delete_commission',
  'list_partner_payouts',
  'read_partner_payout',
  'step_partner_payout',
  'list_partner_coupons',
  'read_partner_coupon',
  'create_partner_coupon',
  'delete_partner_coupon',
  'read_own_program',
  'update_own_program',
  'list_groups',
]);

export function isRewardAsk<Ask extends { ask: string }>(ask: Ask): ask is Extract<Ask, RewardAsk> {
  return ASKS.has(ask.ask);
}

export type RewardAnswer =
  | ({ answer: 'partners'; rows: readonly Partner[] } & Counted)
  | { answer: 'partner'; outcome: Outcome; shown: Partner }
  | { answer: 'ties'; rows: readonly Tie[]; has_more: boolean }
  | { answer: 'tie'; outcome: Outcome; shown: Tie }
  | ({ answer: 'commissions'; rows: readonly Reward[] } & Counted)
  | { answer: 'commission'; outcome: Outcome; shown: Reward }
  | ({ answer: 'partner_payouts'; rows: readonly PartnerPayout[] } & Counted)
  | { answer: 'partner_payout'; shown: PartnerPayout & { items: readonly PaidItem[] } }
  | ({ answer: 'partner_coupons'; rows: readonly PartnerCoupon[] } & Counted)
  | { answer: 'partner_coupon'; outcome: Outcome; shown: PartnerCoupon }
  | { answer: 'own_program'; own: OwnProgram }
  | { answer: 'groups'; program: ProgramRow; names: readonly string[]; incentives: readonly IncentiveRow[] };

type Outcome = 'recorded' | 'read' | 'updated' | 'deleted';

/** A page by its place: so many rows are left out first. */
interface Paged {
  limit: number;
  offset: number;
  order: 'ascending' | 'descending';
  /** ms UTC of when it came to be, both included. */
  from: number | undefined;
  to: number | undefined;
}

export interface Counted {
  /** At least so many, where there are very many. */
  total: number;
  has_more: boolean;
}

/** Somebody who takes part in a program, with what it takes to show them. */
export interface Partner {
  affiliate: AffiliateRow;
  /** The oldest first. */
  links: readonly LinkRow[];
  program: Known | null;
  /** Where they were asked for. */
  coupons?: readonly CouponRow[];
  incentives?: readonly IncentiveRow[];
  /** Of their program. */
  currency?: string | null;
}

export type PartnerDetail = 'coupons' | 'incentives';

export interface PartnersQuery extends Paged {
  by: 'created_at' | 'updated_at' | 'name' | 'status';
  status: AffiliateStatus | undefined;
  program_id: string | undefined;
  group: string | undefined;
  /** Part of a name, an address or a link's code. */
  search: string | undefined;
}

/** As it is sent; what is left out stays, or is what it is by default. */
export interface GivenPartner {
  name: string;
  email: string;
  program_id?: string | undefined;
  external_id?: string | null | undefined;
  code?: string | undefined;
  group?: string | null | undefined;
  status?: Exclude<AffiliateStatus, 'suspended'> | undefined;
  payout_details?: unknown;
  /** What is kept as it came, by its name; `null` clears. */
  said?: Readonly<Record<string, unknown>> | undefined;
}

export type TieDetail = 'affiliate' | 'stats';

/** A referral, with its affiliate and what came of it where that was asked for. */
export interface Tie {
  told: ToldReferral;
  partner?: Partner | undefined;
  stats?: ReferralStats | undefined;
}

export interface TiesQuery {
  limit: number;
  order: 'ascending' | 'descending';
  /** Ids of referrals, behind or before which the page is. */
  after: string | undefined;
  before: string | undefined;
  affiliate_id: string | undefined;
  user_id: string | undefined;
  statuses: readonly ReferralStatus[] | undefined;
  from: number | undefined;
  to: number | undefined;
}

export interface GivenTie {
  given: GivenConversion & { affiliate_id: string; email: string };
  status: 'canceled' | 'rejected' | undefined;
}

export interface GivenTiePatch {
  email?: string | undefined;
  customer_id?: string | null | undefined;
  subscription_id?: string | null | undefined;
  name?: string | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  status?: ReferralStatus | undefined;
}

export interface RewardsQuery extends Paged {
  affiliate_id: string | undefined;
  referral: string | undefined;
  /** Any of them. */
  traits: readonly RewardTrait[] | undefined;
  sales_status: SalesStatus | undefined;
}

/** What tells a status of which the earning's own is not all. */
export interface RewardTrait {
  status: EarningStatus;
  /** What the caller says of it is one of these. */
  overrides?: readonly (EarningOverride | null)[] | undefined;
  /** All of its sale was given back. */
  is_refunded?: boolean | undefined;
}

export interface GivenRewardPatch extends GivenConversionPatch {
  hold_days?: number | undefined;
}

export interface PayoutsQuery extends Paged {
  statuses: readonly PayoutStatus[] | undefined;
  affiliate_id: string | undefined;
}

export interface PartnerPayout {
  row: PayoutRow;
  affiliate: Pick<AffiliateRow, 'id' | 'external_id' | 'name' | 'email'> | null;
}

/** What a payout pays of an earning, and for which sale. */
export interface PaidItem {
  item: PayoutItemRow;
  conversion: ConversionRow | null;
  earning: EarningRow | null;
}

export interface CouponsQuery extends Paged {
  by: 'created_at' | 'code';
  affiliate_id: string | undefined;
  program_id: string | undefined;
  search: string | undefined;
}

export interface PartnerCoupon {
  row: CouponRow;
  partner: Partner | null;
}

export interface OwnProgram {
  row: ProgramRow;
  /** What it pays everybody for any sale. */
  standard: IncentiveRow | null;
}

/** By the fields of our own API. */
export interface OwnProgramChange {
  program: Readonly<Record<string, unknown>>;
  /** Of the incentive for everybody; it is made where there is none. */
  standard: Readonly<Record<string, unknown>>;
}
