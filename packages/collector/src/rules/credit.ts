import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import { type Credit, WINDOW } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { Identifier } from '../domain/identity.ts';
import { type Arrival, arrivalsOf } from './arrivals.ts';
import { attribute } from './attribute.ts';
import { clickLentTo } from './checkout.ts';
import { claimsLookedAt, contextOf } from './claims.ts';
import { owe, termsOf } from './owe.ts';
import { reachOf } from './reach.ts';

/** What the answer for a conversion follows from, beside what else is known. */
export type CreditedSale = Pick<
  ConversionRow,
  | 'workspace_id'
  | 'id'
  | 'name'
  | 'order_id'
  | 'event_id'
  | 'external_ref'
  | 'occurred_at'
  | 'visitor_id'
  | 'click_id'
  | 'identifiers'
  | 'referral_id'
  | 'affiliate_id'
  | 'coupon_code'
>;

/** The answer for a conversion, as far as is known now, and who the buyer is as far as secret keys tell. */
export interface Answer {
  credit: Credit;
  buyer: Identifier | undefined;
}

export function creditOfConversion(draft: Draft, conversion: CreditedSale): Credit {
  return answerFor(draft, conversion).credit;
}

export function answerFor(draft: Draft, reported: CreditedSale): Answer {
  const conversion = { ...reported, click_id: reported.click_id ?? clickLentTo(draft, reported) };
  const { workspace_id, occurred_at, click_id } = conversion;
  const reach = reachOf(draft, conversion);
  const isNear = nearTo(draft, conversion);
  const known = arrivalsOf(draft, workspace_id, { occurred_at, click_id, reach }).filter(isNear);
  const claims = claimsLookedAt(draft, conversion, reach.visitors);
  const context = contextOf(conversion, claims, reach, known.length > 0);
  const { stranger } = context;
  const arrivals = stranger
    ? arrivalsOf(draft, workspace_id, { occurred_at, click_id, reach, stranger }).filter(isNear)
    : known;
  const credit = {
    ...attribute(arrivals.filter(isWithin(conversion, WINDOW)), occurred_at),
    ...owe(draft, { ...conversion, trustedRoot: reach.trustedRoot }, arrivals),
    claims: context.considered,
    found_by: foundBy(arrivals),
    conflicts: reach.conflicts,
  };
  return { credit, buyer: reach.trustedRoot };
}

/** Touches that may have earned the sale, and those that may be owed for it, which some programs let lie further back. */
export function nearTo(draft: Draft, sale: CreditedSale) {
  const isRecent = isWithin(sale, WINDOW);
  return (arrival: Arrival) => {
    if (isRecent(arrival) || arrival.affiliate_id === null) return isRecent(arrival);
    return isWithin(sale, termsOf(draft, sale, arrival.affiliate_id).window)(arrival);
  };
}

/** Within so many ms before the sale; or the click that the server reported, which is told why it is not. */
function isWithin({ occurred_at, click_id }: CreditedSale, window: number) {
  return ({ touch }: Arrival) =>
    touch.occurred_at >= occurred_at - window || (click_id !== null && touch.click_id === click_id);
}

/** The answer for a claim that no server has confirmed: shown, marked, and never owed. */
export function creditOfClaim(
  draft: Draft,
  claim: Pick<ClaimRow, 'workspace_id' | 'visitor_id' | 'occurred_at'>,
): Credit {
  const { workspace_id, occurred_at } = claim;
  const reach = reachOf(draft, { ...claim, identifiers: [] });
  const arrivals = arrivalsOf(draft, workspace_id, { occurred_at, click_id: null, reach }).filter(
    ({ touch }) => touch.occurred_at >= occurred_at - WINDOW,
  );
  return {
    ...attribute(arrivals, occurred_at),
    owed_to: null,
    debt_rule: 'unverified',
    debt_candidates: [],
    claimants: [],
    claims: [],
    found_by: foundBy(arrivals),
    conflicts: [],
  };
}

function foundBy(arrivals: readonly Arrival[]): string[] {
  return [...new Set(arrivals.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}
