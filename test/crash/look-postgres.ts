import { Client } from 'pg';
import type { Look } from './look.ts';

/** Every index against its table. The rows themselves are held against checksums as they are read. */
const CHECK_INDEXES = `SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
  WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace`;

/** Looks into a database of a server. */
export async function lookIntoPostgres(url: string): Promise<Look> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
  // One snapshot, so that all of it is of one moment.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  return {
    rows: async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows,
    textIn: (column, path) => `(${column}::jsonb #>> '{${path.join(',')}}')`,
    integrity: () =>
      client.query(CHECK_INDEXES).then(
        () => 'ok',
        (error: Error) => error.message,
      ),
    close: () => client.end(),
  };
}
