import BetterSqlite from 'better-sqlite3';
import type { Database } from './collector.ts';
import { sharedPostgres } from './postgres.ts';

/** Every row of every table that a database keeps facts or a log in. */
export async function everyRow(database: Database): Promise<unknown[]> {
  if (database.engine === 'postgres') {
    const { query } = await sharedPostgres();
    const tables = await query<{ name: string }>(
      database.url,
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'anchor'`,
    );
    const rows = await Promise.all(tables.map(({ name }) => query(database.url, `SELECT * FROM "${name}"`)));
    return rows.flat();
  }
  const file = new BetterSqlite(database.path, { readonly: true });
  try {
    const tables = file.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
    return tables.flatMap(({ name }) => file.prepare(`SELECT * FROM "${name}"`).all());
  } finally {
    file.close();
  }
}
