import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Cell, Table } from '../../domain/table.ts';
import {
  type AppliedMigration,
  assertMigrated,
  MIGRATION_TABLE,
  pendingMigrations,
  readMigrations,
} from '../migrate.ts';
import { type Bounds, type Store, type SyncReader, type Transaction, UnwritableError } from '../store.ts';
import { createSqliteReader } from './sqlite-reader.ts';
import { createSqliteWriter } from './sqlite-writer.ts';

export interface SqliteOptions {
  /** A file's path, or `:memory:`. */
  path: string;
  mode: 'write' | 'read';
}

const PAGE_CACHE_KIB = 65_536;
/** Pages in the write-ahead log before they are moved to the file. The commit that does so waits for it, so few. */
const CHECKPOINT_PAGES = 4_000;
const WARY_FOR = 50;

/**
 * The store on one SQLite file. A writer makes the file, and migrates it, when it opens it; a reader throws where it is
 * not there or not of this program's schema. There is one writer at a time; others wait for it up to five seconds.
 */
export function createSqliteStore({ path, mode }: SqliteOptions): Store & { now: SyncReader } {
  if (mode === 'write' && path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path, { readonly: mode === 'read', timeout: 5_000 });
  database.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
  database.pragma('temp_store = MEMORY');
  if (mode === 'write') {
    database.pragma('journal_mode = WAL');
    // The library is built with NORMAL as the default under WAL, and falls back to it after the first write; so FULL
    // is set after WAL and asserted after a write.
    database.pragma('synchronous = FULL');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(database);
    assertDurable(database, path);
  } else assertMigrated(readMigrations('sqlite'), appliedTo(database));

  const now = createSqliteReader(database);
  const writer = createSqliteWriter(database);
  const reader = {
    find: async <Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]) =>
      now.find(table, index, values),
    range: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) =>
      now.range(table, index, prefix, bounds),
    tally: async (...asked: Parameters<typeof now.tally>) => now.tally(...asked),
  };
  const transactionOf = (presumesNew: boolean, onUnwritable: (error: UnwritableError) => void): Transaction => ({
    ...reader,
    now,
    presumesNew,
    fetch: async (seeks) =>
      seeks.map(({ table, index, prefix, bounds }) =>
        bounds ? now.range(table, index, prefix, bounds) : now.find(table, index, prefix),
      ),
    save: async (changes) => {
      for (const { table, changes: ofTable } of changes) writable(() => writer.save(table, ofTable), onUnwritable);
    },
    savepoint: (work) =>
      undoable(database, 'SAVEPOINT command', 'RELEASE command', 'ROLLBACK TO command; RELEASE command', work),
  });
  /** After something was not new so many transactions look before they insert: a client that sends again sends much. */
  let wary = 0;

  function attempt<T>(
    work: (transaction: Transaction) => Promise<T>,
    presumesNew: boolean,
    onUnwritable: (error: UnwritableError) => void,
  ): Promise<T> {
    const transaction = transactionOf(presumesNew, onUnwritable);
    return undoable(database, 'BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', () => work(transaction));
  }

  async function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    if (wary > 0) {
      wary -= 1;
      return attempt(work, false, () => {});
    }
    let fault: UnwritableError | undefined;
    try {
      return await attempt(
        async (transaction) => {
          const result = await work(transaction);
          // In a savepoint a command may have been given up that only was not new.
          if (fault) throw fault;
          return result;
        },
        true,
        (error) => {
          fault = error;
        },
      );
    } catch (error) {
      if (!fault) throw error;
      wary = WARY_FOR;
      return attempt(work, false, () => {});
    }
  }

  return {
    ...reader,
    now,
    transaction,
    count: async ({ name }) => {
      const { rows } = database.prepare(`SELECT count(*) AS rows FROM "${name}"`).get() as { rows: number };
      return rows;
    },
    close: async () => {
      database.close();
    },
  };
}

/** A row that breaks a constraint, or holds what cannot be bound, is not the store's fault; a full or broken disk is. */
function writable(write: () => void, onUnwritable: (error: UnwritableError) => void): void {
  try {
    write();
  } catch (error) {
    const breaks = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
    if (!breaks && !(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    const unwritable = new UnwritableError(error.message, error);
    onUnwritable(unwritable);
    throw unwritable;
  }
}

async function undoable<T>(
  database: Database.Database,
  begin: string,
  commit: string,
  undo: string,
  work: () => Promise<T>,
): Promise<T> {
  database.exec(begin);
  try {
    const result = await work();
    database.exec(commit);
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec(undo);
    throw error;
  }
}

function migrate(database: Database.Database): void {
  database.exec(MIGRATION_TABLE);
  const record = database.prepare('INSERT INTO schema_migration VALUES (?, ?, ?, ?, ?)');
  const run = database.transaction(() => {
    for (const migration of pendingMigrations(readMigrations('sqlite'), appliedTo(database) ?? [])) {
      database.exec(migration.sql);
      record.run(migration.number, migration.name, migration.checksum, migration.oldest_program, Date.now());
    }
  });
  run.immediate();
}

function appliedTo(database: Database.Database): AppliedMigration[] | null {
  const isThere = database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'`);
  if (!isThere.get()) return null;
  return database
    .prepare('SELECT number, name, checksum, oldest_program FROM schema_migration ORDER BY number')
    .all() as AppliedMigration[];
}

/** Promise 1 rests on this: a commit returns only after the log was synced to the disk. */
function assertDurable(database: Database.Database, path: string): void {
  if (path === ':memory:') return;
  database.exec('CREATE TABLE IF NOT EXISTS durability_probe (at bigint NOT NULL)');
  database.exec('DELETE FROM durability_probe');
  database.prepare('INSERT INTO durability_probe VALUES (?)').run(Date.now());
  const synchronous = database.pragma('synchronous', { simple: true });
  const journal = database.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || journal !== 'wal') {
    throw new Error(
      `SQLite would not sync each commit to the disk (synchronous=${synchronous}, journal_mode=${journal})`,
    );
  }
}
