import type { Draft } from '../domain/draft.ts';
import type { EventRow } from '../domain/event.ts';
import { touches } from '../domain/schema.ts';
import type { TouchFacts, TouchRow } from '../domain/touch.ts';
import type { Affected } from './affected.ts';

/**
 * Keeps a touch, which several events of a page may bring. Of differing reports of one touch (the browser's clock was
 * set right differently) the one recorded first stands, so that the order in which they are derived does not matter.
 */
export function keepTouch(draft: Draft, touch: TouchRow, affected: Affected): void {
  const known = draft.get<TouchRow>(touches, [touch.workspace_id, touch.id]);
  if (!known) {
    draft.insert<TouchRow>(touches, touch);
    affected.byTouch(touch);
  } else if (orderOf(touch) < orderOf(known)) {
    affected.byTouch(known);
    draft.update<TouchRow>(touches, known, reportOf(touch));
    affected.byTouch(known);
  }
}

/** The touch that an event brings. */
export function touchOfEvent(event: EventRow, facts: TouchFacts): TouchRow {
  return {
    ...facts,
    workspace_id: event.workspace_id,
    visitor_id: event.visitor_id,
    recorded_at: event.recorded_at,
    affiliate_id: null,
    code: null,
    sub_ids: null,
    fetched_as: null,
    is_bot: event.is_bot,
    is_browser_time: true,
    version: 1,
  };
}

/** Of several reports of one touch the one that stands; `undefined` of none. */
export function firstReport(reports: readonly TouchRow[]): TouchRow | undefined {
  return reports.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))[0];
}

/** What a report says of a touch, without what identifies it. */
export function reportOf(touch: TouchRow): Partial<TouchRow> {
  const { workspace_id, id, visitor_id, affiliate_id, code, sub_ids, fetched_as, is_browser_time, version, ...report } =
    touch;
  return report;
}

/** Everything that reports of one touch can differ in; what it came from (channel, source, campaign) follows from it. */
function orderOf(touch: TouchRow): string {
  const { recorded_at, occurred_at, url, referrer, utm, click_ids, referral_code, click_id, is_bot } = touch;
  return JSON.stringify([recorded_at, occurred_at, url, referrer, utm, click_ids, referral_code, click_id, is_bot]);
}
