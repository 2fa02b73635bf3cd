import type { Draft } from '../domain/draft.ts';
import type { MarkRow } from '../domain/identity.ts';
import { marks } from '../domain/schema.ts';

/**
 * What was heard of a device, in two lines: the marks that keys made, and those that browsers did. No number of these
 * drowns those.
 */

/** Who was there at a time follows from so many marks before it, and as many after it. Further ones say nothing. */
export const MARKS_AROUND = 32;

/** So many marks are read at once for a window; where it holds more, they are read for each time. */
const MARKS_AT_ONCE = 256;

export interface Window {
  from: number;
  to: number;
}

/** A time on a device: the marks before and after it, the nearest first. */
export interface Place {
  /** The same for every time between the same two marks; `undefined` where it is not known which those are. */
  name: number | undefined;
  after: readonly MarkRow[];
  before: readonly MarkRow[];
}

/** Places among the marks that keys made, or among those that browsers did. */
export function lineOf(
  draft: Draft,
  workspaceId: string,
  visitorId: string,
  trusted: boolean,
  { from }: Window,
): (at: number) => Place {
  const prefix = [workspaceId, visitorId, trusted];
  const ahead = (at: number, limit: number) => draft.earliest<MarkRow>(marks, 'key', prefix, { from: at, limit });
  const behind = (at: number) => draft.latest<MarkRow>(marks, 'key', prefix, { to: at - 1, limit: MARKS_AROUND });
  const read = ahead(from, MARKS_AT_ONCE);
  const earlier = behind(from);
  const isAll = read.length < MARKS_AT_ONCE;

  return (at) => {
    const found = read.findIndex((mark) => mark.occurred_at >= at);
    const index = found < 0 ? read.length : found;
    if (at < from || (!isAll && index + MARKS_AROUND > read.length)) {
      return { name: undefined, after: ahead(at, MARKS_AROUND), before: behind(at) };
    }
    const before = [...read.slice(Math.max(0, index - MARKS_AROUND), index).reverse(), ...earlier];
    return { name: index, after: read.slice(index, index + MARKS_AROUND), before: before.slice(0, MARKS_AROUND) };
  };
}

/** Marks of several lines in order, as far as each of them is known. */
export function together(lines: readonly (readonly MarkRow[])[], order: (a: MarkRow, b: MarkRow) => number): MarkRow[] {
  const ends = lines.filter((line) => line.length === MARKS_AROUND).map((line) => line.at(-1) as MarkRow);
  return lines
    .flat()
    .filter((mark) => ends.every((end) => order(mark, end) <= 0))
    .sort(order);
}

export const isReset = (mark: MarkRow) => mark.kind === 'reset';

/** Marks as they follow each other, up to the first reset; of those in its very millisecond, whichever `counts`. */
export function untilReset(
  inOrder: readonly MarkRow[],
  counts = (mark: MarkRow, reset: number) => mark.occurred_at <= reset,
): MarkRow[] {
  const reset = inOrder.find(isReset)?.occurred_at;
  return inOrder.filter((mark) => !isReset(mark) && (reset === undefined || counts(mark, reset)));
}

/** When a mark at a time can matter to who was there. */
export function reachOfMark(
  draft: Draft,
  workspaceId: string,
  visitorId: string,
  trusted: boolean,
  at: number,
): Window {
  const prefix = [workspaceId, visitorId, trusted];
  const earlier = draft.latest<MarkRow>(marks, 'key', prefix, { to: at, limit: MARKS_AROUND + 1 });
  const later = draft.earliest<MarkRow>(marks, 'key', prefix, { from: at, limit: MARKS_AROUND + 1 });
  return {
    from: earlier[MARKS_AROUND]?.occurred_at ?? 0,
    to: later[MARKS_AROUND]?.occurred_at ?? Number.MAX_SAFE_INTEGER,
  };
}
