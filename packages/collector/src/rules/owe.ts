import {
  type Claimant,
  type DebtCandidate,
  type DebtRule,
  type DebtVerdict,
  type OwedTo,
  WINDOW,
} from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { type Identifier, identifierKey } from '../domain/identity.ts';
import { DAY } from '../domain/time.ts';
import { type Arrival, clickOf, timingOf } from './arrivals.ts';
import { claimantsOf, type Named, placeOf } from './claimants.ts';
import { affiliateOf, hasLeft, programOfAffiliate, programTermsAt } from './programs.ts';
import { earningNamed, referralOf } from './referral-of.ts';

export interface Debt {
  owed_to: OwedTo | null;
  debt_rule: DebtRule;
  debt_candidates: DebtCandidate[];
  claimants: Claimant[];
}

export interface Sale extends Named {
  visitor_id: string | null;
  click_id: string | null;
  /** The strongest identifier that secret keys say the buyer has. */
  trustedRoot: Identifier | undefined;
}

const RULES: Readonly<Record<Claimant['by'], DebtRule>> = {
  referral: 'reported_referral',
  affiliate: 'named_affiliate',
  coupon: 'coupon',
  binding: 'bound_referral',
};

/**
 * Whom a verified sale makes us owe, by rank: the referral that the server named, the affiliate that it named, the click that
 * it reported, a first sale's coupon, the affiliate to whom the buyer is bound, and last an affiliate's touch. A touch that
 * only a browser's claims lead to makes nothing owed; it awaits review. `arrivals` come in order of their claim to credit.
 */
export function owe(draft: Draft, sale: Sale, arrivals: readonly Arrival[]): Debt {
  const person = sale.trustedRoot ? identifierKey(sale.trustedRoot) : null;
  const { above, below } = claimantsOf(draft, sale, person);
  const judged = withReportedFirst(arrivals, sale.click_id).flatMap((arrival) => judge(draft, arrival, sale));
  const eligible = judged.filter(({ isEligible }) => isEligible);
  const reported = eligible.find(({ isReported }) => isReported);
  const touched = reported ?? eligible[0];

  const isOpen = ({ verdict }: Claimant) => verdict === 'outranked';
  const claimant = above.find(isOpen) ?? (reported ? undefined : below.find(isOpen));
  const winner = claimant ? undefined : touched && (reported ?? chosenOf(eligible, touched));
  const first = judged.findIndex(({ isEligible }) => isEligible);
  const debt_candidates = judged.map(({ candidate, isEligible, isLate, lost }, at): DebtCandidate => {
    // What seems later than the sale counts only where nothing else does.
    if (isLate && first >= 0 && at > first) return { ...candidate, verdict: 'after_the_sale' };
    const verdict = isEligible ? verdictOf({ candidate, winner, claimant, reported }) : lost;
    return { ...candidate, verdict };
  });
  const referralWith = (affiliateId: string) =>
    referralOf(draft, placeOf(sale), affiliateId, { person, visitor_id: sale.visitor_id });
  return {
    owed_to: claimant
      ? owedToClaimant(draft, sale, claimant, referralWith)
      : winner
        ? owedTo(winner.candidate, referralWith)
        : null,
    debt_rule: ruleOf(draft, sale, { claimant, winner, reported, debt_candidates, claimants: [...above, ...below] }),
    debt_candidates,
    claimants: [...above, ...below].map((one) => (one === claimant ? { ...one, verdict: 'won' } : one)),
  };
}

interface Judged {
  candidate: Omit<DebtCandidate, 'verdict'>;
  isReported: boolean;
  isEligible: boolean;
  /** Why it is not eligible. */
  lost: DebtVerdict;
  isLate: boolean;
  program_id: string | null;
  click_rule: 'first' | 'last';
}

function withReportedFirst(arrivals: readonly Arrival[], clickId: string | null): Arrival[] {
  const isReported = (arrival: Arrival) => clickId !== null && arrival.touch.click_id === clickId;
  return [...arrivals.filter(isReported), ...arrivals.filter((arrival) => !isReported(arrival))];
}

/** A touch that names an affiliate, by itself; one that lies too far back is not looked at, unless it was reported. */
function judge(draft: Draft, arrival: Arrival, sale: Sale): Judged[] {
  const { touch, affiliate_id, code, is_theirs, trusted } = arrival;
  if (affiliate_id === null) return [];
  const isReported = sale.click_id !== null && touch.click_id === sale.click_id;
  if (hasLeft(affiliateOf(draft, sale.workspace_id, affiliate_id), sale.occurred_at)) return [];
  const { window, program_id, click_rule } = termsOf(draft, sale, affiliate_id);
  const timing = timingOf(touch, sale.occurred_at, window);
  const isFar = touch.occurred_at < sale.occurred_at - WINDOW;
  if (isFar && timing === 'before_the_window' && !isReported) return [];
  let lost: DebtVerdict | null = null;
  if (timing === 'after_the_sale' || timing === 'before_the_window') lost = timing;
  else if (!trusted) lost = is_theirs ? 'unlinked_claim' : 'other_person';
  const { id: touch_id, click_id, occurred_at } = touch;
  return [
    {
      candidate: { touch_id, affiliate_id, code, click_id, occurred_at },
      isReported,
      isEligible: lost === null,
      lost: lost ?? 'outranked',
      isLate: timing === 'seems_late',
      program_id,
      click_rule,
    },
  ];
}

/** How far back an affiliate's touches count, and which of several does, by the terms of their program at the time. */
export function termsOf(draft: Draft, { workspace_id, occurred_at }: Named, affiliateId: string) {
  const program = programOfAffiliate(draft, workspace_id, affiliateId);
  if (!program) return { window: WINDOW, program_id: null, click_rule: 'last' as const };
  const { cookie_days, click_rule } = programTermsAt(draft, program, occurred_at);
  return { window: cookie_days * DAY, program_id: program.id, click_rule };
}

/** The latest touch, unless its program goes by the first. */
function chosenOf(eligible: readonly Judged[], latest: Judged): Judged {
  if (latest.click_rule === 'last' || latest.isLate) return latest;
  return eligible.findLast(({ program_id, isLate }) => program_id === latest.program_id && !isLate) ?? latest;
}

interface Contest {
  candidate: Omit<DebtCandidate, 'verdict'>;
  winner: Judged | undefined;
  claimant: Claimant | undefined;
  reported: Judged | undefined;
}

function verdictOf({ candidate, winner, claimant, reported }: Contest): DebtVerdict {
  if (candidate === winner?.candidate) return touchRuleOf(winner, reported);
  if (claimant || reported || !winner) return 'outranked';
  if (winner.click_rule === 'first' && candidate.occurred_at > winner.candidate.occurred_at) {
    return 'later_affiliate_touch';
  }
  return 'earlier_affiliate_touch';
}

function touchRuleOf(winner: Judged, reported: Judged | undefined) {
  if (reported) return 'reported_click';
  return winner.click_rule === 'first' && !winner.isLate ? 'first_affiliate_touch' : 'last_affiliate_touch';
}

function ruleOf(
  draft: Draft,
  sale: Sale,
  {
    claimant,
    winner,
    reported,
    debt_candidates,
    claimants,
  }: Omit<Contest, 'candidate'> & Pick<Debt, 'debt_candidates' | 'claimants'>,
): DebtRule {
  if (claimant) return RULES[claimant.by];
  if (winner) return touchRuleOf(winner, reported);
  if (debt_candidates.some(({ verdict }) => verdict === 'unlinked_claim')) return 'awaits_review';
  if (sale.referral_id !== null) return 'unknown_referral';
  if (sale.affiliate_id !== null) return 'unknown_affiliate';
  if (sale.click_id !== null && !clickOf(draft, sale.workspace_id, sale.click_id)) return 'unknown_click';
  return sale.coupon_code !== null && claimants.some(({ verdict }) => verdict === 'unknown')
    ? 'unknown_coupon'
    : 'none';
}

type ReferralWith = (affiliateId: string) => string;

function owedTo({ affiliate_id, code, click_id }: Judged['candidate'], referralWith: ReferralWith): OwedTo {
  return { affiliate_id, referral_id: referralWith(affiliate_id), code, click_id };
}

/** A referral that the server named is that one, whoever the buyer is. */
function owedToClaimant(
  draft: Draft,
  sale: Sale,
  { by, value, affiliate_id }: Claimant,
  referralWith: ReferralWith,
): OwedTo | null {
  if (affiliate_id === null) return null;
  const named = by === 'referral' ? earningNamed(draft, value, placeOf(sale))?.referral_id : undefined;
  return { affiliate_id, referral_id: named ?? referralWith(affiliate_id), code: null, click_id: null };
}
