import type { Draft } from '../domain/draft.ts';
import type { Counted, EarningRow } from '../domain/earning.ts';
import { earnings } from '../domain/schema.ts';

/** Earnings that are counted one after another, by when they occurred and then by the conversion's id. */

export interface Place {
  workspace_id: string;
  occurred_at: number;
  conversion_id: string;
}

/** `true` where `a` comes before `b`. */
export function isBefore(
  a: Pick<Place, 'occurred_at' | 'conversion_id'>,
  b: Pick<Place, 'occurred_at' | 'conversion_id'>,
): boolean {
  return a.occurred_at < b.occurred_at || (a.occurred_at === b.occurred_at && a.conversion_id < b.conversion_id);
}

/** A conversion's own earning, as it was before it is looked at again, does not count. */
const isOther = (place: Place) => (row: EarningRow) => row.conversion_id !== place.conversion_id;
const isEarlier = (place: Place) => (row: EarningRow) => isOther(place)(row) && isBefore(row, place);
const isLater = (place: Place) => (row: EarningRow) => isOther(place)(row) && isBefore(place, row);

/** So many may have occurred in one millisecond; mostly these few are enough to get past it. */
const AT_ONCE = 1_000;
const FEW = 4;

/** The last earning before a place that is counted; with the time of it, which tells its month. */
export function countedBefore(
  draft: Draft,
  index: 'term' | 'series',
  key: string | null,
  place: Place,
): (Counted & { at: number }) | undefined {
  if (key === null) return undefined;
  const { workspace_id, occurred_at } = place;
  const prefix = [workspace_id, key];
  const latest = (window: { from?: number; to: number; limit: number }) =>
    draft.latest<EarningRow>(earnings, index, prefix, window);
  const near = latest({ to: occurred_at, limit: FEW });
  const found = near.find(isEarlier(place));
  const isEnough = found !== undefined || near.length < FEW;
  const last = isEnough
    ? found
    : (latest({ from: occurred_at, to: occurred_at, limit: AT_ONCE }).find(isEarlier(place)) ??
      latest({ to: occurred_at - 1, limit: 2 }).find(isOther(place)));
  return last?.counted ? { ...last.counted, at: last.occurred_at } : undefined;
}

/** The first earning behind a place. */
export function nextIn(
  draft: Draft,
  index: 'term' | 'series',
  key: string | null,
  place: Place,
): EarningRow | undefined {
  if (key === null) return undefined;
  const { workspace_id, occurred_at } = place;
  const prefix = [workspace_id, key];
  const earliest = (window: { from: number; to?: number; limit: number }) =>
    draft.earliest<EarningRow>(earnings, index, prefix, window);
  const near = earliest({ from: occurred_at, limit: FEW });
  const found = near.find(isLater(place));
  if (found || near.length < FEW) return found;
  const same = earliest({ from: occurred_at, to: occurred_at, limit: AT_ONCE }).find(isLater(place));
  return same ?? earliest({ from: occurred_at + 1, limit: 2 }).find(isOther(place));
}

/** Of so many earnings it is looked whether one is a sale. */
const LEADS_AT_MOST = 50;

/** The first earnings of a person, in a browser or of a referral, as far as they lie before a place. */
export function earlierIn(
  draft: Draft,
  index: 'person' | 'visitor' | 'referral',
  key: string | null,
  place: Place,
): EarningRow[] {
  if (key === null) return [];
  const { workspace_id, occurred_at } = place;
  const window = { to: occurred_at, limit: LEADS_AT_MOST };
  return draft.earliest<EarningRow>(earnings, index, [workspace_id, key], window).filter(isEarlier(place));
}

/** All earnings behind a place. */
export function laterIn(draft: Draft, index: 'term' | 'series', key: string | null, place: Place): EarningRow[] {
  if (key === null) return [];
  const window = { from: place.occurred_at };
  return draft.earliest<EarningRow>(earnings, index, [place.workspace_id, key], window).filter(isLater(place));
}

/** The earliest earning of a person, or of a referral, if it lies before a place. */
export function firstBefore(
  draft: Draft,
  index: 'person' | 'referral',
  key: string | null,
  place: Place,
): EarningRow | undefined {
  if (key === null) return undefined;
  const first = draft
    .earliest<EarningRow>(earnings, index, [place.workspace_id, key], { limit: 2 })
    .find(isOther(place));
  return first && isBefore(first, place) ? first : undefined;
}
