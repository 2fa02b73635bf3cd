import type { Database } from '../collector.ts';
import { type Ledger, readLedger } from './ledger.ts';
import type { Look } from './look.ts';
import { lookIntoPostgres } from './look-postgres.ts';
import { lookIntoSqlite } from './look-sqlite.ts';

/** What is in the database, read past the collector; each map says how often a thing is there. */
export interface Stored {
  /** As a receipt names them: `visitor/name/id`. */
  events: Counts;
  conversions: Counts;
  claims: Counts;
  touches: Counts;
  /** By URL. */
  clickUrls: Counts;
  /** By scope and the fact that holds it. */
  dedupes: Counts;
  /** By kind and subject. */
  receipts: Counts;
  /** By the thing that it made or changed: `record_click clk_…`, `edit …`, `edit … paid`. */
  commands: Counts;
  /** By both ends and whether it is trusted. */
  edges: Counts;
  /** What each event says that came of it. */
  bodies: ReadonlyMap<string, EventFacts>;
  /** Whatever a receipt can name as its cause: events and commands. */
  causes: ReadonlySet<string>;
  receiptCauses: readonly { subject_id: string; command_id: string }[];
  ledger: Ledger;
  integrity: string;
}

export interface EventFacts {
  claim_id: string | null;
  touch_id: string | null;
}

export type Counts = ReadonlyMap<string, number>;

/** Reads everything as it is at one moment. */
export async function readStored(database: Database): Promise<Stored> {
  const look = database.engine === 'sqlite' ? lookIntoSqlite(database.path) : await lookIntoPostgres(database.url);
  try {
    return await readAll(look);
  } finally {
    await look.close();
  }
}

async function readAll(look: Look): Promise<Stored> {
  const counts = async (sql: string): Promise<Counts> => {
    const rows = await look.rows<{ name: string; times: number }>(
      `SELECT name, CAST(count(*) AS integer) AS times FROM (${sql}) AS named GROUP BY name`,
    );
    return new Map(rows.map(({ name, times }) => [name, times]));
  };
  const body = (...path: string[]) => look.textIn('body', path);
  const events = await look.rows<{ name: string } & EventFacts>(
    `SELECT visitor_id || '/' || name || '/' || id AS name, ${body('claim_id')} AS claim_id,
    ${body('touch', 'id')} AS touch_id FROM event`,
  );
  const commandIds = await look.rows<{ id: string }>('SELECT id FROM command');
  const made = [...['click', 'conversion', 'adjustment', 'payout'].map((noun) => body(noun, 'id')), body('subject_id')];
  // Each step of a payout is a change of it.
  const status = `coalesce(' ' || ${body('patch', 'status')}, '')`;
  const subject = `coalesce(${made.join(', ')}, id)`;
  return {
    events: countsOf(events.map(({ name }) => name)),
    conversions: await counts(`SELECT name || ' ' || order_id AS name FROM conversion`),
    claims: await counts('SELECT id AS name FROM claim'),
    touches: await counts('SELECT id AS name FROM touch'),
    clickUrls: await counts('SELECT url AS name FROM touch WHERE id = click_id'),
    dedupes: await counts(`SELECT scope || ' ' || fact_id AS name FROM dedupe`),
    receipts: await counts(`SELECT kind || ' ' || subject_id AS name FROM receipt`),
    commands: await counts(`SELECT kind || ' ' || ${subject} || ${status} AS name FROM command`),
    edges: await counts(
      `SELECT from_kind || ':' || from_value || ' ' || to_kind || ':' || to_value || ' ' || trusted AS name FROM edge`,
    ),
    bodies: new Map(events.map(({ name, claim_id, touch_id }) => [name, { claim_id, touch_id }])),
    causes: new Set([...events.map(({ name }) => name), ...commandIds.map(({ id }) => id)]),
    receiptCauses: await look.rows('SELECT subject_id, command_id FROM receipt'),
    ledger: await readLedger(look, counts),
    integrity: await look.integrity(),
  };
}

function countsOf(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
