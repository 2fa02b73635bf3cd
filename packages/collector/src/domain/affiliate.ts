export const AFFILIATE_STATUSES = ['applied', 'approved', 'rejected', 'suspended'] as const;
/** Only who is `approved` is paid; what the others brought is kept for them. */
export type AffiliateStatus = (typeof AFFILIATE_STATUSES)[number];

/** Where somebody is paid. */
export type PayoutDetails =
  | { method: 'bank'; holder: string; iban: string; bic: string | null }
  | { method: 'paypal'; email: string };

/** Someone who is rewarded for the sales they bring. */
export interface AffiliateRow {
  workspace_id: string;
  id: string;
  /** Id by which the caller knows them. */
  external_id: string | null;
  /** Whose rewards they get; of none they are owed for what they bring, and earn nothing. */
  program_id: string | null;
  name: string;
  email: string | null;
  status: AffiliateStatus;
  /** Their group from the latest change on, and at first. */
  group_name: string | null;
  first_group: string | null;
  /** What they answered when they applied. */
  application: Record<string, unknown> | null;
  payout_details: PayoutDetails | null;
  /** SHA-256 of the account, by which two that share one are found. */
  payout_hash: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** A referral link of an affiliate: `/go/<code>`, or the code as a parameter of any landing page. */
export interface LinkRow {
  workspace_id: string;
  id: string;
  affiliate_id: string;
  code: string;
  /** What its owner calls it. */
  name: string | null;
  /** Where `/go/<code>` leads; without it the code works only as a parameter. */
  destination_url: string | null;
  created_at: number;
  updated_at: number;
  /** It leads nowhere any more; its code stays the affiliate's. */
  deleted_at: number | null;
  version: number;
}

/** A code that a buyer enters when they pay, and whose sale it then is. */
export interface CouponRow {
  workspace_id: string;
  id: string;
  external_id: string | null;
  affiliate_id: string;
  /** In capital letters. */
  code: string;
  /** What it gives the buyer, in the shop's own words. */
  description: string | null;
  created_at: number;
  updated_at: number;
  /** What is bought from then on is not its affiliate's. */
  deleted_at: number | null;
  version: number;
}

const CODE = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * A referral code as it is stored and compared: lower case, for people type codes by hand. Its alphabet is narrow
 * because it goes into URLs and cookies. `undefined` where the text is no code.
 */
export function referralCodeOf(text: string): string | undefined {
  const code = text.trim().toLowerCase();
  return CODE.test(code) ? code : undefined;
}

/** A coupon's code as it is stored and compared. `undefined` where the text is none. */
export function couponCodeOf(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return code.length > 0 && code.length <= 64 ? code : undefined;
}
