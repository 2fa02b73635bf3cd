import Database from 'better-sqlite3';

/** Counts event rows that come after now, in the file itself. */
export function countNewEvents(path: string): () => number {
  const database = new Database(path, { readonly: true });
  const { last } = database.prepare<[], { last: number }>('SELECT max(rowid) AS last FROM event').get() ?? { last: 0 };
  return () => {
    const rows = database
      .prepare<[number], { rows: number }>('SELECT count(*) AS rows FROM event WHERE rowid > ?')
      .get(last);
    database.close();
    return rows?.rows ?? 0;
  };
}
