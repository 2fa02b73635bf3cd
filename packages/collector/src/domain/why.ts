import type { Candidate, Claimant, ClaimVerdict, Credit, DebtCandidate } from './credit.ts';
import type { Identifier } from './identity.ts';
import type { ReceiptKind } from './receipt.ts';
import type { ToldEarning } from './told-earning.ts';

/** Why a sale has its answer: facts without words. Times are ms UTC. */

/** An identifier with what can be read of it; `plain` is `null` where only a hash was ever said, or nothing is hashed. */
export interface Named extends Identifier {
  plain: string | null;
}

/**
 * Who said that a link holds. `this_report`: the server, with this very sale. `proven_browser`: a browser, with a proof
 * that the customer's server made.
 */
export type SaidBy = 'this_report' | 'server' | 'proven_browser' | 'browser';

/** A link that was followed, from the end that is nearer to the report. */
export interface Step {
  from: Named;
  to: Named;
  said_by: SaidBy;
  /** When it was first said. */
  occurred_at: number;
}

/** Somebody who identified themselves on a device: the next to do so after a touch, or where nobody did, the last before. */
export interface Presence {
  visitor_id: string;
  who: Named;
  /** The strongest identifier that they belong to. */
  person: Named;
  said_by: SaidBy;
  occurred_at: number;
  order: 'next' | 'last';
}

/**
 * How a touch belongs to the buyer. `reported_click`: the report named its click. `reported_device`: the report named the
 * browser, and nothing says that it was somebody else's. `identified`: the buyer identified themselves there. `claim`: only
 * the browser's claim of this sale links it. `other_person`: somebody else identified themselves. `nobody`: whoever was
 * there left without saying who they are.
 */
export interface Bond {
  how: 'reported_click' | 'reported_device' | 'identified' | 'claim' | 'other_person' | 'nobody';
  by: Presence | null;
  /** It rests on what secret keys said alone. */
  is_trusted: boolean;
}

/** A device that was looked at, and the links that lead to it from the report. */
export interface LookedAtDevice {
  visitor_id: string;
  is_named_by_report: boolean;
  /** From an identifier of the report to the device; empty where the report names it, or nothing leads there. */
  steps: Step[];
  /** It claims to be so many users that what it claims is not believed. */
  is_quarantined: boolean;
  /** Who else identified themselves there, and is believed. */
  others: Named[];
}

export interface LookedAtTouch extends Candidate {
  url: string;
  visitor_id: string | null;
  affiliate_id: string | null;
  code: string | null;
  bond: Bond;
}

export interface LookedAtDebt extends DebtCandidate {
  visitor_id: string | null;
  bond: Bond | null;
}

export interface LookedAtClaim {
  claim_id: string;
  visitor_id: string;
  verdict: ClaimVerdict;
  occurred_at: number;
}

/** An identifier of the report, and where it leads. */
export interface ReportedIdentifier extends Named {
  person: Named;
  /** It names somebody else than the stronger identifiers do, and was not followed. */
  is_conflicting: boolean;
  /** So many others point to it that it names no single person. */
  is_shared: boolean;
  /** Devices of whom it names. */
  devices: number;
}

export type Answer = Pick<Credit, 'attributed_to' | 'owed_to' | 'debt_rule'>;

/** What would have changed the answer, and into what: found by asking the rules. */
export type WhatIf =
  /** A touch that was credited, or that makes us owe. */
  | { kind: 'without_winner'; touch_id: string; answer: Answer }
  /** A touch outside the window, had it come so many ms later; earlier where it is negative. */
  | { kind: 'in_time'; touch_id: string; by: number; answer: Answer }
  /** A touch at which somebody else was there, or nobody who is known. */
  | { kind: 'theirs'; touch_id: string; answer: Answer }
  | { kind: 'named_device' | 'confirmed'; visitor_id: string; answer: Answer }
  | { kind: 'named_click'; click_id: string; answer: Answer }
  | { kind: 'link_removed'; step: Step; answer: Answer }
  | { kind: 'unknown_click'; click_id: string };

/** A command that decided something about the sale, as far as it can be told. */
export interface Cause {
  command: string;
  /** It is the report of this very sale. */
  is_own: boolean;
  occurred_at: number | null;
  /** Of an event: its name and whose browser it came from. */
  event_name: string | null;
  visitor_id: string | null;
  touch: Pick<Candidate, 'channel' | 'source' | 'campaign' | 'click_id' | 'occurred_at'> | null;
  identifiers: Identifier[];
  order_id: string | null;
  /** Code of a click, or of a new affiliate. */
  code: string | null;
}

/** One line of a sale's history. */
export interface Happened {
  kind: ReceiptKind;
  /** `true` where it is about a browser's claim of the sale. */
  is_of_claim: boolean;
  subject_id: string;
  recorded_at: number;
  replays: number;
  other_id: string | null;
  cause: Cause;
  before: Answer | null;
  after: Answer | null;
}

export interface SoldFacts {
  id: string;
  name: string;
  status: 'verified' | 'unverified';
  order_id: string | null;
  amount_minor: number | null;
  currency: string | null;
  occurred_at: number;
  recorded_at: number;
  visitor_id: string | null;
  click_id: string | null;
}

/** Everything that tells why a sale has its answer. */
export interface Why {
  sale: SoldFacts;
  answer: Answer;
  /** Newest first: those that the rules looked at, and the nearest outside the window. */
  touches: LookedAtTouch[];
  /** Older ones that the rules looked at and the answer does not list. */
  more_touches: number;
  identifiers: ReportedIdentifier[];
  devices: LookedAtDevice[];
  /** Devices of the buyer on which there was no touch to look at. */
  more_devices: number;
  debt_candidates: LookedAtDebt[];
  /** Who claims it by something else than a touch, in the order of their rank. */
  claimants: Claimant[];
  /** What it earns each affiliate to whom it was ever owed. */
  earnings: ToldEarning[];
  claims: LookedAtClaim[];
  what_ifs: WhatIf[];
  history: Happened[];
  /** By id. */
  affiliate_names: Record<string, string>;
}

/** Sales of one order id, where it is not the id of one. */
export interface SeveralSales {
  several: SoldFacts[];
}
