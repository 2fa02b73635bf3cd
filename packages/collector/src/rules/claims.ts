import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { ClaimConsidered, ClaimVerdict } from '../domain/credit.ts';
import type { Draft, Window } from '../domain/draft.ts';
import type { EventRow } from '../domain/event.ts';
import { claims, events } from '../domain/schema.ts';
import { HOUR } from '../domain/time.ts';
import { claimKeys, conversionKeys, holdersOf, referenceKeys } from './dedupe.ts';
import type { Reach } from './reach.ts';

/** A claim adds context only to a sale that is at most this far from it. */
const NEARNESS = HOUR;

/** So many claims of one order, or of one event, are looked at, the latest. More are a flood, and say nothing. */
const LOOKED_AT = 20;

type Reported = Pick<ConversionRow, 'workspace_id' | 'id' | 'name' | 'order_id' | 'event_id'> & {
  external_ref?: string | null;
};

/**
 * Every claim that a conversion covers: those that report the same order, or the same event and no other's order.
 * `references` are those that it ever had.
 */
export function claimsOf(draft: Draft, conversion: Reported, references: Iterable<string>): ClaimRow[] {
  const reports = [...references].flatMap((external_ref) => reportsOf(draft, { ...conversion, external_ref }, {}));
  return coveredBy(draft, conversion, [...reportsOf(draft, conversion, {}), ...reports].flat());
}

/**
 * The claims of a conversion that its credit speaks of: the latest, and whatever comes those of its own browsers. So
 * nobody who knows an order's id can make its answer long, or the buyer's own claim go under.
 */
export function claimsLookedAt(draft: Draft, conversion: Reported, visitors: Iterable<string>): ClaimRow[] {
  const reports = reportsOf(draft, conversion, { limit: LOOKED_AT });
  const isCut = reports.some(({ length }) => length === LOOKED_AT);
  const own = isCut ? [...visitors].flatMap((visitor) => claimsBy(draft, conversion, visitor)) : [];
  return coveredBy(draft, conversion, [...reports.flat(), ...own]);
}

/** Claims with the order of a conversion, claims with its event, and those with its reference as either. */
function reportsOf(draft: Draft, conversion: Reported, window: Window): ClaimRow[][] {
  const { workspace_id, name, order_id, event_id, external_ref = null } = conversion;
  const keys = [
    ['order', order_id],
    ['event', event_id],
    ['order', external_ref],
    ['event', external_ref],
  ] as const;
  return keys.map(([index, value]) =>
    value === null ? [] : [...draft.latest<ClaimRow>(claims, index, [workspace_id, name, value], window)],
  );
}

/** One browser's claims with the order, with the event, or with the reference of a conversion. */
function claimsBy(
  draft: Draft,
  { workspace_id, name, order_id, event_id, external_ref = null }: Reported,
  visitorId: string,
): ClaimRow[] {
  const byOrder = [order_id, external_ref].flatMap((order) =>
    holdersOf(draft, workspace_id, claimKeys({ name, order_id: order, visitor_id: visitorId })),
  );
  const byEvent = [event_id, external_ref].map((event) => {
    if (event === null) return undefined;
    return draft.find<EventRow>(events, 'key', [workspace_id, event, visitorId, name])[0]?.body?.claim_id;
  });
  return [...byOrder, ...byEvent]
    .map((id) => (id === undefined ? undefined : draft.get<ClaimRow>(claims, [workspace_id, id])))
    .filter((claim) => claim !== undefined);
}

function coveredBy(draft: Draft, conversion: Reported, reports: readonly ClaimRow[]): ClaimRow[] {
  return [...new Set(reports)]
    .filter((claim) => coverIdOf(draft, claim) === conversion.id)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
}

/**
 * The conversion that a claim is about: the one with its order, else the one with its event, else the one whose reference
 * is either.
 */
export function coverIdOf(draft: Draft, claim: Reported): string | null {
  const { workspace_id, name, order_id, event_id } = claim;
  const keys = [
    ...conversionKeys({ name, order_id, event_id }),
    ...[order_id, event_id].flatMap((external_ref) => referenceKeys({ name, external_ref })),
  ];
  return holdersOf(draft, workspace_id, keys)[0] ?? null;
}

export interface ClaimContext {
  considered: ClaimConsidered[];
  /** A browser that nothing but its claim links to the sale: its touches may earn the credit, but never money. */
  stranger: { visitor_id: string; at: number } | undefined;
}

/**
 * What the claims of a sale add to it. One that the server's identifiers lead to adds nothing that is not known
 * already. Another is heard only where it is near in time and alone, and where the server's own identifiers lead to
 * no touch: whoever guesses an order's id cannot outshout the shop.
 */
export function contextOf(
  sale: { occurred_at: number },
  saleClaims: readonly ClaimRow[],
  reach: Pick<Reach, 'belongingAt' | 'visitors'>,
  serverKnowsTouches: boolean,
): ClaimContext {
  const near = saleClaims.filter((claim) => Math.abs(claim.occurred_at - sale.occurred_at) <= NEARNESS);
  const linked = new Set(near.filter((claim) => isLinked(claim, reach)));
  const strangers = new Set(near.filter((claim) => !linked.has(claim)).map((claim) => claim.visitor_id));

  const verdictOf = (claim: ClaimRow): ClaimVerdict => {
    if (!near.includes(claim)) return 'too_far_in_time';
    if (linked.has(claim)) return 'linked';
    if (serverKnowsTouches || linked.size > 0) return 'server_knows_better';
    return strangers.size === 1 && saleClaims.length < LOOKED_AT ? 'added_context' : 'ambiguous';
  };
  const considered = saleClaims.map((claim) => ({ claim, verdict: verdictOf(claim) }));
  const heard = considered.find(({ verdict }) => verdict === 'added_context')?.claim;
  return {
    considered: considered.map(({ claim: { id, visitor_id }, verdict }) => ({ claim_id: id, visitor_id, verdict })),
    stranger: heard && { visitor_id: heard.visitor_id, at: heard.occurred_at },
  };
}

/** Whoever was at the claim's browser when it claimed is known to be the buyer. */
function isLinked(
  { visitor_id, occurred_at }: ClaimRow,
  { visitors, belongingAt }: Pick<Reach, 'belongingAt' | 'visitors'>,
): boolean {
  if (!visitors.includes(visitor_id)) return false;
  const { is_theirs, is_trusted } = belongingAt(visitor_id, occurred_at);
  return is_theirs || is_trusted;
}
