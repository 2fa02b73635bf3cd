import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '../../domain/table.ts';
import { StaleRowError, type TableChanges, type Transaction, UnwritableError } from '../store.ts';
import { announce } from './announcements.ts';
import type { Connection, Pool } from './connection.ts';
import { isConflict, isCut, isDenied, isRefused, isUnwritable } from './failures.ts';
import { fateOf, loggedBy, type Witness } from './fate.ts';
import { createGuard, type Guard, LOCK_WITHIN } from './guard.ts';
import { saveChanges } from './save-changes.ts';
import { answerSeeks, answerTally } from './seeking.ts';

/**
 * An index that a descriptor promises is used for each value, also in a table whose size PostgreSQL has not noticed yet; so
 * a statement has one plan, whatever its values, and need not be planned again.
 */
const BEGIN = [
  'BEGIN',
  ...['seqscan', 'hashjoin', 'mergejoin', 'material'].map((plan) => `SET LOCAL enable_${plan} = off`),
  'SET LOCAL plan_cache_mode = force_generic_plan',
  `SET LOCAL lock_timeout = '${LOCK_WITHIN}'`,
  // What a collector that lost its power or its network had locked is free again after this time.
  `SET LOCAL idle_in_transaction_session_timeout = '15s'`,
].join('; ');
/** So often others may come between, each time with longer pauses; nobody else gets through that often. */
const ATTEMPTS = 12;
/**
 * Events have no anchors, so each of the others that store the same ones may be in the way once. More often than there are
 * others it is the transaction's own work.
 */
const STALE_ATTEMPTS = 6;
/** After something was not new so many transactions look before they insert: a client that sends again sends much. */
const WARY_FOR = 50;
/** Connections that may be cut under one transaction: what killed backends leave behind in a pool. */
const CUTS = 4;
const LONGEST_PAUSE = 60;

type Attempt<T> =
  | { became: 'committed'; result: T }
  | { became: 'undone'; error: unknown; needed: ReadonlySet<string> }
  /** No answer came to its COMMIT. */
  | { became: 'unknown'; error: unknown; result: T; witness: Witness };

interface Mode {
  presumesNew: boolean;
  /** So often something was in the way that nobody else can have put it there. */
  isAlone: boolean;
}

/** How many transactions to come do not presume that anything is new. */
export interface Wariness {
  left: number;
}

/**
 * Runs work in a transaction at READ COMMITTED, and runs it again where another writer came between: from the second
 * time on with every anchor locked that it needed. Rejects with what the work threw, with `StaleRowError`,
 * `UnwritableError` or `OutcomeUnknownError`, or with what cut the connection; but for an unknown outcome nothing is
 * stored then.
 */
export async function runTransaction<T>(
  pool: Pool,
  wariness: Wariness,
  work: (transaction: Transaction) => Promise<T>,
  onRetry: (reason: string) => void,
): Promise<T> {
  let needed: ReadonlySet<string> = new Set();
  const times = { cut: 0, stale: 0 };
  wariness.left = Math.max(0, wariness.left - 1);
  for (let number = 1; ; number += 1) {
    const isAlone = times.stale >= STALE_ATTEMPTS - 1;
    const presumesNew = number === 1 && wariness.left === 0;
    const attempt = await pool
      .use((connection) => attemptOn(connection, { needed, isAlone, presumesNew }, work))
      .catch((error: unknown): Attempt<T> => ({ became: 'undone', error, needed }));
    if (attempt.became === 'committed') return attempt.result;
    const { error } = attempt;
    if (attempt.became === 'unknown') {
      if ((await fateOf(pool, attempt.witness)) === 'committed') return attempt.result;
      times.cut += 1;
    } else if (isCut(error)) times.cut += 1;
    else if (error instanceof StaleRowError) {
      times.stale += 1;
      wariness.left = WARY_FOR;
    } else if (!isConflict(error)) throw error;
    if (isRefused(error) || times.cut >= CUTS || times.stale >= STALE_ATTEMPTS || number >= ATTEMPTS) throw error;
    if (attempt.became === 'undone') needed = new Set([...needed, ...attempt.needed]);
    onRetry(error instanceof Error ? error.message : String(error));
    await sleep(Math.random() * Math.min(2 ** number, LONGEST_PAUSE));
  }
}

async function attemptOn<T>(
  connection: Connection,
  { needed, ...mode }: Mode & { needed: ReadonlySet<string> },
  work: (transaction: Transaction) => Promise<T>,
): Promise<Attempt<T>> {
  const guard = createGuard(connection);
  const transaction = createTransaction(connection, guard, mode);
  // What follows is sent behind it at once, and fails where it does.
  const begun = connection.query(BEGIN);
  begun.catch(() => {});
  let result: T;
  try {
    await guard.hold(needed);
    result = await work(transaction);
    await begun;
  } catch (error) {
    if (isCut(error)) throw error;
    await connection.query('ROLLBACK');
    return { became: 'undone', error, needed: guard.names() };
  }
  try {
    await connection.query('COMMIT');
    return { became: 'committed', result };
  } catch (error) {
    const witness = transaction.witness();
    if (isDenied(error) || witness === undefined) throw error;
    return { became: 'unknown', error, result, witness };
  }
}

function createTransaction(
  connection: Connection,
  guard: Guard,
  { presumesNew, isAlone }: Mode,
): Transaction & { witness(): Witness | undefined } {
  let id: string | undefined;
  let saved: (readonly TableChanges[])[] = [];

  async function fetch(seeks: Parameters<Transaction['fetch']>[0]): Promise<object[][]> {
    // The versions are sent for first, so that none is newer than the rows.
    const [, found] = await Promise.all([guard.watch(seeks), asWritable(answerSeeks(connection, seeks))]);
    return found;
  }

  return {
    now: null,
    presumesNew,
    witness: () => (id === undefined ? undefined : { transaction_id: id, logged: saved.flatMap(loggedBy) }),
    fetch,
    find: async <Row extends object>(table: Table<Row>, index: string, prefix: Parameters<Transaction['find']>[2]) =>
      (await fetch([{ table, index, prefix, is_guarded: false }]))[0] as Row[],
    range: async <Row extends object>(
      table: Table<Row>,
      index: string,
      prefix: Parameters<Transaction['range']>[2],
      bounds: Parameters<Transaction['range']>[3],
    ) => (await fetch([{ table, index, prefix, bounds, is_guarded: false }]))[0] as Row[],

    tally: (table, index, prefix, within, limit) =>
      answerTally(connection, {
        ...{ table, index, prefix, is_guarded: false },
        bounds: { ...within, order: 'ascending', limit },
      }),

    async save(changes: readonly TableChanges[]) {
      if (changes.length === 0) return;
      const identified = connection.query('SELECT pg_current_xact_id()::text AS id');
      const closed = guard.close(changes);
      const written = asWritable(saveChanges(connection, changes, isAlone));
      const announced = changes
        .filter(({ table }) => table.is_announced)
        // Behind what fails it fails as well, and only what failed first says what that means.
        .map(({ table }) =>
          announce(connection, table.name).catch((error) => written.then(() => Promise.reject(error))),
        );
      const [{ rows }] = await Promise.all([identified, closed, written, ...announced]);
      id = (rows[0] as { id: string }).id;
      saved.push(changes);
    },

    async savepoint(work) {
      const forget = guard.mark();
      const before = saved.length;
      await connection.query('SAVEPOINT command');
      try {
        const result = await work();
        await connection.query('RELEASE command');
        return result;
      } catch (error) {
        if (isCut(error)) throw error;
        await connection.query('ROLLBACK TO command; RELEASE command');
        forget();
        saved = saved.slice(0, before);
        throw error;
      }
    },
  };
}

async function asWritable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw isUnwritable(error) ? new UnwritableError(String(error), error) : error;
  }
}
