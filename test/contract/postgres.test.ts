import { sharedPostgres } from '../postgres.ts';
import type { RealTable } from './engine.ts';
import { openEmptyPostgres, takeDatabase } from './postgres-databases.ts';
import { testStore } from './store.contract.ts';

/** The table as PostgreSQL itself tells it. */
async function describeTable(table: string): Promise<RealTable> {
  const { query } = await sharedPostgres();
  const { url, giveBack } = await takeDatabase();
  const columns = await query<{ name: string }>(
    url,
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
    [table],
  );
  const indexes = await query<{ columns: string[]; is_unique: boolean }>(
    url,
    `SELECT i.indisunique AS is_unique,
      array(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place) AS columns
    FROM pg_index i WHERE i.indrelid = $1::regclass`,
    [table],
  );
  giveBack();
  return { columns: columns.map(({ name }) => name), indexes };
}

testStore('PostgreSQL', { open: openEmptyPostgres, describe: describeTable });
