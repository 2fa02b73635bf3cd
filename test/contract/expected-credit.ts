import type { LinkRow } from '../../packages/collector/src/domain/affiliate.ts';
import type { ClaimRow, ConversionRow, DedupeRow } from '../../packages/collector/src/domain/conversion.ts';
import type { ClaimVerdict, Credit, DebtRule } from '../../packages/collector/src/domain/credit.ts';
import type { TouchRow } from '../../packages/collector/src/domain/touch.ts';
import { ownersOf } from './expected-owners.ts';
import { agreeing, linkingEdges, nodeKey, type People, peopleOf, strengthOf, type Traces } from './expected-people.ts';
import { HOUR, TOLERANCE, WINDOW } from './times.ts';

/**
 * The rules of meaning once more, as plainly as they can be said: over all rows at once, with no index, no window to
 * read and nothing to keep up to date. What the collector derives step by step must be the same.
 */

export interface Facts extends Traces {
  touches: readonly TouchRow[];
  links: readonly LinkRow[];
  conversions: readonly ConversionRow[];
  claims: readonly ClaimRow[];
  dedupes: readonly DedupeRow[];
}

/** What a credit must say. */
export interface Said {
  touch_id: string | null;
  owed: { affiliate_id: string; click_id: string | null } | null;
  debt_rule: DebtRule;
  claims: [string, ClaimVerdict][];
  found_by: string[];
  conflicts: string[];
}

interface Seen {
  touch: TouchRow;
  isTheirs: boolean;
  trusted: boolean;
}

/** Whose a device at a time is, of the person behind a report. */
type Belonging = (visitor: string | null, at: number) => { isTheirs: boolean; trusted: boolean };

interface Buyer {
  belonging: Belonging;
  /** Devices that are looked at. */
  visitors: ReadonlySet<string>;
  /** A browser that only its claim brings. */
  stranger?: { visitor: string; at: number } | undefined;
  person: string | null;
  conflicts: string[];
}

type Report = { identifiers: ConversionRow['identifiers']; visitor_id: string | null; occurred_at: number };

const FLOOD = 20;

export function saidOf(credit: Credit): Said {
  const owed = credit.owed_to;
  return {
    touch_id: credit.attributed_to?.touch_id ?? null,
    owed: owed && { affiliate_id: owed.affiliate_id, click_id: owed.click_id },
    debt_rule: credit.debt_rule,
    claims: credit.claims.map(({ claim_id, verdict }) => [claim_id, verdict]),
    found_by: credit.found_by,
    conflicts: credit.conflicts.map(nodeKey),
  };
}

/**
 * The conversion that a claim stands behind: the one with its order, else the one with its event, else the one with either
 * as its reference; nobody's who gave that away.
 */
export function expectedCover({ dedupes }: Pick<Facts, 'dedupes'>, claim: ClaimRow): string | null {
  const { name, order_id, event_id } = claim;
  const owners = [
    ...ownersOf(dedupes, `order:${name}`, order_id),
    ...ownersOf(dedupes, `event:${name}`, event_id),
    ...[order_id, event_id].flatMap((value) => ownersOf(dedupes, `reference:${name}`, value)),
  ];
  return owners.find(({ is_released }) => !is_released)?.fact_id ?? null;
}

/** What the conversions and claims, by their id, must say; and the person behind each conversion's debt. */
export function expectedCredits(facts: Facts): Map<string, Said & { person: string | null }> {
  const views = { all: peopleOf(facts, false), trusted: peopleOf(facts, true) };
  const said = new Map<string, Said & { person: string | null }>();
  for (const sale of facts.conversions) {
    const buyer = buyerOf(facts, views, sale);
    said.set(sale.id, { ...ofConversion(facts, views.all, sale, buyer), person: buyer.person });
  }
  for (const claim of facts.claims) {
    const buyer = buyerOf(facts, views, { ...claim, identifiers: [] });
    const arrivals = seen(facts, views.all, { ...claim, click_id: null }, buyer);
    const touch_id = best(eligible(arrivals.filter(isTheirs), claim.occurred_at), claim.occurred_at)?.id ?? null;
    const found_by = foundBy(arrivals);
    const nothing = { owed: null, debt_rule: 'unverified', claims: [], conflicts: [], person: null } as const;
    said.set(claim.id, { ...nothing, claims: [], conflicts: [], touch_id, found_by });
  }
  return said;
}

/** The person behind a report: its identifiers from the strongest on as far as they agree, and who was at its device. */
function buyerOf(facts: Facts, views: { all: People; trusted: People }, report: Report): Buyer {
  const nodes = report.identifiers
    .filter(({ kind }) => kind !== 'visitor')
    .map(nodeKey)
    .sort((a, b) => strengthOf(a) - strengthOf(b));
  const self = (people: People) => {
    let roots: string[] = [];
    const conflicts: string[] = [];
    for (const node of nodes) {
      const more = [...roots, people.rootOf(node)];
      if (agreeing(more).length < new Set(more).size) conflicts.push(node);
      else roots = [...new Set(more)];
    }
    const there = report.visitor_id === null ? null : people.standingAt(report.visitor_id, report.occurred_at);
    for (const root of there?.roots ?? []) {
      const more = [...roots, root];
      if (agreeing(more).length === new Set(more).size) roots = [...new Set(more)];
    }
    return { roots, conflicts, there };
  };
  const [all, trusted] = [self(views.all), self(views.trusted)];
  const isOf = ({ roots, there }: ReturnType<typeof self>, people: People, visitor: string, at: number) => {
    const then = people.standingAt(visitor, at);
    if (then.roots.some((root) => roots.includes(root))) return true;
    const isNobodys = then.roots.length === 0 && there?.roots.length === 0;
    return isNobodys && visitor === report.visitor_id && then.since === there.since;
  };
  const people = new Set([...all.roots, ...trusted.roots].map((root) => views.all.rootOf(root)));
  const devices = linkingEdges(facts.edges)
    .filter((edge) => edge.from_kind === 'visitor' && people.has(views.all.rootOf(`${edge.to_kind}:${edge.to_value}`)))
    .map(({ from_value }) => from_value);
  const own = report.visitor_id;
  return {
    belonging: (visitor, at) => ({
      isTheirs: visitor !== null && isOf(all, views.all, visitor, at),
      trusted: visitor !== null && isOf(trusted, views.trusted, visitor, at),
    }),
    visitors: new Set([...devices, ...(own === null ? [] : [own])]),
    person: trusted.roots[0] ?? (own === null ? null : `visitor:${own}`),
    conflicts: all.conflicts,
  };
}

const isTheirs = (arrival: Seen) => arrival.isTheirs;

function ofConversion(facts: Facts, people: People, sale: ConversionRow, buyer: Buyer): Said {
  const claims = lookedAt(facts, sale, buyer.visitors);
  const near = claims.filter((claim) => Math.abs(claim.occurred_at - sale.occurred_at) <= HOUR);
  const isLinked = (claim: ClaimRow) => {
    const { isTheirs: isOne, trusted } = buyer.belonging(claim.visitor_id, claim.occurred_at);
    return isOne || trusted;
  };
  const known = seen(facts, people, sale, buyer);
  const strangers = near.filter((claim) => !isLinked(claim));
  const isServerWiser = known.length > 0 || near.some(isLinked);
  const isFlood = claims.length >= FLOOD;
  const [stranger] = strangers;
  const isAlone = new Set(strangers.map((claim) => claim.visitor_id)).size === 1;
  const isHeard = !isServerWiser && !isFlood && isAlone;
  const heard = isHeard && stranger ? { visitor: stranger.visitor_id, at: stranger.occurred_at } : undefined;
  const arrivals = heard ? seen(facts, people, sale, { ...buyer, stranger: heard }) : known;
  return {
    ...answer(facts, sale, eligible(arrivals, sale.occurred_at)),
    claims: claims.map((claim) => {
      if (!near.includes(claim)) return [claim.id, 'too_far_in_time'];
      if (isLinked(claim)) return [claim.id, 'linked'];
      if (isServerWiser) return [claim.id, 'server_knows_better'];
      return [claim.id, isHeard ? 'added_context' : 'ambiguous'];
    }),
    found_by: foundBy(arrivals),
    conflicts: buyer.conflicts,
  };
}

/** Of the claims with a sale's order, and of those with its event, the latest; and those of the sale's own browsers. */
function lookedAt(facts: Facts, sale: ConversionRow, visitors: ReadonlySet<string>): ClaimRow[] {
  const inOrder = facts.claims
    .filter(({ name }) => name === sale.name)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  const orders = [sale.order_id, sale.external_ref].map((value) =>
    inOrder.filter(({ order_id }) => order_id !== null && order_id === value),
  );
  const events = [sale.event_id, sale.external_ref].map((value) =>
    inOrder.filter(({ event_id }) => event_id === value),
  );
  const said = [...orders, ...events];
  const kept = new Set(said.flatMap((some) => some.slice(-FLOOD)));
  return inOrder.filter(
    (claim) =>
      (kept.has(claim) || (visitors.has(claim.visitor_id) && said.flat().includes(claim))) &&
      expectedCover(facts, claim) === sale.id,
  );
}

function answer(
  facts: Facts,
  sale: ConversionRow,
  arrivals: readonly Seen[],
): Pick<Said, 'touch_id' | 'owed' | 'debt_rule'> {
  const promoted = arrivals.filter(({ touch }) => promoter(facts, touch) !== undefined);
  const trusted = promoted.filter((arrival) => arrival.trusted);
  const reported = trusted.filter(({ touch }) => sale.click_id !== null && touch.click_id === sale.click_id);
  const owed = best(reported, sale.occurred_at) ?? best(trusted, sale.occurred_at);
  const affiliate_id = owed && promoter(facts, owed);
  return {
    touch_id: best(arrivals.filter(isTheirs), sale.occurred_at)?.id ?? null,
    owed: owed && affiliate_id ? { affiliate_id, click_id: owed.click_id } : null,
    debt_rule: debtRule(),
  };

  function debtRule(): DebtRule {
    if (owed) return reported.length > 0 ? 'reported_click' : 'last_affiliate_touch';
    if (promoted.some(isTheirs)) return 'awaits_review';
    return sale.click_id === null || facts.touches.some(({ id }) => id === sale.click_id) ? 'none' : 'unknown_click';
  }
}

/** Touches of the browsers, and the carriers of the click that the sale names; a click that landed is its landing. */
function seen(
  { touches }: Facts,
  people: People,
  sale: { occurred_at: number; click_id: string | null },
  { belonging, stranger }: Buyer,
): Seen[] {
  const isClick = (touch: TouchRow) => touch.id === touch.click_id;
  const key = ({ roots, since }: { roots: string[]; since: number | null }) =>
    roots.length > 0 ? roots : [`${since}`];
  const isStrangers = ({ visitor_id, occurred_at }: TouchRow) =>
    stranger !== undefined &&
    visitor_id === stranger.visitor &&
    key(people.standingAt(visitor_id, occurred_at)).some((one) =>
      key(people.standingAt(visitor_id, stranger.at)).includes(one),
    );
  const carriers = touches.filter((touch) => sale.click_id !== null && touch.click_id === sale.click_id);
  const browsers = new Set(carriers.filter((touch) => !isClick(touch)).map((touch) => touch.visitor_id));
  const all = touches.flatMap((touch): Seen[] => {
    const isNear = touch.occurred_at >= sale.occurred_at - WINDOW && touch.occurred_at <= sale.occurred_at + TOLERANCE;
    if (carriers.includes(touch) && isClick(touch)) return [{ touch, isTheirs: true, trusted: true }];
    if (!isNear) return [];
    const found = belonging(touch.visitor_id, touch.occurred_at);
    if (isStrangers(touch)) return [{ touch, ...found, isTheirs: true }];
    if (carriers.includes(touch) && (browsers.size === 1 || found.isTheirs || found.trusted)) {
      return [{ touch, isTheirs: true, trusted: found.trusted }];
    }
    return found.isTheirs || found.trusted ? [{ touch, ...found }] : [];
  });
  const landings = all.filter(({ touch }) => !isClick(touch));
  const hasLanded = (click: Seen) =>
    landings.some(
      ({ touch, isTheirs: isOne, trusted }) => touch.click_id === click.touch.id && (click.trusted ? trusted : isOne),
    );
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
  const theirs = arrivals.filter((arrival) => arrival.isTheirs || arrival.trusted);
  return [...new Set(theirs.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}
