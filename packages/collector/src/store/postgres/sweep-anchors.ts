import type { Connection } from './connection.ts';

const AT_ONCE = 5_000;
/** Far longer than any transaction lasts, so that none has seen an anchor that was not there, and is again not there. */
const OLD_AFTER = 600_000;
const NEWEST = 'SELECT pg_current_xact_id()::text AS id';
/** One that is locked is in use. */
const DELETE = `DELETE FROM anchor WHERE (workspace_id, name) IN (
  SELECT workspace_id, name FROM anchor WHERE version < $1::bigint LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/** A transaction and the time (ms UTC) at which it was the newest. */
interface Mark {
  id: string;
  at: number;
}

/**
 * Forgets anchors under which nobody has written for ten minutes; whoever needs one makes it again. `note` is what the
 * last sweep returned: a mark that is getting old.
 */
export async function sweepAnchors(connection: Connection, note: string | null, now: number): Promise<string> {
  const mark = note === null ? undefined : (JSON.parse(note) as Mark);
  if (mark && now - mark.at < OLD_AFTER) return JSON.stringify(mark);
  while (mark) {
    const { count } = await connection.query(DELETE, [mark.id, AT_ONCE]);
    if (count < AT_ONCE) break;
  }
  const { rows } = await connection.query(NEWEST);
  const [{ id }] = rows as [{ id: string }];
  return JSON.stringify({ id, at: now } satisfies Mark);
}
