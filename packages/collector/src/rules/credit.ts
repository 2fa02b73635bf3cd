import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Credit } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { type Arrival, arrivalsOf } from './arrivals.ts';
import { attribute } from './attribute.ts';
import { claimsLookedAt, contextOf } from './claims.ts';
import { owe } from './owe.ts';
import { reachOf } from './reach.ts';

/** The answer for a conversion, as far as is known now. */
export function creditOfConversion(draft: Draft, conversion: Omit<ConversionRow, 'credit'>): Credit {
  const { workspace_id, anchor_kind, anchor_value, visitor_id } = conversion;
  const anchor = anchor_kind && anchor_value !== null ? { kind: anchor_kind, value: anchor_value } : null;
  const visitors = reachOf(draft, { workspace_id, anchor, visitor_id });

  const known = arrivalsOf(draft, workspace_id, conversion, visitors);
  const claims = claimsLookedAt(draft, conversion, visitors.keys());
  const context = contextOf(conversion, claims, visitors, known.length > 0);
  const arrivals =
    context.visitor_id === null
      ? known
      : arrivalsOf(draft, workspace_id, conversion, new Map([...visitors, [context.visitor_id, false]]));

  return {
    ...attribute(arrivals, conversion.occurred_at),
    ...owe(draft, { ...conversion, anchor }, arrivals),
    claims: context.considered,
    found_by: foundBy(arrivals),
  };
}

/** The answer for a claim that no server has confirmed: shown, marked, and never owed. */
export function creditOfClaim(
  draft: Draft,
  claim: Pick<ClaimRow, 'workspace_id' | 'visitor_id' | 'occurred_at'>,
): Credit {
  const { workspace_id, visitor_id, occurred_at } = claim;
  const anchor = { kind: 'visitor', value: visitor_id } as const;
  const visitors = reachOf(draft, { workspace_id, anchor, visitor_id });
  const arrivals = arrivalsOf(draft, workspace_id, { occurred_at, click_id: null }, visitors);
  return {
    ...attribute(arrivals, occurred_at),
    owed_to: null,
    debt_rule: 'unverified',
    debt_candidates: [],
    claims: [],
    found_by: foundBy(arrivals),
  };
}

function foundBy(arrivals: readonly Arrival[]): string[] {
  return [...new Set(arrivals.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}
