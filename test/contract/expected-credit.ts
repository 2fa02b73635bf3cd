import type { LinkRow } from '../../packages/collector/src/domain/affiliate.ts';
import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import type { ClaimVerdict, Credit, DebtRule } from '../../packages/collector/src/domain/credit.ts';
import type { EdgeRow, Identifier, IdentifierKind } from '../../packages/collector/src/domain/identity.ts';
import type { TouchRow } from '../../packages/collector/src/domain/touch.ts';
import { HOUR, TOLERANCE, WINDOW } from './times.ts';

/**
 * The rules of meaning once more, as plainly as they can be said: over all rows at once, with no index, no window to
 * read and nothing to keep up to date. What the collector derives step by step must be the same.
 */

export interface Facts {
  touches: readonly TouchRow[];
  edges: readonly EdgeRow[];
  links: readonly LinkRow[];
  conversions: readonly ConversionRow[];
  claims: readonly ClaimRow[];
}

/** What a credit must say. */
export interface Said {
  touch_id: string | null;
  owed: { affiliate_id: string; click_id: string | null } | null;
  debt_rule: DebtRule;
  claims: [string, ClaimVerdict][];
  found_by: string[];
}

interface Seen {
  touch: TouchRow;
  trusted: boolean;
}

type RootOf = (of: Identifier) => string;

const STRENGTH: readonly IdentifierKind[] = ['user', 'customer', 'lead', 'email', 'phone', 'visitor'];
const TOO_MANY = 50;
const FLOOD = 20;

export function saidOf(credit: Credit): Said {
  const owed = credit.owed_to;
  return {
    touch_id: credit.attributed_to?.touch_id ?? null,
    owed: owed && { affiliate_id: owed.affiliate_id, click_id: owed.click_id },
    debt_rule: credit.debt_rule,
    claims: credit.claims.map(({ claim_id, verdict }) => [claim_id, verdict]),
    found_by: credit.found_by,
  };
}

/** The conversion that a claim stands behind: the one with its order, else the one with its event. */
export function expectedCover({ conversions }: Facts, claim: ClaimRow): string | null {
  const same = conversions.filter(({ name }) => name === claim.name);
  const byOrder = claim.order_id === null ? undefined : same.find(({ order_id }) => order_id === claim.order_id);
  return (byOrder ?? same.find(({ event_id }) => event_id === claim.event_id))?.id ?? null;
}

/** What the conversions and claims, by their id, must say; and the person behind each conversion's debt. */
export function expectedCredits(facts: Facts): Map<string, Said & { person: string | null }> {
  const rootOf = rootsOf(facts.edges);
  const trustedRootOf = rootsOf(facts.edges.filter(({ trusted }) => trusted));
  const said = new Map<string, Said & { person: string | null }>();
  for (const sale of facts.conversions) {
    const anchor = strongest(sale.identifiers);
    const visitors = anchor ? reached(facts, anchor, rootOf, trustedRootOf) : new Map<string, boolean>();
    if (sale.visitor_id !== null) visitors.set(sale.visitor_id, true);
    said.set(sale.id, { ...ofConversion(facts, sale, visitors), person: anchor ? trustedRootOf(anchor) : null });
  }
  for (const claim of facts.claims) {
    const visitors = reached(facts, { kind: 'visitor', value: claim.visitor_id }, rootOf, trustedRootOf);
    const arrivals = seen(facts, { ...claim, click_id: null }, visitors);
    const touch_id = best(eligible(arrivals, claim.occurred_at), claim.occurred_at)?.id ?? null;
    const found_by = foundBy(arrivals);
    said.set(claim.id, { touch_id, owed: null, debt_rule: 'unverified', claims: [], found_by, person: null });
  }
  return said;
}

function ofConversion(facts: Facts, sale: ConversionRow, visitors: ReadonlyMap<string, boolean>): Said {
  const claims = lookedAt(facts, sale, visitors);
  const near = claims.filter((claim) => Math.abs(claim.occurred_at - sale.occurred_at) <= HOUR);
  const known = seen(facts, sale, visitors);
  const strangers = new Set(near.map((claim) => claim.visitor_id).filter((visitor) => !visitors.has(visitor)));
  const isServerWiser = known.length > 0 || near.some((claim) => visitors.has(claim.visitor_id));
  const [stranger] = strangers;
  const isFlood = claims.length >= FLOOD;
  const isHeard = !isServerWiser && !isFlood && strangers.size === 1 && stranger !== undefined;
  const arrivals = isHeard ? seen(facts, sale, new Map([...visitors, [stranger, false]])) : known;
  return {
    ...answer(facts, sale, eligible(arrivals, sale.occurred_at)),
    claims: claims.map((claim) => {
      if (!near.includes(claim)) return [claim.id, 'too_far_in_time'];
      if (visitors.has(claim.visitor_id)) return [claim.id, 'linked'];
      if (isServerWiser) return [claim.id, 'server_knows_better'];
      return [claim.id, isHeard ? 'added_context' : 'ambiguous'];
    }),
    found_by: foundBy(arrivals),
  };
}

/** Of the claims with a sale's order, and of those with its event, the latest; and those of the sale's own browsers. */
function lookedAt(facts: Facts, sale: ConversionRow, visitors: ReadonlyMap<string, boolean>): ClaimRow[] {
  const inOrder = facts.claims
    .filter(({ name }) => name === sale.name)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  const byOrder = inOrder.filter(({ order_id }) => order_id !== null && order_id === sale.order_id);
  const byEvent = inOrder.filter(({ event_id }) => event_id === sale.event_id);
  const kept = new Set([...byOrder.slice(-FLOOD), ...byEvent.slice(-FLOOD)]);
  return inOrder.filter(
    (claim) =>
      (kept.has(claim) || (visitors.has(claim.visitor_id) && [...byOrder, ...byEvent].includes(claim))) &&
      expectedCover(facts, claim) === sale.id,
  );
}

function answer(facts: Facts, sale: ConversionRow, arrivals: readonly Seen[]): Omit<Said, 'claims' | 'found_by'> {
  const promoted = arrivals.filter(({ touch }) => promoter(facts, touch) !== undefined);
  const trusted = promoted.filter((arrival) => arrival.trusted);
  const reported = trusted.filter(({ touch }) => sale.click_id !== null && touch.click_id === sale.click_id);
  const owed = best(reported, sale.occurred_at) ?? best(trusted, sale.occurred_at);
  const affiliate_id = owed && promoter(facts, owed);
  return {
    touch_id: best(arrivals, sale.occurred_at)?.id ?? null,
    owed: owed && affiliate_id ? { affiliate_id, click_id: owed.click_id } : null,
    debt_rule: debtRule(),
  };

  function debtRule(): DebtRule {
    if (owed) return reported.length > 0 ? 'reported_click' : 'last_affiliate_touch';
    if (promoted.length > 0) return 'awaits_review';
    return sale.click_id === null || facts.touches.some(({ id }) => id === sale.click_id) ? 'none' : 'unknown_click';
  }
}

/** Touches of the browsers, and the carriers of the click that the sale names; a click that landed is its landing. */
function seen(
  { touches }: Facts,
  sale: { occurred_at: number; click_id: string | null },
  visitors: ReadonlyMap<string, boolean>,
): Seen[] {
  const isClick = (touch: TouchRow) => touch.id === touch.click_id;
  const carriers = touches.filter((touch) => sale.click_id !== null && touch.click_id === sale.click_id);
  const browsers = new Set(carriers.filter((touch) => !isClick(touch)).map((touch) => touch.visitor_id));
  const all = touches.flatMap((touch): Seen[] => {
    const trusted = visitors.get(touch.visitor_id ?? '');
    const isNear = touch.occurred_at >= sale.occurred_at - WINDOW && touch.occurred_at <= sale.occurred_at + TOLERANCE;
    if (carriers.includes(touch) && isClick(touch)) return [{ touch, trusted: true }];
    if (isNear && trusted !== undefined) return [{ touch, trusted }];
    return isNear && carriers.includes(touch) && browsers.size === 1 ? [{ touch, trusted: false }] : [];
  });
  const landings = all.filter(({ touch }) => !isClick(touch));
  const hasLanded = (click: Seen) =>
    landings.some(({ touch, trusted }) => touch.click_id === click.touch.id && (trusted || !click.trusted));
  return all.filter((arrival) => !isClick(arrival.touch) || !hasLanded(arrival));
}

function eligible(arrivals: readonly Seen[], soldAt: number): Seen[] {
  return arrivals.filter(({ touch }) => {
    const latest = soldAt + (touch.is_browser_time ? TOLERANCE : 0);
    return touch.occurred_at >= soldAt - WINDOW && touch.occurred_at <= latest;
  });
}

/** The latest before the sale; where there is none, the earliest of those that only seem later. */
function best(arrivals: readonly Seen[], soldAt: number): TouchRow | undefined {
  const touches = arrivals.map(({ touch }) => touch);
  const ascending = touches.sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  return ascending.filter((touch) => touch.occurred_at <= soldAt).at(-1) ?? ascending[0];
}

function promoter({ touches, links }: Facts, touch: TouchRow): string | undefined {
  const click = touches.find(({ id }) => id === touch.click_id);
  const code = touch.referral_code ?? click?.referral_code;
  return click?.affiliate_id ?? links.find((link) => link.code === code)?.affiliate_id;
}

function foundBy(arrivals: readonly Seen[]): string[] {
  return [...new Set(arrivals.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}

/** Browsers of the anchor's person; `true` where trusted links alone lead there. */
function reached(facts: Facts, anchor: Identifier, rootOf: RootOf, trustedRootOf: RootOf): Map<string, boolean> {
  const visitors = new Map<string, boolean>();
  for (const value of new Set([
    ...facts.touches.map((touch) => touch.visitor_id),
    ...facts.claims.map((claim) => claim.visitor_id),
  ])) {
    if (value === null) continue;
    const visitor: Identifier = { kind: 'visitor', value };
    if (rootOf(visitor) === rootOf(anchor)) visitors.set(value, trustedRootOf(visitor) === trustedRootOf(anchor));
  }
  return visitors;
}

function rootsOf(edges: readonly EdgeRow[]): RootOf {
  const pointed = Map.groupBy(edges, (edge) => `${edge.to_kind}:${edge.to_value}`);
  const linking = edges.filter((edge) => {
    const rivals = pointed.get(`${edge.to_kind}:${edge.to_value}`) ?? [];
    return rivals.filter(({ trusted }) => trusted || !edge.trusted).length <= TOO_MANY;
  });
  const inOrder = linking.sort(
    (a, b) =>
      Number(b.trusted) - Number(a.trusted) ||
      STRENGTH.indexOf(a.to_kind) - STRENGTH.indexOf(b.to_kind) ||
      a.occurred_at - b.occurred_at ||
      (a.to_value < b.to_value ? -1 : 1),
  );
  const winners = Map.groupBy(inOrder, (edge) => `${edge.from_kind}:${edge.from_value}`);
  return function rootOf({ kind, value }): string {
    const winner = winners.get(`${kind}:${value}`)?.[0];
    return winner ? rootOf({ kind: winner.to_kind, value: winner.to_value }) : `${kind}:${value}`;
  };
}

function strongest(identifiers: readonly Identifier[]): Identifier | undefined {
  return [...identifiers].sort((a, b) => STRENGTH.indexOf(a.kind) - STRENGTH.indexOf(b.kind))[0];
}
