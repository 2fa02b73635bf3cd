import { AppError } from '../../domain/errors.ts';
import type { Cell, Table } from '../../domain/table.ts';
import type { Bounds, Reader, Seek, Store } from '../store.ts';
import { assertUsable } from './assert-usable.ts';
import { createPool, type Pool } from './connection.ts';
import { isCut, isRefused } from './failures.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { answerSeeks } from './seeking.ts';
import { runTransaction, type Wariness } from './transaction.ts';

export interface PostgresOptions {
  url: string;
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

/** The store on PostgreSQL. Migrates the database; throws, with what to do about it, where it cannot be used. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { url, writers = 3, readers = 4, patience = PATIENCE, onRetry = () => {} } = options;
  const name = 'clickstitch';
  const first = createPool({ url, connections: 1, name, patience });
  let isPooled: boolean;
  try {
    await assertUsable(first, url);
    await migratePostgres(first);
    isPooled = await first.use(({ isPooled }) => isPooled());
  } finally {
    await first.close();
  }
  const writing = createPool({ url, connections: writers, name, patience, isPreparing: !isPooled });
  const reading = createPool({ url, connections: readers, name, patience, isPreparing: !isPooled });
  const wariness: Wariness = { left: 0 };
  return {
    ...readerOf(reading),
    transaction: (work) => runTransaction(writing, wariness, work, onRetry),
    close: async () => {
      await Promise.all([writing.close(), reading.close()]);
    },
  };
}

/** Reads that are tried again on another connection where one was cut under them. */
const READ_ATTEMPTS = 3;
const RETRY_AFTER_SECONDS = 2;

function readerOf(pool: Pool): Reader {
  async function answer(seek: Seek): Promise<object[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await answerSeeks(pool, [seek]))[0] ?? [];
      } catch (error) {
        if (!isCut(error)) throw error;
        if (attempt < READ_ATTEMPTS && !isRefused(error)) continue;
        throw new AppError(
          'unavailable',
          `The database cannot be read: ${error instanceof Error ? error.message : ''}`,
          {
            hint: 'Send the request again.',
            retry_after: RETRY_AFTER_SECONDS,
          },
        );
      }
    }
  }
  return {
    find: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[]) =>
      (await answer({ table, index, prefix, is_guarded: false })) as Row[],
    range: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) =>
      (await answer({ table, index, prefix, bounds, is_guarded: false })) as Row[],
  };
}
