import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';

/** One numbered step of the schema. */
export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
  /** The oldest program, by its newest migration, that may run beside this schema. */
  oldest_program: number;
}

export interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
  oldest_program: number;
}

const FOLDER = new URL('../../migrations/', import.meta.url);
const FILE = /^(\d{4})-([a-z0-9-]+?)(?:\.(sqlite|postgres))?\.sql$/;
const OLDEST_PROGRAM = /^-- oldest-program: (\d+)$/m;

/** Where a database keeps which migrations were applied to it. */
export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS schema_migration (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, oldest_program integer NOT NULL, applied_at bigint NOT NULL)';

/** The program's migrations for an engine, in order. A file with an engine's suffix is for that engine alone. */
export function readMigrations(engine: 'sqlite' | 'postgres'): Migration[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((file) => {
      const [, number, name, only] = FILE.exec(file) ?? [];
      if (number === undefined || name === undefined || (only !== undefined && only !== engine)) return [];
      const sql = readFileSync(new URL(file, FOLDER), 'utf8');
      const oldest = OLDEST_PROGRAM.exec(sql)?.[1];
      if (oldest === undefined) throw new Error(`migration ${file} does not name the oldest program`);
      return [{ number: Number(number), name, sql, checksum: digestOf(sql), oldest_program: Number(oldest) }];
    });
}

/**
 * Migrations that a database still needs. Throws where it holds one that this program does not know and that does
 * not allow so old a program beside it, or one whose text has changed since it was applied.
 */
export function pendingMigrations(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const newest = known.at(-1)?.number ?? 0;
  for (const past of applied) {
    const same = known.find((migration) => migration.number === past.number);
    if (same && same.checksum !== past.checksum) {
      throw new Error(
        `migration ${past.number} (${past.name}) was applied with another text; restore the file it had then`,
      );
    }
    if (!same && past.oldest_program > newest) {
      throw new Error(
        `the database is of a newer version (migration ${past.number}, ${past.name}); this program is too old to run beside it: update it`,
      );
    }
  }
  const done = new Set(applied.map((past) => past.number));
  return known.filter((migration) => !done.has(migration.number));
}

/**
 * Throws where a database that is only to be read is not of this program's schema. `applied` is `null` where it keeps no
 * migrations at all.
 */
export function assertMigrated(known: readonly Migration[], applied: readonly AppliedMigration[] | null): void {
  if (applied === null) {
    throw new AppError('unavailable', 'there are no tables of Clickstitch in it', {
      hint: 'Name the database that a collector uses.',
    });
  }
  const [pending] = pendingMigrations(known, applied);
  if (!pending) return;
  throw new AppError(
    'unavailable',
    `it is of an older version (without migration ${pending.number}, ${pending.name})`,
    {
      hint: 'Bring it up to date first: clickstitch init does so, and nothing else to a database in use.',
    },
  );
}
