import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import type { ClaimVerdict, Credit, DebtRule } from '../../packages/collector/src/domain/credit.ts';
import { best, eligible, type Facts, foundBy, promoted, type Seen, seen, type Visitor } from './expected-arrivals.ts';
import { expectedDebt, NO_REWARDS, type Owed, type Rewards, type Tie } from './expected-debt.ts';
import { ownersOf } from './expected-owners.ts';
import { agreeing, linkingEdges, nodeKey, type People, peopleOf, strengthOf } from './expected-people.ts';
import { HOUR } from './times.ts';

/**
 * The rules of meaning once more, as plainly as they can be said: over all rows at once, with no index, no window to
 * read and nothing to keep up to date. What the collector derives step by step must be the same.
 */

/** What a credit must say. */
export interface Said {
  touch_id: string | null;
  owed: { affiliate_id: string; click_id: string | null } | null;
  debt_rule: DebtRule;
  claims: [string, ClaimVerdict][];
  found_by: string[];
  conflicts: string[];
}

interface Buyer extends Visitor {
  /** Devices that are looked at. */
  visitors: ReadonlySet<string>;
  person: string | null;
  /** The same, as far as keys tell it of the person and not of the browser. */
  root: string | null;
  conflicts: string[];
}

/** Somebody's answer, with what debts that come later rest on. */
export interface Answered extends Said {
  person: string | null;
  root: string | null;
  referral_id: string | null;
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
export function expectedCredits(facts: Facts, rewards: Rewards = NO_REWARDS): Map<string, Answered> {
  const views = { all: peopleOf(facts, false), trusted: peopleOf(facts, true) };
  const said = new Map<string, Answered>();
  const earlier: Tie[] = [];
  const inOrder = facts.conversions.toSorted((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  for (const sale of inOrder) {
    const buyer = buyerOf(facts, views, sale);
    const { person, root } = buyer;
    const led = { ...sale, click_id: sale.click_id ?? clickOfCheckout(facts, sale) };
    const { owed, ...answer } = ofConversion(facts, views.all, led, buyer, { earlier, rewards });
    const shown = owed && { affiliate_id: owed.affiliate_id, click_id: owed.click_id };
    said.set(sale.id, { ...answer, owed: shown, person, root, referral_id: owed?.referral_id ?? null });
    // What was deleted ties nobody.
    if (!owed || sale.deleted_at !== null) continue;
    const { affiliate_id, referral_id } = owed;
    const kind = sale.amount_minor === null ? 'lead' : 'sale';
    earlier.push({ conversion_id: sale.id, root, visitor_id: sale.visitor_id, affiliate_id, referral_id, kind });
  }
  for (const claim of facts.claims) {
    const buyer = buyerOf(facts, views, { ...claim, identifiers: [] });
    const arrivals = seen(facts, views.all, { ...claim, click_id: null }, buyer);
    const touch_id = best(eligible(arrivals.filter(isTheirs), claim.occurred_at), claim.occurred_at)?.id ?? null;
    const found_by = foundBy(arrivals);
    const nothing = { owed: null, debt_rule: 'unverified', person: null, root: null, referral_id: null } as const;
    said.set(claim.id, { ...nothing, claims: [], conflicts: [], touch_id, found_by });
  }
  return said;
}

/** The click by which somebody came to the checkout of the same order. */
function clickOfCheckout({ conversions }: Facts, { name, order_id }: ConversionRow): string | null {
  if (name === 'checkout' || order_id === null) return null;
  const there = conversions.filter((row) => row.name === 'checkout' && row.order_id === order_id);
  const [first] = there
    .filter(({ click_id, deleted_at }) => click_id !== null && deleted_at === null)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  return first?.click_id ?? null;
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
    root: trusted.roots[0] ?? null,
    conflicts: all.conflicts,
  };
}

const isTheirs = (arrival: Seen) => arrival.isTheirs;

type Answer = Omit<Said, 'owed'> & { owed: Owed | null };

interface Before {
  earlier: readonly Tie[];
  rewards: Rewards;
}

function ofConversion(facts: Facts, people: People, sale: ConversionRow, buyer: Buyer, before: Before): Answer {
  const claims = lookedAt(facts, sale, buyer.visitors);
  const near = claims.filter((claim) => Math.abs(claim.occurred_at - sale.occurred_at) <= HOUR);
  const isLinked = (claim: ClaimRow) => {
    const { isTheirs: isOne, trusted } = buyer.belonging(claim.visitor_id, claim.occurred_at);
    return isOne || trusted;
  };
  const known = seen(facts, people, sale, buyer, before.rewards);
  const strangers = near.filter((claim) => !isLinked(claim));
  const isServerWiser = known.length > 0 || near.some(isLinked);
  const isFlood = claims.length >= FLOOD;
  const [stranger] = strangers;
  const isAlone = new Set(strangers.map((claim) => claim.visitor_id)).size === 1;
  const isHeard = !isServerWiser && !isFlood && isAlone;
  const heard = isHeard && stranger ? { visitor: stranger.visitor_id, at: stranger.occurred_at } : undefined;
  const arrivals = heard ? seen(facts, people, sale, { ...buyer, stranger: heard }, before.rewards) : known;
  return {
    touch_id: best(eligible(arrivals.filter(isTheirs), sale.occurred_at), sale.occurred_at)?.id ?? null,
    ...expectedDebt({
      ...before,
      ...{ sale, root: buyer.root, touches: promoted(facts, arrivals) },
      isKnownClick: facts.touches.some(({ id }) => id === sale.click_id),
    }),
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
