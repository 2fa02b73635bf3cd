import type { FraudCheck, FraudMode } from './program.ts';

export const EARNING_STATUSES = [
  /** It earns nothing; `reason` says why. */
  'none',
  /** Its hold has not ended. */
  'pending',
  'awaiting_rate',
  'awaiting_review',
  'declined',
  'ready',
  /** It is in a payout that is not paid yet. */
  'processing',
  'paid',
  /** All of it was taken back. */
  'reversed',
] as const;
export type EarningStatus = (typeof EARNING_STATUSES)[number];

/** Why an earning is what it is. */
export const EARNING_REASONS = [
  'no_program',
  'no_incentive',
  'nothing_to_share',
  'sale_open',
  'sale_trialing',
  'sale_failed',
  'only_first_sale',
  'payments_used_up',
  'months_over',
  'capped',
  'no_rate',
  'manual_approval',
  'fraud',
  'partial_refund_unknown',
  'declined_by_hand',
  'sale_deleted',
  'credit_moved',
  'refunded',
] as const;
export type EarningReason = (typeof EARNING_REASONS)[number];

/** What a caller says of an earning, whatever the rules say. */
export const EARNING_OVERRIDES = [
  'pending',
  'awaiting_review',
  'ready',
  'paid',
  'declined',
  'refunded',
  'dispute',
] as const;
export type EarningOverride = (typeof EARNING_OVERRIDES)[number];

export const INCENTIVE_VERDICTS = [
  'matched',
  'less_specific',
  'other_kind',
  'other_affiliate',
  'other_group',
  'other_product',
  'other_price',
  'other_interval',
  'not_valid_then',
] as const;
export type IncentiveVerdict = (typeof INCENTIVE_VERDICTS)[number];

/** How an earning came to its amount; all amounts in minor units of the program's currency. */
export interface Calculation {
  /** Incentives of the program that were looked at. */
  incentives: { incentive_id: string; verdict: IncentiveVerdict }[];
  /** ms UTC of the terms that hold: the sale's, or with a lock the referral's first. */
  terms_at: number | null;
  /** What is shared, after its currency was changed. */
  base_minor: number | null;
  /** The rate or the amount that held, with the tier it is of. */
  rate_ppm: number | null;
  amount_minor: number | null;
  tier_from: number | null;
  /** Before caps, and after. */
  uncapped_minor: number;
  capped_by: 'sale' | 'month' | 'total' | null;
  /** Which payment of the referral it is, counted from 1. */
  payment: number | null;
  /** The caller stated it; no incentive was looked at. */
  is_stated?: true;
  fraud: FraudFinding[];
}

export interface FraudFinding {
  check: FraudCheck;
  mode: FraudMode;
  /** What was found, in words that a person can check. */
  evidence: string;
}

/** Of a series of earnings up to and with this one; one that earns nothing hands on what came before it. */
export interface Counted {
  /** Of the referral, under the incentive. */
  payments: number;
  /** `null` before the first. */
  first_at: number | null;
  /** Of the affiliate, under the incentive: in the month of the sale (UTC), and in all. */
  month_sales: number;
  month_revenue_minor: number;
  month_commission_minor: number;
  sales: number;
  revenue_minor: number;
  commission_minor: number;
}

/** What a conversion makes us owe one affiliate. Follows from the facts, whatever their order. */
export interface EarningRow {
  workspace_id: string;
  /** Follows from conversion and affiliate. */
  id: string;
  conversion_id: string;
  affiliate_id: string;
  program_id: string | null;
  /** Of what is owed; `null` where it is not (any more). */
  referral_id: string | null;
  /** Of the buyer, as far as secret keys tell who it is. */
  person_key: string | null;
  /** The browser in which they bought. */
  visitor_id: string | null;
  kind: 'sale' | 'lead';
  /** Of the sale. */
  occurred_at: number;
  incentive_id: string | null;
  /** Of the incentive, counted from 1. */
  incentive_version: number | null;
  /** The program's. */
  currency: string | null;
  /** The sale's own. */
  sale_minor: number | null;
  sale_currency: string | null;
  /** It is not in the program's. */
  is_foreign: true | null;
  /** Units of the program's currency for one of the sale's, and the day that it is of. */
  rate: string | null;
  rate_date: string | null;
  /** For the whole sale. */
  commission_minor: number;
  /** Of that, for what was given back of the sale. */
  reversed_minor: number;
  /** What is owed for it: the sum of its entries. */
  due_minor: number;
  /** In payouts that have not come to nothing, and of these in paid ones. */
  allocated_minor: number;
  paid_minor: number;
  status: EarningStatus;
  reason: EarningReason | null;
  /** Something of it can be in the next payout: it is ready, or more was paid than is owed. */
  is_payable: boolean;
  /** ms UTC from which on it may be paid. */
  hold_until: number | null;
  calculation: Calculation | null;
  /** The series that it is counted in: of the referral, and where the incentive counts them of the affiliate. */
  term_key: string | null;
  series_key: string | null;
  counted: Counted | null;
  version: number;
}

/** The tie between a person and an affiliate: of all their earnings. */
export interface ReferralRow {
  workspace_id: string;
  id: string;
  affiliate_id: string;
  person_key: string | null;
  /** When it began. */
  since: number;
  version: number;
}

export const ENTRY_KINDS = ['commission', 'change', 'reversal', 'refund'] as const;

/** One line of the ledger: what a command added to what is owed, or took from it. Never changed, never removed. */
export interface EntryRow {
  workspace_id: string;
  earning_id: string;
  /** The command that caused it. */
  command_id: string;
  /** Kind of that command. */
  cause: string;
  kind: (typeof ENTRY_KINDS)[number];
  affiliate_id: string;
  currency: string | null;
  amount_minor: number;
  recorded_at: number;
}

/** Somebody's clock said that an earning's hold had ended. */
export interface MaturityRow {
  workspace_id: string;
  earning_id: string;
  /** ms UTC; holds that end until then have ended. */
  as_of: number;
  version: number;
}
