import { AppError } from '../../domain/errors.ts';
import {
  type AppliedMigration,
  assertMigrated,
  MIGRATION_TABLE,
  pendingMigrations,
  readMigrations,
} from '../migrate.ts';
import type { Connection, Pool } from './connection.ts';
import { codeOf } from './failures.ts';

/** Held while migrating, so that of collectors that start together one does it and the others wait. */
const LOCK = 7_214_335_508;
/** insufficient_privilege */
const FORBIDDEN = '42501';

/** Brings the database to this program's schema, or leaves it as it was. Throws where the two do not fit. */
export async function migratePostgres(pool: Pool, setting: string): Promise<void> {
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
    throw new AppError('unavailable', `${setting}: its user may not bring the tables up to date: ${said}.`, {
      hint: 'Run clickstitch init once as the user that owns the tables.',
    });
  }
}

/** Throws where the database, which is only to be read, is not of this program's schema. */
export async function assertPostgresMigrated(pool: Pool, setting: string): Promise<void> {
  const applied = await appliedTo(pool);
  try {
    assertMigrated(readMigrations('postgres'), applied);
  } catch (error) {
    const detail = error instanceof AppError ? error.detail : {};
    throw new AppError('unavailable', `${setting}: ${error instanceof Error ? error.message : error}.`, detail);
  }
}

async function appliedTo(connection: Connection): Promise<AppliedMigration[] | null> {
  const { rows: tables } = await connection.query(`SELECT to_regclass('schema_migration') AS name`);
  if ((tables[0] as { name: string | null }).name === null) return null;
  const { rows } = await connection.query(
    'SELECT number, name, checksum, oldest_program FROM schema_migration ORDER BY number',
  );
  return rows as AppliedMigration[];
}

async function apply(connection: Connection): Promise<void> {
  const applied = await appliedTo(connection);
  if (applied === null) await connection.query(MIGRATION_TABLE);
  for (const { sql, number, name, checksum, oldest_program } of pendingMigrations(
    readMigrations('postgres'),
    applied ?? [],
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
