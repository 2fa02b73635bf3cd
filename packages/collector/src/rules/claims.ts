import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { ClaimConsidered, ClaimVerdict } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { claims } from '../domain/schema.ts';
import { HOUR } from '../domain/time.ts';
import { conversionKeys, holdersOf } from './dedupe.ts';

/** A claim adds context only to a sale that is at most this far from it. */
const NEARNESS = HOUR;

type Reported = Pick<ConversionRow, 'workspace_id' | 'id' | 'name' | 'order_id' | 'event_id'>;

/** Claims that report the same order or the same event as a conversion. */
export function claimsOf(draft: Draft, conversion: Reported): ClaimRow[] {
  const { workspace_id, name, order_id, event_id } = conversion;
  const byOrder = order_id === null ? [] : draft.find<ClaimRow>(claims, 'order', [workspace_id, name, order_id]);
  const byEvent = event_id === null ? [] : draft.find<ClaimRow>(claims, 'event', [workspace_id, name, event_id]);
  return [...new Set([...byOrder, ...byEvent])]
    .filter((claim) => coverIdOf(draft, claim) === conversion.id)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
}

/** The conversion that a claim is about: the one with its order, else the one with its event. */
export function coverIdOf(draft: Draft, claim: Reported): string | null {
  return holdersOf(draft, claim.workspace_id, conversionKeys(claim))[0] ?? null;
}

export interface ClaimContext {
  considered: ClaimConsidered[];
  /** A browser that nothing but its claim links to the sale: its touches may earn the credit, but never money. */
  visitor_id: string | null;
}

/**
 * What the claims of a sale add to it. One that the server's identifiers lead to adds nothing that is not known
 * already. Another is heard only where it is near in time and alone, and where the server's own identifiers lead to
 * no touch: whoever guesses an order's id cannot outshout the shop.
 */
export function contextOf(
  sale: { occurred_at: number },
  saleClaims: readonly ClaimRow[],
  visitors: ReadonlyMap<string, boolean>,
  serverKnowsTouches: boolean,
): ClaimContext {
  const near = saleClaims.filter((claim) => Math.abs(claim.occurred_at - sale.occurred_at) <= NEARNESS);
  const strangers = new Set(near.map((claim) => claim.visitor_id).filter((visitor) => !visitors.has(visitor)));
  const someoneLinked = near.some((claim) => visitors.has(claim.visitor_id));

  const verdictOf = (claim: ClaimRow): ClaimVerdict => {
    if (!near.includes(claim)) return 'too_far_in_time';
    if (visitors.has(claim.visitor_id)) return 'linked';
    if (serverKnowsTouches || someoneLinked) return 'server_knows_better';
    return strangers.size === 1 ? 'added_context' : 'ambiguous';
  };
  const considered = saleClaims.map((claim) => ({
    claim_id: claim.id,
    visitor_id: claim.visitor_id,
    verdict: verdictOf(claim),
  }));
  const heard = considered.find((claim) => claim.verdict === 'added_context');
  return { considered, visitor_id: heard?.visitor_id ?? null };
}
