import type { Table } from '../../domain/table.ts';
import type { Reader, Store } from '../store.ts';
import { assertUsable } from './assert-usable.ts';
import { createPool, type Pool } from './connection.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { answerSeeks } from './seeking.ts';
import { runTransaction } from './transaction.ts';

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

const DEFAULTS = { writers: 2, readers: 4, patience: 10_000, onRetry: () => {} };

/** The store on PostgreSQL. Migrates the database; throws, with what to do about it, where it cannot be used. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { url, writers, readers, patience, onRetry } = { ...DEFAULTS, ...options };
  const name = 'clickstitch';
  const writing = createPool({
    url,
    connections: writers ?? DEFAULTS.writers,
    name,
    patience: patience ?? DEFAULTS.patience,
  });
  const reading = createPool({
    url,
    connections: readers ?? DEFAULTS.readers,
    name,
    patience: patience ?? DEFAULTS.patience,
  });
  try {
    await assertUsable(writing, url);
    await migratePostgres(writing);
  } catch (error) {
    await Promise.all([writing.close(), reading.close()]);
    throw error;
  }
  return {
    ...readerOf(reading),
    transaction: (work) => runTransaction(writing, work, onRetry ?? DEFAULTS.onRetry),
    close: async () => {
      await Promise.all([writing.close(), reading.close()]);
    },
  };
}

function readerOf(pool: Pool): Reader {
  return {
    find: async <Row extends object>(
      table: Table<Row>,
      index: string,
      prefix: readonly (string | number | boolean | null)[],
    ) => (await answerSeeks(pool, [{ table, index, prefix, is_guarded: false }]))[0] as Row[],
    range: async <Row extends object>(
      table: Table<Row>,
      index: string,
      prefix: readonly (string | number | boolean | null)[],
      bounds: Parameters<Reader['range']>[3],
    ) => (await answerSeeks(pool, [{ table, index, prefix, bounds, is_guarded: false }]))[0] as Row[],
  };
}
