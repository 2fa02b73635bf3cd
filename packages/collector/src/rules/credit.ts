import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Credit } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { type Arrival, arrivalsOf } from './arrivals.ts';
import { attribute } from './attribute.ts';
import { claimsLookedAt, contextOf } from './claims.ts';
import { owe } from './owe.ts';
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
>;

/** The answer for a conversion, as far as is known now. */
export function creditOfConversion(draft: Draft, conversion: CreditedSale): Credit {
  const { workspace_id, occurred_at, click_id } = conversion;
  const reach = reachOf(draft, conversion);
  const known = arrivalsOf(draft, workspace_id, { occurred_at, click_id, reach });
  const claims = claimsLookedAt(draft, conversion, reach.visitors);
  const context = contextOf(conversion, claims, reach, known.length > 0);
  const { stranger } = context;
  const arrivals = stranger ? arrivalsOf(draft, workspace_id, { occurred_at, click_id, reach, stranger }) : known;

  return {
    ...attribute(arrivals, occurred_at),
    ...owe(draft, { ...conversion, trustedRoot: reach.trustedRoot }, arrivals),
    claims: context.considered,
    found_by: foundBy(arrivals),
    conflicts: reach.conflicts,
  };
}

/** The answer for a claim that no server has confirmed: shown, marked, and never owed. */
export function creditOfClaim(
  draft: Draft,
  claim: Pick<ClaimRow, 'workspace_id' | 'visitor_id' | 'occurred_at'>,
): Credit {
  const { workspace_id, occurred_at } = claim;
  const reach = reachOf(draft, { ...claim, identifiers: [] });
  const arrivals = arrivalsOf(draft, workspace_id, { occurred_at, click_id: null, reach });
  return {
    ...attribute(arrivals, occurred_at),
    owed_to: null,
    debt_rule: 'unverified',
    debt_candidates: [],
    claims: [],
    found_by: foundBy(arrivals),
    conflicts: [],
  };
}

function foundBy(arrivals: readonly Arrival[]): string[] {
  return [...new Set(arrivals.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}
