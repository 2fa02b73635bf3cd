import type { LinkRow } from '../../packages/collector/src/domain/affiliate.ts';
import type { ClaimRow, ConversionRow, DedupeRow } from '../../packages/collector/src/domain/conversion.ts';
import type { TouchRow } from '../../packages/collector/src/domain/touch.ts';
import { NO_REWARDS, type Promoted, type Rewards } from './expected-debt.ts';
import type { People, Traces } from './expected-people.ts';
import { TOLERANCE, WINDOW } from './times.ts';

/** Which touches there were before a sale, and whose, over all of them at once. */

export interface Facts extends Traces {
  touches: readonly TouchRow[];
  links: readonly LinkRow[];
  conversions: readonly ConversionRow[];
  claims: readonly ClaimRow[];
  dedupes: readonly DedupeRow[];
}

export interface Seen {
  touch: TouchRow;
  isTheirs: boolean;
  trusted: boolean;
}

/** Whose a device at a time is, of the person behind a report. */
export type Belonging = (visitor: string | null, at: number) => { isTheirs: boolean; trusted: boolean };

/** Who made a sale, as far as touches are looked for. */
export interface Visitor {
  belonging: Belonging;
  /** A browser that only its claim brings. */
  stranger?: { visitor: string; at: number } | undefined;
}

/** Touches that name an affiliate. */
export function promoted(facts: Facts, arrivals: readonly Seen[]): Promoted[] {
  return arrivals.flatMap((arrival) => {
    const affiliate_id = promoter(facts, arrival.touch);
    return affiliate_id === undefined ? [] : [{ ...arrival, affiliate_id }];
  });
}

/** Touches of the browsers, and the carriers of the click that the sale names; a click that landed is its landing. */
export function seen(
  facts: Facts,
  people: People,
  sale: { occurred_at: number; click_id: string | null },
  { belonging, stranger }: Visitor,
  rewards: Rewards = NO_REWARDS,
): Seen[] {
  const { touches } = facts;
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
    if (carriers.includes(touch) && isClick(touch)) return [{ touch, isTheirs: true, trusted: true }];
    if (touch.occurred_at > sale.occurred_at + TOLERANCE) return [];
    const found = belonging(touch.visitor_id, touch.occurred_at);
    if (isStrangers(touch)) return [{ touch, ...found, isTheirs: true }];
    const isRecent = touch.occurred_at >= sale.occurred_at - WINDOW;
    if (carriers.includes(touch) && isRecent && (browsers.size === 1 || found.isTheirs || found.trusted)) {
      return [{ touch, isTheirs: true, trusted: found.trusted }];
    }
    return found.isTheirs || found.trusted ? [{ touch, ...found }] : [];
  });
  const landings = all.filter(({ touch }) => !isClick(touch));
  const hasLanded = (click: Seen) =>
    landings.some(
      ({ touch, isTheirs: isOne, trusted }) => touch.click_id === click.touch.id && (click.trusted ? trusted : isOne),
    );
  return all.filter((arrival) => (!isClick(arrival.touch) || !hasLanded(arrival)) && isNear(arrival.touch));

  /** What may have earned the sale, what its affiliate's program lets lie further back, and what was reported. */
  function isNear(touch: TouchRow): boolean {
    const affiliate = promoter(facts, touch);
    const window = affiliate === undefined ? 0 : rewards.termsOf(affiliate, sale.occurred_at).window;
    return touch.occurred_at >= sale.occurred_at - Math.max(WINDOW, window) || carriers.includes(touch);
  }
}

export function eligible(arrivals: readonly Seen[], soldAt: number): Seen[] {
  return arrivals.filter(({ touch }) => {
    const latest = soldAt + (touch.is_browser_time ? TOLERANCE : 0);
    return touch.occurred_at >= soldAt - WINDOW && touch.occurred_at <= latest;
  });
}

/** The latest before the sale; where there is none, the earliest of those that only seem later. */
export function best(arrivals: readonly Seen[], soldAt: number): TouchRow | undefined {
  const touches = arrivals.map(({ touch }) => touch);
  const ascending = touches.sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  return ascending.filter((touch) => touch.occurred_at <= soldAt).at(-1) ?? ascending[0];
}

function promoter({ touches, links }: Facts, touch: TouchRow): string | undefined {
  const click = touches.find(({ id }) => id === touch.click_id);
  const code = touch.referral_code ?? click?.referral_code;
  return click?.affiliate_id ?? links.find((link) => link.code === code)?.affiliate_id;
}

export function foundBy(arrivals: readonly Seen[]): string[] {
  const theirs = arrivals.filter((arrival) => arrival.isTheirs || arrival.trusted);
  return [...new Set(theirs.map(({ touch }) => touch.visitor_id))].filter((visitor) => visitor !== null).sort();
}
