import type { ClaimRow } from '../../domain/conversion.ts';
import { type Credit, WINDOW } from '../../domain/credit.ts';
import type { Draft } from '../../domain/draft.ts';
import { identifierKey } from '../../domain/identity.ts';
import { claims as claimTable, touches as touchTable } from '../../domain/schema.ts';
import { CLOCK_TOLERANCE } from '../../domain/time.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type {
  LookedAtClaim,
  LookedAtDebt,
  LookedAtDevice,
  LookedAtTouch,
  ReportedIdentifier,
} from '../../domain/why.ts';
import { type Arrival, arrivalsOf, promoterOf } from '../../rules/arrivals.ts';
import { attribute } from '../../rules/attribute.ts';
import { nearTo } from '../../rules/credit.ts';
import { owe } from '../../rules/owe.ts';
import { isShared, personOf, rootOf } from '../../rules/person.ts';
import { devicesOf, type Reach, reachOf } from '../../rules/reach.ts';
import type { AskedSale } from './asked-sale.ts';
import { bondOf } from './bond.ts';
import { deviceLookedAt, netOf } from './chain.ts';
import { named } from './naming.ts';

/** What the rules looked at for a sale, with how each thing is tied to it. */
export interface Evidence {
  touches: LookedAtTouch[];
  identifiers: ReportedIdentifier[];
  devices: LookedAtDevice[];
  more_devices: number;
  debt_candidates: LookedAtDebt[];
  claims: LookedAtClaim[];
  /** What the rules chose from, in the order of their claim to the credit. */
  arrivals: Arrival[];
  /** What was done at the buyer's devices, and not by the buyer. */
  foreign: Arrival[];
  /** The nearest outside the window. */
  outside: Arrival[];
}

/** Touches outside the window that are shown: the nearest before it, and the nearest after it. */
const BEFORE_SHOWN = 3;
const AFTER_SHOWN = 2;
/** Of a person with more devices than this, outside the window only these are looked at. */
const DEVICES_SHOWN = 20;

/** Looks at everything again that led to an answer. */
export function evidenceOf(draft: Draft, sale: AskedSale, credit: Credit): Evidence {
  const { workspace_id, occurred_at, click_id } = sale;
  const reach = reachOf(draft, sale);
  const claims = credit.claims.map((claim) => lookedAtClaim(draft, workspace_id, claim));
  const heard = claims.find(({ verdict }) => verdict === 'added_context');
  const stranger = heard && { visitor_id: heard.visitor_id, at: heard.occurred_at };
  const looked = arrivalsOf(draft, workspace_id, { occurred_at, click_id, reach, stranger, withOthers: true }).filter(
    nearTo(draft, sale),
  );
  const [arrivals, foreign] = [looked.filter(isOwn), looked.filter((arrival) => !isOwn(arrival))];
  const outside = arrivalsOutside(draft, sale, reach);
  const byId = new Map([...looked, ...outside].map((arrival) => [arrival.touch.id, arrival]));
  const nets = [true, false].map((trustedOnly) => netOf(draft, sale, credit.conflicts, trustedOnly));
  const bond = (arrival: Arrival, forMoney: boolean) =>
    bondOf(draft, sale, nets, arrival, { forMoney, stranger: stranger?.visitor_id });

  const others = [foreign, outside].flatMap((some) => attribute(some, occurred_at).candidates);
  const touches = joined(credit.candidates, others).flatMap((candidate): LookedAtTouch[] => {
    const arrival = byId.get(candidate.touch_id);
    if (!arrival) return [];
    const { touch, affiliate_id, code } = arrival;
    const { url, visitor_id } = touch;
    return [{ ...candidate, url, visitor_id, affiliate_id, code, bond: bond(arrival, false) }];
  });
  const isClaimed = credit.debt_rule === 'unverified';
  const othersDebts = isClaimed ? [] : owe(draft, { ...sale, trustedRoot: undefined }, foreign).debt_candidates;
  const debts = joined(credit.debt_candidates, othersDebts).map((candidate): LookedAtDebt => {
    const arrival = byId.get(candidate.touch_id);
    return { ...candidate, visitor_id: arrival?.touch.visitor_id ?? null, bond: arrival ? bond(arrival, true) : null };
  });

  touches.sort((a, b) => b.occurred_at - a.occurred_at);
  const shown = [
    ...(sale.visitor_id === null ? [] : [sale.visitor_id]),
    ...[...touches, ...debts, ...claims].map(({ visitor_id }) => visitor_id),
  ].filter((visitor) => visitor !== null);
  const devices = [...new Set(shown)].slice(0, DEVICES_SHOWN);
  return {
    touches,
    identifiers: identifiersOf(draft, sale, credit),
    devices: devices.map((visitor) => deviceLookedAt(draft, sale, nets, visitor)),
    more_devices: reach.visitors.filter((visitor) => !devices.includes(visitor)).length,
    debt_candidates: debts,
    claims,
    arrivals,
    foreign,
    outside,
  };
}

function isOwn({ is_theirs, trusted }: Arrival): boolean {
  return is_theirs || trusted;
}

/** What an answer lists, and what it does not. */
function joined<One extends { touch_id: string }>(listed: readonly One[], others: readonly One[]): One[] {
  return [...listed, ...others.filter(({ touch_id }) => !listed.some((one) => one.touch_id === touch_id))];
}

function lookedAtClaim(draft: Draft, workspaceId: string, claim: Credit['claims'][number]): LookedAtClaim {
  const row = draft.get<ClaimRow>(claimTable, [workspaceId, claim.claim_id]);
  return { ...claim, occurred_at: row?.occurred_at ?? 0 };
}

/** The buyer's touches that lie just outside of what the rules look at. */
function arrivalsOutside(draft: Draft, { workspace_id, occurred_at }: AskedSale, reach: Reach): Arrival[] {
  const theirs = reach.visitors.slice(0, DEVICES_SHOWN);
  const before = theirs.flatMap((visitor) =>
    draft.latest<TouchRow>(touchTable, 'visitor', [workspace_id, visitor], {
      to: occurred_at - WINDOW - 1,
      limit: BEFORE_SHOWN,
    }),
  );
  const after = theirs.flatMap((visitor) =>
    draft.earliest<TouchRow>(touchTable, 'visitor', [workspace_id, visitor], {
      from: occurred_at + CLOCK_TOLERANCE + 1,
      limit: AFTER_SHOWN,
    }),
  );
  const arrivals = (rows: TouchRow[]) =>
    rows
      .map((touch): Arrival => {
        const { is_theirs, is_trusted } = reach.belongingAt(String(touch.visitor_id), touch.occurred_at);
        return { touch, is_theirs, trusted: is_trusted, ...promoterOf(draft, touch) };
      })
      .filter(({ is_theirs, trusted }) => is_theirs || trusted);
  const near = (a: Arrival, b: Arrival) => b.touch.occurred_at - a.touch.occurred_at;
  return [
    ...arrivals(before).sort(near).slice(0, BEFORE_SHOWN),
    ...arrivals(after)
      .sort((a, b) => near(b, a))
      .slice(0, AFTER_SHOWN),
  ];
}

function identifiersOf(draft: Draft, sale: AskedSale, { conflicts }: Credit): ReportedIdentifier[] {
  const { workspace_id } = sale;
  return sale.identifiers.flatMap((identifier, at): ReportedIdentifier[] => {
    const node = sale.nodes[at];
    if (!node || node.kind === 'visitor') return [];
    const isTooMany = (pointing: 'identifiers' | 'devices') => isShared(draft, workspace_id, node, false, pointing);
    return [
      {
        ...node,
        plain: node.value === identifier.value ? null : identifier.value,
        person: named(draft, workspace_id, rootOf(draft, workspace_id, node)),
        is_conflicting: conflicts.some((one) => identifierKey(one) === identifierKey(identifier)),
        is_shared: isTooMany('identifiers') || isTooMany('devices'),
        devices: devicesOf(draft, workspace_id, personOf(draft, workspace_id, node)).size,
      },
    ];
  });
}
