import Database from 'better-sqlite3';

/** What the collector has of one host. */
export interface Stored {
  /** How many conversions it counts, by nonce. */
  conversions: ReadonlyMap<string, number>;
  /** How many events it has under different ids, by nonce. */
  events: ReadonlyMap<string, number>;
  page_views: number;
}

/** Reads the collector's own file, past the collector. */
export function readStored(path: string, host: string): Stored {
  const database = new Database(path, { readonly: true });
  try {
    const at = `http://${host}/%`;
    const counts = (sql: string): Map<string, number> => {
      const rows = database.prepare<[string], { nonce: string; times: number }>(sql).all(at);
      return new Map(rows.map(({ nonce, times }) => [nonce, times]));
    };
    const views = database
      .prepare<[string], { times: number }>(
        `SELECT count(*) AS times FROM event WHERE name = 'page_view' AND url LIKE ?`,
      )
      .get(at);
    return {
      conversions: counts(
        `SELECT metadata ->> '$.nonce' AS nonce, count(*) AS times FROM claim WHERE url LIKE ? GROUP BY nonce`,
      ),
      events: counts(
        `SELECT body ->> '$.props.nonce' AS nonce, count(DISTINCT id) AS times FROM event
        WHERE name <> 'page_view' AND url LIKE ? GROUP BY nonce`,
      ),
      page_views: views?.times ?? 0,
    };
  } finally {
    database.close();
  }
}
