import type { LinkRow } from '../domain/affiliate.ts';
import { WINDOW } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { links, touches } from '../domain/schema.ts';
import { CLOCK_TOLERANCE } from '../domain/time.ts';
import type { TouchRow } from '../domain/touch.ts';

/** A touch with what is known of the click that led to it. */
export interface Arrival {
  touch: TouchRow;
  affiliate_id: string | null;
  code: string | null;
  /** Only trusted links lead from the report to this touch. */
  trusted: boolean;
}

/** More arrivals than this of one browser within the window are taken for noise; the newest are looked at. */
const ARRIVALS_PER_VISITOR = 200;

/**
 * The touches of some browsers that can matter to a sale at `occurredAt`, and those that carry the click it reports.
 * A click and the landing that it led to are one arrival: the landing stands for both.
 */
export function arrivalsOf(
  draft: Draft,
  workspaceId: string,
  sale: { occurred_at: number; click_id: string | null },
  visitors: ReadonlyMap<string, boolean>,
): Arrival[] {
  const found = new Map<string, { touch: TouchRow; trusted: boolean }>();
  const window = {
    from: sale.occurred_at - WINDOW,
    to: sale.occurred_at + CLOCK_TOLERANCE,
    limit: ARRIVALS_PER_VISITOR,
  };
  for (const [visitor, trusted] of visitors) {
    for (const touch of draft.latest<TouchRow>(touches, 'visitor', [workspaceId, visitor], window)) {
      found.set(touch.id, { touch, trusted });
    }
  }
  if (sale.click_id !== null) {
    const carriers = draft.find<TouchRow>(touches, 'click', [workspaceId, sale.click_id]);
    const landings = carriers.filter((touch) => !isClick(touch));
    for (const touch of carriers) {
      // A click id that several browsers carry was passed on: only the landing of the report's own browser is meant.
      const isMeant = isClick(touch) || landings.length === 1 || visitors.has(touch.visitor_id ?? '');
      if (isMeant) found.set(touch.id, { touch, trusted: true });
    }
  }

  const landed = new Set([...found.values()].map(({ touch }) => (isClick(touch) ? null : touch.click_id)));
  return [...found.values()]
    .filter(({ touch }) => !(isClick(touch) && landed.has(touch.click_id)))
    .map(({ touch, trusted }) => ({ touch, trusted, ...promoterOf(draft, touch) }))
    .sort((a, b) => b.touch.occurred_at - a.touch.occurred_at || (a.touch.id < b.touch.id ? 1 : -1));
}

/** A browser's clock is not set right below the tolerance, so its touches may seem that much later than the sale. */
export function isAfterSale(touch: TouchRow, occurredAt: number): boolean {
  return touch.occurred_at > occurredAt + (touch.is_browser_time ? CLOCK_TOLERANCE : 0);
}

export function isClick(touch: TouchRow): boolean {
  return touch.id === touch.click_id;
}

/** The affiliate behind a touch: by its click's link, else by its referral code. */
function promoterOf(draft: Draft, touch: TouchRow): Pick<Arrival, 'affiliate_id' | 'code'> {
  const click =
    touch.click_id === null ? undefined : draft.get<TouchRow>(touches, [touch.workspace_id, touch.click_id]);
  if (click?.affiliate_id) return { affiliate_id: click.affiliate_id, code: click.code };
  const code = touch.referral_code ?? click?.referral_code ?? null;
  const [link] = code === null ? [] : draft.find<LinkRow>(links, 'code', [touch.workspace_id, code]);
  return { affiliate_id: link?.affiliate_id ?? null, code: link?.code ?? null };
}
