import { AppError } from '../../domain/errors.ts';
import { type AppliedMigration, MIGRATION_TABLE, pendingMigrations, readMigrations } from '../migrate.ts';
import type { Connection, Pool } from './connection.ts';
import { codeOf } from './failures.ts';

/** Held while migrating, so that of collectors that start together one does it and the others wait. */
const LOCK = 7_214_335_508;
/** insufficient_privilege */
const FORBIDDEN = '42501';

/** Brings the database to this program's schema, or leaves it as it was. Throws where the two do not fit. */
export async function migratePostgres(pool: Pool): Promise<void> {
  try {
    await pool.use(async (connection) => {
      await connection.query('BEGIN');
      await connection.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      await apply(connection);
      await connection.query('COMMIT');
    });
  } catch (error) {
    if (codeOf(error) !== FORBIDDEN) throw error;
    const said = error instanceof Error ? error.message : '';
    throw new AppError(
      'unavailable',
      `CLICKSTITCH_DATABASE_URL: its user may not bring the tables up to date: ${said}.`,
      {
        hint: 'Run clickstitch init once as the user that owns the tables.',
      },
    );
  }
}

async function apply(connection: Connection): Promise<void> {
  const { rows: tables } = await connection.query(`SELECT to_regclass('schema_migration') AS name`);
  if ((tables[0] as { name: string | null }).name === null) await connection.query(MIGRATION_TABLE);
  const { rows } = await connection.query(
    'SELECT number, name, checksum, oldest_program FROM schema_migration ORDER BY number',
  );
  for (const { sql, number, name, checksum, oldest_program } of pendingMigrations(
    readMigrations('postgres'),
    rows as AppliedMigration[],
  )) {
    await connection.query(inPostgres(sql));
    await connection.query('INSERT INTO schema_migration VALUES ($1, $2, $3, $4, $5)', [
      ...[number, name, checksum, oldest_program],
      Date.now(),
    ]);
  }
}

/** Text is compared by its code points, whatever language the database was made for, as SQLite does and rules expect. */
function inPostgres(sql: string): string {
  return sql.replace(/ text\b/g, ' text COLLATE "C"');
}
