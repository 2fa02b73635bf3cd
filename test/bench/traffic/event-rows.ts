import type { Batch } from '@clickstitch/tag/wire';
import { UUID_LENGTH, writeUuidV7 } from './stamp.ts';
import { createTraffic } from './traffic.ts';

/** The cells of an event's row, in the order of the collector's table. */
export type EventCells = (string | number | null)[];

/** Rows that are made ahead; each gets an id of its own whenever its turn comes. */
const ROWS = 10_000;
const EVENTS_PER_REQUEST = 20;
const WORKSPACE = '01932f3e-7b1c-7c54-9d3a-5f0c2b8e4a61';

/** Event rows as the collector would store them of the traffic that it is measured with, without end. */
export function createEventRows(): () => EventCells {
  const traffic = createTraffic({ key: '', events_per_request: EVENTS_PER_REQUEST });
  const rows: EventCells[] = [];
  while (rows.length < ROWS) {
    const { visitor_id, events }: Batch = JSON.parse(traffic.nextBody(Date.now()).toString());
    for (const { id, name, occurred_at, url, referrer, title, ...rest } of events) {
      const at = Number(occurred_at);
      // Most events are no more than a page view, and have no body.
      const body = Object.values(rest).some((value) => value !== null) ? JSON.stringify(rest) : null;
      const page = [url ?? null, referrer ?? null, title ?? null];
      rows.push([WORKSPACE, id, visitor_id, name, at, at, ...page, 0, body]);
    }
  }
  const id = Buffer.alloc(UUID_LENGTH);
  let at = 0;
  return () => {
    const [workspace_id = null, _, ...rest] = rows[at] as EventCells;
    at = (at + 1) % ROWS;
    writeUuidV7(id, 0, Date.now());
    return [workspace_id, id.toString('latin1'), ...rest];
  };
}
