import type { LinkRow } from '../domain/affiliate.ts';
import { LONGEST_WINDOW, WINDOW } from '../domain/credit.ts';
import type { Draft, Window } from '../domain/draft.ts';
import { links, touches } from '../domain/schema.ts';
import { CLOCK_TOLERANCE } from '../domain/time.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { Reach } from './reach.ts';

/** A touch with what is known of the click that led to it. */
export interface Arrival {
  touch: TouchRow;
  affiliate_id: string | null;
  code: string | null;
  /** It is the buyer's, as far as everything that was said tells; else somebody else was at the device then. */
  is_theirs: boolean;
  /** It is the buyer's, as far as secret keys said so. */
  trusted: boolean;
}

/** More arrivals than this of one browser within the window are taken for noise; the newest are looked at. */
const ARRIVALS_PER_VISITOR = 200;
/** So many arrivals on a device that several use are looked through for those of one of them. */
const READ_AT_MOST = 1_000;

type Found = Pick<Arrival, 'touch' | 'is_theirs' | 'trusted'>;

/** A sale, and whose browsers may have led to it. */
export interface Sought {
  occurred_at: number;
  click_id: string | null;
  reach: Reach;
  /** A browser that nothing but its claim links to the sale, and when it claimed it. */
  stranger?: { visitor_id: string; at: number } | undefined;
  /** Also what somebody else did at these browsers, for who asks why it did not count. */
  withOthers?: boolean;
}

/**
 * The touches of the buyer's browsers that can matter to a sale, and those that carry the click it reports. A click and
 * the landing that it led to are one arrival: the landing stands for both. Whichever is eligible first in this order wins.
 */
export function arrivalsOf(draft: Draft, workspaceId: string, sale: Sought): Arrival[] {
  const { reach, stranger, occurred_at } = sale;
  const found = new Map<string, Found>();
  const window = { from: occurred_at - LONGEST_WINDOW, to: occurred_at + CLOCK_TOLERANCE };
  for (const visitor of reach.visitors) {
    for (const arrival of madeOn(draft, workspaceId, visitor, sale, window)) found.set(arrival.touch.id, arrival);
  }
  if (stranger) {
    const { visitor_id, at } = stranger;
    const limit = ARRIVALS_PER_VISITOR;
    for (const touch of draft.latest<TouchRow>(touches, 'visitor', [workspaceId, visitor_id], { ...window, limit })) {
      const is_theirs = reach.isSameAt(visitor_id, touch.occurred_at, at);
      if (is_theirs) found.set(touch.id, { touch, is_theirs, trusted: found.get(touch.id)?.trusted === true });
    }
  }
  if (sale.click_id !== null) {
    for (const touch of carriersOf(draft, workspaceId, sale.click_id, occurred_at, [...found.values()])) {
      const known = found.get(touch.id);
      found.set(touch.id, { touch, is_theirs: true, trusted: isClick(touch) || known?.trusted === true });
    }
  }

  // A landing that only claims lead to may earn the credit, but the click itself is what tells whom we owe.
  const landings = [...found.values()].filter(({ touch }) => !isClick(touch) && touch.click_id !== null);
  const theirs = landings.filter(({ is_theirs }) => is_theirs);
  const landed = new Set(theirs.map(({ touch }) => touch.click_id));
  const landedInTrust = new Set(landings.filter(({ trusted }) => trusted).map(({ touch }) => touch.click_id));
  return [...found.values()]
    .filter(({ touch, trusted }) => !(isClick(touch) && (trusted ? landedInTrust : landed).has(touch.click_id)))
    .map((arrival) => ({ ...arrival, ...promoterOf(draft, arrival.touch) }))
    .sort((a, b) => byClaimToCredit(a.touch, b.touch, occurred_at));
}

/** What the buyer did on a device; of a device that many use, further back than else. */
function madeOn(draft: Draft, workspaceId: string, visitor: string, sale: Sought, window: Window): Found[] {
  const read = (limit: number) =>
    draft.latest<TouchRow>(touches, 'visitor', [workspaceId, visitor], { ...window, limit }).map((touch): Found => {
      const { is_theirs, is_trusted } = sale.reach.belongingAt(visitor, touch.occurred_at);
      return { touch, is_theirs, trusted: is_trusted };
    });
  const isWanted = ({ is_theirs, trusted }: Found) => is_theirs || trusted || sale.withOthers === true;
  const newest = read(ARRIVALS_PER_VISITOR);
  const own = newest.filter(isWanted);
  if (newest.length < ARRIVALS_PER_VISITOR || own.length === newest.length) return own;
  return read(READ_AT_MOST).filter(isWanted).slice(0, ARRIVALS_PER_VISITOR);
}

/**
 * The click that a report names, and the landings that carry its id. An id that several browsers carry was passed on:
 * then only the landings of the report's own are meant.
 */
function carriersOf(
  draft: Draft,
  workspaceId: string,
  clickId: string,
  soldAt: number,
  found: readonly Found[],
): TouchRow[] {
  const carriers = draft.find<TouchRow>(touches, 'click', [workspaceId, clickId]);
  const browsers = new Set(carriers.filter((touch) => !isClick(touch)).map((touch) => touch.visitor_id));
  const own = new Set(found.filter(({ is_theirs, trusted }) => is_theirs || trusted).map(({ touch }) => touch.id));
  return carriers.filter((touch) => {
    if (isClick(touch)) return true;
    const isNear = touch.occurred_at >= soldAt - WINDOW && touch.occurred_at <= soldAt + CLOCK_TOLERANCE;
    return isNear && (browsers.size === 1 || own.has(touch.id));
  });
}

/** The latest before the sale comes first; those that seem later than it come last, the earliest of them first. */
export function byClaimToCredit(a: TouchRow, b: TouchRow, occurredAt: number): number {
  const isLate = (touch: TouchRow) => touch.occurred_at > occurredAt;
  if (isLate(a) !== isLate(b)) return isLate(a) ? 1 : -1;
  const newerFirst = b.occurred_at - a.occurred_at || (a.id < b.id ? 1 : -1);
  return isLate(a) ? -newerFirst : newerFirst;
}

export type Timing = 'in_time' | 'seems_late' | 'after_the_sale' | 'before_the_window';

/**
 * Where a touch lies. A browser's clock is not set right below the tolerance, so a touch of its that seems that much
 * later than the sale may have led to it, and counts where no other does. `window` in ms.
 */
export function timingOf(touch: TouchRow, occurredAt: number, window = WINDOW): Timing {
  if (touch.occurred_at < occurredAt - window) return 'before_the_window';
  if (touch.occurred_at <= occurredAt) return 'in_time';
  return touch.is_browser_time && touch.occurred_at <= occurredAt + CLOCK_TOLERANCE ? 'seems_late' : 'after_the_sale';
}

export function isClick(touch: TouchRow): boolean {
  return touch.id === touch.click_id;
}

/** The click with an id, where it is known. */
export function clickOf(draft: Draft, workspaceId: string, clickId: string): TouchRow | undefined {
  return draft.find<TouchRow>(touches, 'click', [workspaceId, clickId, clickId])[0];
}

/** The affiliate behind a touch: by its click's link, else by its referral code. */
export function promoterOf(draft: Draft, touch: TouchRow): Pick<Arrival, 'affiliate_id' | 'code'> {
  const click = touch.click_id === null ? undefined : clickOf(draft, touch.workspace_id, touch.click_id);
  if (click?.affiliate_id) return { affiliate_id: click.affiliate_id, code: click.code };
  const code = touch.referral_code ?? click?.referral_code ?? null;
  const [link] = code === null ? [] : draft.find<LinkRow>(links, 'code', [touch.workspace_id, code]);
  return { affiliate_id: link?.affiliate_id ?? null, code: link?.code ?? null };
}
