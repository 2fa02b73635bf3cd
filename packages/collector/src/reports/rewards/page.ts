import type { Cell } from '../../domain/table.ts';
import type { Narrowing } from '../../store/store.ts';

/** A page of a list by its place. */
export interface PageQuestion {
  workspace_id: string;
  limit: number;
  /** So many rows are left out first. */
  offset: number;
  order: 'ascending' | 'descending';
  /** ms UTC of when a row came to be, both included. */
  from: number | null;
  to: number | null;
}

export interface CountedPage<Row> {
  rows: Row[];
  /** At least so many, where there are more than are counted. */
  total: number;
  has_more: boolean;
  /** Nothing of the list was passed over. */
  is_whole: boolean;
}

/** So many rows of one index are counted. */
export const COUNTED = 100_000;
/** So many rows are looked at one by one, where no index tells which are asked for. */
export const LOOKED_AT = 20_000;

/** Above every id. */
const LAST = '\u{10ffff}';

/** The part of an index whose next column is the time, and after that an id. */
export function between({ from, to }: Pick<PageQuestion, 'from' | 'to'>): Pick<Narrowing, 'from' | 'to'> {
  const last: Cell[] | undefined = to === null ? undefined : [to, LAST];
  return { from: from === null ? undefined : [from], to: last };
}

/** A page of which one row too many was read. */
export function pageOf<Row>(rows: readonly Row[], total: number, { limit, offset }: PageQuestion): CountedPage<Row> {
  const has_more = rows.length > limit;
  const shown = rows.slice(0, limit);
  return { rows: shown, total: Math.max(total, shown.length > 0 ? offset + rows.length : 0), has_more, is_whole: true };
}
