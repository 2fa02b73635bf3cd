import type { DebtCandidate, DebtRule, DebtVerdict, OwedTo } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { type Identifier, identifierKey } from '../domain/identity.ts';
import { derivedId } from '../domain/ids.ts';
import { type Arrival, clickOf, timingOf } from './arrivals.ts';

export interface Debt {
  owed_to: OwedTo | null;
  debt_rule: DebtRule;
  debt_candidates: DebtCandidate[];
}

export interface Sale {
  workspace_id: string;
  visitor_id: string | null;
  occurred_at: number;
  click_id: string | null;
  /** The strongest identifier that secret keys say the buyer has. */
  trustedRoot: Identifier | undefined;
}

/**
 * Whom a verified sale makes us owe: the affiliate of the click that the server reported, else of the latest
 * affiliate touch in the window. A touch that only a browser's claims lead to makes nothing owed; it awaits review.
 * `arrivals` come in order of their claim to credit.
 */
export function owe(draft: Draft, sale: Sale, arrivals: readonly Arrival[]): Debt {
  const candidates: DebtCandidate[] = [];
  let winner: DebtCandidate | undefined;
  for (const arrival of withReportedFirst(arrivals, sale.click_id)) {
    const candidate = judge(arrival, sale, winner);
    if (!candidate) continue;
    candidates.push(candidate);
    if (candidate.verdict === 'reported_click' || candidate.verdict === 'last_affiliate_touch') winner = candidate;
  }
  return {
    owed_to: winner ? owedTo(sale, winner) : null,
    debt_rule: ruleOf(draft, sale, candidates, winner),
    debt_candidates: candidates,
  };
}

function withReportedFirst(arrivals: readonly Arrival[], clickId: string | null): Arrival[] {
  const isReported = (arrival: Arrival) => clickId !== null && arrival.touch.click_id === clickId;
  return [...arrivals.filter(isReported), ...arrivals.filter((arrival) => !isReported(arrival))];
}

function judge(
  { touch, affiliate_id, code, is_theirs, trusted }: Arrival,
  sale: Sale,
  winner: DebtCandidate | undefined,
): DebtCandidate | undefined {
  if (affiliate_id === null) return undefined;
  const isReported = sale.click_id !== null && touch.click_id === sale.click_id;
  let verdict: DebtVerdict;
  const timing = timingOf(touch, sale.occurred_at);
  if (timing === 'after_the_sale' || timing === 'before_the_window') verdict = timing;
  else if (winner && timing === 'seems_late') verdict = 'after_the_sale';
  else if (!trusted) verdict = is_theirs ? 'unlinked_claim' : 'other_person';
  else if (winner)
    verdict = winner.verdict === 'reported_click' ? 'outranked_by_reported_click' : 'earlier_affiliate_touch';
  else verdict = isReported ? 'reported_click' : 'last_affiliate_touch';
  return { touch_id: touch.id, affiliate_id, code, click_id: touch.click_id, occurred_at: touch.occurred_at, verdict };
}

function ruleOf(
  draft: Draft,
  sale: Sale,
  candidates: readonly DebtCandidate[],
  winner: DebtCandidate | undefined,
): DebtRule {
  if (winner) return winner.verdict === 'reported_click' ? 'reported_click' : 'last_affiliate_touch';
  if (candidates.some((candidate) => candidate.verdict === 'unlinked_claim')) return 'awaits_review';
  const isUnknown = sale.click_id !== null && !clickOf(draft, sale.workspace_id, sale.click_id);
  return isUnknown ? 'unknown_click' : 'none';
}

/**
 * The tie's id follows from the person, as far as trusted links tell who it is, and the affiliate: so every sale of
 * the two is under one referral, and no claim moves it.
 */
function owedTo(sale: Sale, { affiliate_id, code, click_id, touch_id }: DebtCandidate): OwedTo {
  return {
    affiliate_id,
    referral_id: referralIdOf(sale.workspace_id, affiliate_id, personKeyOf(sale, touch_id)),
    code,
    click_id,
  };
}

export function referralIdOf(workspaceId: string, affiliateId: string, personKey: string): string {
  return derivedId('referral', workspaceId, affiliateId, personKey);
}

function personKeyOf({ trustedRoot, visitor_id }: Sale, touchId: string): string {
  if (trustedRoot) return identifierKey(trustedRoot);
  return visitor_id === null ? `touch:${touchId}` : `visitor:${visitor_id}`;
}
