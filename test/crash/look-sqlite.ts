import Database from 'better-sqlite3';
import type { Look } from './look.ts';

/** Looks into a file. */
export function lookIntoSqlite(path: string): Look {
  const database = new Database(path, { readonly: true });
  // One transaction, so that all of it is of one moment.
  database.exec('BEGIN');
  return {
    rows: async <Row extends object>(sql: string) => database.prepare<[], Row>(sql).all(),
    textIn: (column, path) => `(${column} ->> '$.${path.join('.')}')`,
    integrity: async () => String(database.pragma('integrity_check', { simple: true })),
    async close() {
      database.close();
    },
  };
}
