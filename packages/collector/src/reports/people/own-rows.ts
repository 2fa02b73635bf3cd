import type { Cell } from '../../domain/table.ts';
import type { Bounds } from '../../store/store.ts';
import type { Moment, Presence } from './presence.ts';

/** Where reading begins: below a time, or behind a row. */
export type Start = Pick<Bounds, 'to' | 'after'>;

/** A row of a device, and who was there then. */
export interface Seen<Row> {
  row: Row;
  moment: Moment;
  /** Who was there at the next row after it; `null` where there is none, `undefined` where it was not read. */
  newer: Moment | null | undefined;
}

export interface OwnRows<Row> {
  /** The person's rows, newest first, and with them rows of others that their own may follow upon. */
  seen: Seen<Row>[];
  /** Reading was given up behind this row, though there may be more. */
  stopped_at: Row | null;
}

/** Reads that one page may take on one device, where others were there most of the time. */
const READS_AT_MOST = 30;
const ROWS_AT_ONCE = 500;

/**
 * Rows of a device at which a person was there, from the newest down, until there are more than `limit`. Stretches in which
 * they were not there are passed over, so what it costs depends on what is found and not on what is there.
 */
export async function readOwnRows<Row extends { occurred_at: number }>(
  presence: Presence,
  read: (bounds: Bounds) => Promise<Row[]>,
  cellsOf: (row: Row) => Cell[],
  start: Start,
  limit: number,
): Promise<OwnRows<Row>> {
  const seen: Seen<Row>[] = [];
  let bounds = start;
  let newer: Seen<Row>['newer'] = start.to || start.after ? undefined : null;
  let own = 0;
  let size = limit + 1;
  let last: Row | undefined;
  for (let reads = 0; reads < READS_AT_MOST; reads += 1) {
    const rows = await read({ ...bounds, order: 'descending', limit: size });
    const moments = await presence.at(rows.map(({ occurred_at }) => occurred_at));
    for (const [at, row] of rows.entries()) {
      const moment = moments[at] as Moment;
      if (moment.is_theirs || newer === undefined || newer?.is_theirs) seen.push({ row, moment, newer });
      newer = moment;
      own += Number(moment.is_theirs);
      if (own > limit) return { seen, stopped_at: null };
    }
    last = rows.at(-1);
    if (!last || rows.length < size) return { seen, stopped_at: null };
    bounds = { after: cellsOf(last) };
    if (newer?.is_theirs !== false) continue;
    const lastThere = await presence.lastBefore(last.occurred_at);
    if (lastThere === undefined) return { seen, stopped_at: null };
    if (lastThere < last.occurred_at - 1) {
      bounds = { to: [lastThere] };
      newer = undefined;
    }
    size = Math.min(2 * size, ROWS_AT_ONCE);
  }
  return { seen, stopped_at: last ?? null };
}
