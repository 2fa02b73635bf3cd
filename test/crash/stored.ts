import Database from 'better-sqlite3';

/** What is in the database file, read past the collector; each map says how often a thing is there. */
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
  /** By the thing that it made: `record_click/clk_…`, `record_conversion/…`. */
  commands: Counts;
  /** By both ends and whether it is trusted. */
  edges: Counts;
  /** What each event says that came of it. */
  bodies: ReadonlyMap<string, EventFacts>;
  /** Whatever a receipt can name as its cause: events and commands. */
  causes: ReadonlySet<string>;
  receiptCauses: readonly { subject_id: string; command_id: string }[];
  integrity: string;
}

export interface EventFacts {
  claim_id: string | null;
  touch_id: string | null;
}

export type Counts = ReadonlyMap<string, number>;

const SUBJECT = `coalesce(json_extract(body, '$.click.id'), json_extract(body, '$.conversion.id'), id)`;

export function readStored(path: string): Stored {
  const database = new Database(path, { readonly: true });
  try {
    // One transaction, so that all of it is of one moment.
    database.exec('BEGIN');
    const counts = (sql: string): Counts => {
      const rows = database.prepare<[], { name: string; times: number }>(
        `SELECT name, count(*) AS times FROM (${sql}) GROUP BY name`,
      );
      return new Map(rows.all().map(({ name, times }) => [name, times]));
    };
    const events = database
      .prepare<[], { name: string } & EventFacts>(
        `SELECT visitor_id || '/' || name || '/' || id AS name, body ->> '$.claim_id' AS claim_id,
        body ->> '$.touch.id' AS touch_id FROM event`,
      )
      .all();
    const commandIds = database.prepare<[], { id: string }>('SELECT id FROM command').all();
    return {
      events: countsOf(events.map(({ name }) => name)),
      conversions: counts(`SELECT name || ' ' || order_id AS name FROM conversion`),
      claims: counts('SELECT id AS name FROM claim'),
      touches: counts('SELECT id AS name FROM touch'),
      clickUrls: counts('SELECT url AS name FROM touch WHERE id = click_id'),
      dedupes: counts(`SELECT scope || ' ' || fact_id AS name FROM dedupe`),
      receipts: counts(`SELECT kind || ' ' || subject_id AS name FROM receipt`),
      commands: counts(`SELECT kind || ' ' || ${SUBJECT} AS name FROM command`),
      edges: counts(
        `SELECT from_kind || ':' || from_value || ' ' || to_kind || ':' || to_value || ' ' || trusted AS name FROM edge`,
      ),
      bodies: new Map(events.map(({ name, claim_id, touch_id }) => [name, { claim_id, touch_id }])),
      causes: new Set([...events.map(({ name }) => name), ...commandIds.map(({ id }) => id)]),
      receiptCauses: database
        .prepare<[], { subject_id: string; command_id: string }>('SELECT subject_id, command_id FROM receipt')
        .all(),
      integrity: String(database.pragma('integrity_check', { simple: true })),
    };
  } finally {
    database.close();
  }
}

function countsOf(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
