import { AppError } from '../../domain/errors.ts';
import type { Cell, Table } from '../../domain/table.ts';
import type { Bounds, Reader, Seek, Store } from '../store.ts';
import { assertUsable } from './assert-usable.ts';
import { createPool, type Pool } from './connection.ts';
import { isCut, isRefused } from './failures.ts';
import { assertPostgresMigrated, migratePostgres } from './migrate-postgres.ts';
import { answerSeeks, answerTally } from './seeking.ts';
import { runTransaction, type Wariness } from './transaction.ts';

export interface PostgresOptions {
  url: string;
  /** To `read` it needs no right to write, and it may be a standby; it must be of this program's schema already. */
  mode?: 'write' | 'read' | undefined;
  /** What names the database, for errors; the setting where it is left out. */
  setting?: string | undefined;
  /** Transactions that may run beside each other. */
  writers?: number | undefined;
  /** Reads that may run beside each other. */
  readers?: number | undefined;
  /** Milliseconds until PostgreSQL counts as out of reach. */
  patience?: number | undefined;
  /** Hears of every time that a transaction had to be run again, and why. */
  onRetry?: ((reason: string) => void) | undefined;
}

/** A query that takes longer has lost its server; ours take milliseconds. */
const PATIENCE = 10_000;
/** But to count the rows of a large table it must read all of its index. */
const COUNT_PATIENCE = 3_600_000;

/**
 * The store on PostgreSQL. Migrates the database, unless it only reads; throws, with what to do about it, where the
 * database cannot be used.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { url, writers = 3, readers = 4, patience = PATIENCE, onRetry = () => {} } = options;
  const { mode = 'write', setting = 'CLICKSTITCH_DATABASE_URL' } = options;
  const name = 'clickstitch';
  const first = createPool({ url, connections: 1, name, patience });
  let isPooled: boolean;
  try {
    await assertUsable(first, { url, mode, setting });
    await (mode === 'write' ? migratePostgres : assertPostgresMigrated)(first, setting);
    isPooled = await first.use(({ isPooled }) => isPooled());
  } finally {
    await first.close();
  }
  const writing = createPool({ url, connections: writers, name, patience, isPreparing: !isPooled });
  const reading = createPool({ url, connections: readers, name, patience, isPreparing: !isPooled });
  const wariness: Wariness = { left: 0 };
  return {
    ...readerOf(reading),
    async transaction(work) {
      if (mode === 'read') throw new Error('the database was opened to be read');
      return runTransaction(writing, wariness, work, onRetry);
    },
    async count({ name: table }) {
      const counting = createPool({ url, connections: 1, name, patience: COUNT_PATIENCE });
      try {
        const { rows } = await counting.query(`SELECT count(*) AS rows FROM "${table}"`);
        return (rows[0] as { rows: number }).rows;
      } finally {
        await counting.close();
      }
    },
    close: async () => {
      await Promise.all([writing.close(), reading.close()]);
    },
  };
}

/** Reads that are tried again on another connection where one was cut under them. */
const READ_ATTEMPTS = 3;
const RETRY_AFTER_SECONDS = 2;

function readerOf(pool: Pool): Reader {
  let asked: { seek: Seek; resolve: (rows: object[]) => void; reject: (error: unknown) => void }[] = [];

  /** What is sought before this thread does anything else is sought together: the rows of a page by one statement. */
  function answer(seek: Seek): Promise<object[]> {
    if (asked.length === 0) queueMicrotask(answerAll);
    return new Promise((resolve, reject) => asked.push({ seek, resolve, reject }));
  }

  async function answerAll(): Promise<void> {
    const together = asked;
    asked = [];
    try {
      const found = await persistently(() =>
        answerSeeks(
          pool,
          together.map(({ seek }) => seek),
        ),
      );
      for (const [at, { resolve }] of together.entries()) resolve(found[at] ?? []);
    } catch (error) {
      // One of them may be at fault, and the others not.
      if (together.length === 1 || error instanceof AppError) for (const { reject } of together) reject(error);
      else for (const { seek, resolve, reject } of together) answerAlone(seek).then(resolve, reject);
    }
  }

  async function answerAlone(seek: Seek): Promise<object[]> {
    return (await persistently(() => answerSeeks(pool, [seek])))[0] ?? [];
  }

  return {
    find: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[]) =>
      (await answer({ table, index, prefix, is_guarded: false })) as Row[],
    range: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) =>
      (await answer({ table, index, prefix, bounds, is_guarded: false })) as Row[],
    tally: (table, index, prefix, within, limit) =>
      persistently(() =>
        answerTally(pool, {
          ...{ table, index, prefix, is_guarded: false },
          bounds: { ...within, order: 'ascending', limit },
        }),
      ),
  };
}

/** Reads, and reads again where the connection was cut. */
async function persistently<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (!isCut(error)) throw error;
      if (attempt < READ_ATTEMPTS && !isRefused(error)) continue;
      throw new AppError('unavailable', `The database cannot be read: ${error instanceof Error ? error.message : ''}`, {
        hint: 'Send the request again.',
        retry_after: RETRY_AFTER_SECONDS,
      });
    }
  }
}
