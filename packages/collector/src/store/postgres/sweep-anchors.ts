import type { Connection } from './connection.ts';

const AT_ONCE = 5_000;
/** Far longer than any transaction lasts, so that none has seen an anchor that was not there, and is again not there. */
const OLD_AFTER = 600_000;
const NEWEST = `SELECT pg_current_xact_id()::text AS id, (extract(epoch from clock_timestamp()) * 1000)::bigint AS at`;
/** One that is locked is in use. */
const DELETE = `DELETE FROM anchor WHERE (workspace_id, name) IN (
  SELECT workspace_id, name FROM anchor WHERE version < $1::bigint LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/** A transaction and the time (ms UTC, by the database's clock) at which it was the newest. */
interface Mark {
  id: string;
  at: number;
}

/**
 * Forgets anchors under which nobody has written for ten minutes; whoever needs one makes it again. `note` is what the
 * last sweep returned: a mark that is getting old.
 */
export async function sweepAnchors(connection: Connection, note: string | null): Promise<string> {
  const { rows } = await connection.query(NEWEST);
  const [newest] = rows as [Mark];
  const mark = note === null ? undefined : (JSON.parse(note) as Mark);
  if (mark && newest.at - mark.at < OLD_AFTER) return JSON.stringify(mark);
  while (mark) {
    const { count } = await connection.query(DELETE, [mark.id, AT_ONCE]);
    if (count < AT_ONCE) break;
  }
  return JSON.stringify(newest);
}
