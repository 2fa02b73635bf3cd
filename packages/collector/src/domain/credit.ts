import type { Channel } from './channel.ts';
import type { Identifier } from './identity.ts';
import { DAY } from './time.ts';

/** Attribution and debt both look back this far from the sale, both ends included. */
export const WINDOW_DAYS = 30;
export const WINDOW = WINDOW_DAYS * DAY;

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
  | 'earlier_affiliate_touch'
  | 'outranked_by_reported_click'
  | 'after_the_sale'
  | 'before_the_window'
  | 'other_person'
  | 'unlinked_claim';

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
 * `unverified`: only a browser reported the sale, which makes nothing owed. `awaits_review`: an affiliate's touch is
 * known only through what a browser claimed. `unknown_click`: the reported click has not been recorded (yet).
 */
export type DebtRule =
  | 'reported_click'
  | 'last_affiliate_touch'
  | 'none'
  | 'unknown_click'
  | 'awaits_review'
  | 'unverified';

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
  claims: ClaimConsidered[];
  /** Visitors whose touches are theirs. */
  found_by: string[];
  /** Identifiers of the report that name somebody else than the stronger ones do; they were not followed. */
  conflicts: Identifier[];
}
