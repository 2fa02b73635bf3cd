import type { Channel } from './channel.ts';
import type { Identifier } from './identity.ts';
import { DAY } from './time.ts';

/** Attribution looks back this far from the sale, both ends included; so does debt, where no program says otherwise. */
export const WINDOW_DAYS = 30;
export const WINDOW = WINDOW_DAYS * DAY;
/** No program's window is longer. */
export const LONGEST_WINDOW_DAYS = 365;
export const LONGEST_WINDOW = LONGEST_WINDOW_DAYS * DAY;

/** The touch that earned the conversion. */
export interface AttributedTo {
  touch_id: string;
  channel: Channel;
  source: string | null;
  campaign: string | null;
  /** Our click id where there is one, else the ad platform's. */
  click_id: string | null;
  occurred_at: number;
}

/** Whom the conversion makes us owe. */
export interface OwedTo {
  affiliate_id: string;
  /** The tie between the person and the affiliate. */
  referral_id: string;
  code: string | null;
  click_id: string | null;
}

/** `other_person`: it was made on a device of theirs, while somebody else was there. */
export type AttributionVerdict =
  | 'last_touch'
  | 'earlier_touch'
  | 'after_the_sale'
  | 'before_the_window'
  | 'other_person';

/** A touch that was looked at, and why it won or lost. */
export interface Candidate extends AttributedTo {
  verdict: AttributionVerdict;
}

export type DebtVerdict =
  | 'reported_click'
  | 'last_affiliate_touch'
  | 'first_affiliate_touch'
  | 'earlier_affiliate_touch'
  | 'later_affiliate_touch'
  | 'outranked'
  | 'after_the_sale'
  | 'before_the_window'
  | 'other_person'
  | 'unlinked_claim';

/** `true` of the touch that makes us owe its affiliate. */
export function makesOwe(verdict: DebtVerdict): boolean {
  return verdict === 'reported_click' || verdict === 'last_affiliate_touch' || verdict === 'first_affiliate_touch';
}

/** A touch that names an affiliate, and why it makes us owe or not. */
export interface DebtCandidate {
  touch_id: string;
  affiliate_id: string;
  code: string | null;
  click_id: string | null;
  occurred_at: number;
  verdict: DebtVerdict;
}

/**
 * By what we owe, in the order of their rank: the referral that the server named, the affiliate that it named, the click that
 * it reported, the coupon of a first sale, the affiliate to whom the person is bound, an affiliate's touch. `unverified`: only
 * a browser reported the sale, which makes nothing owed. `awaits_review`: an affiliate's touch is known only through what a
 * browser claimed. `unknown_…`: what was named is not known (yet).
 */
export const DEBT_RULES = [
  'reported_referral',
  'named_affiliate',
  'reported_click',
  'coupon',
  'bound_referral',
  'last_affiliate_touch',
  'first_affiliate_touch',
  'none',
  'unknown_referral',
  'unknown_affiliate',
  'unknown_click',
  'unknown_coupon',
  'awaits_review',
  'unverified',
] as const;
export type DebtRule = (typeof DEBT_RULES)[number];

/** Somebody who claims a sale by something else than a touch, and what became of the claim. */
export interface Claimant {
  by: 'referral' | 'affiliate' | 'coupon' | 'binding';
  /** What was named: the referral's id, the affiliate's, the coupon's code, the conversion that binds. */
  value: string;
  affiliate_id: string | null;
  verdict: 'won' | 'outranked' | 'unknown' | 'not_first_sale' | 'ended';
}

export type ClaimVerdict = 'linked' | 'added_context' | 'too_far_in_time' | 'ambiguous' | 'server_knows_better';

/** A browser's report of the same sale, and what was taken from it. */
export interface ClaimConsidered {
  claim_id: string;
  visitor_id: string;
  verdict: ClaimVerdict;
}

/**
 * The whole answer to "which touch earned it, and whom do we owe", with the losers and the reasons. A function of
 * the set of accepted commands, whatever their order.
 */
export interface Credit {
  attributed_to: AttributedTo | null;
  owed_to: OwedTo | null;
  debt_rule: DebtRule;
  candidates: Candidate[];
  /** Candidates beyond the newest that are listed. */
  more_candidates: number;
  debt_candidates: DebtCandidate[];
  /** Of those who claim it otherwise, in the order of their rank. */
  claimants: Claimant[];
  claims: ClaimConsidered[];
  /** Visitors whose touches are theirs. */
  found_by: string[];
  /** Identifiers of the report that name somebody else than the stronger ones do; they were not followed. */
  conflicts: Identifier[];
}
