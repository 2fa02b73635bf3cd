import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyTable, Cell } from '../../domain/table.ts';
import type { Change, Seek, TableChanges } from '../store.ts';
import { OutcomeUnknownError } from '../store.ts';
import type { Pool } from './connection.ts';
import { codeOf } from './failures.ts';
import { answerSeeks } from './seeking.ts';

/** What tells afterwards whether a transaction was committed. */
export interface Witness {
  transaction_id: string;
  /** Every row that it added to the log; none where all it did was to count what was sent again. */
  logged: readonly Seek[];
}

const ASK_FOR = 8_000;
const ASK_EVERY = 200;
/** invalid_parameter_value: an id that is still to come, for a crash has set the count of ids back. */
const NOT_GIVEN_YET = '22023';

/**
 * What became of a transaction whose connection was cut while it committed. PostgreSQL remembers it by its id; but where
 * it crashed before anything of the transaction reached the disk, it gives the same id to another. So what it calls
 * committed must also be found in the log. Throws `OutcomeUnknownError` where it cannot be asked.
 */
export async function fateOf(pool: Pool, { transaction_id, logged }: Witness): Promise<'committed' | 'aborted'> {
  const until = Date.now() + ASK_FOR;
  for (;;) {
    try {
      const fate = await statusOf(pool, transaction_id);
      if (fate === 'aborted') return fate;
      if (fate === 'committed') return (await areThere(pool, logged)) ? 'committed' : 'aborted';
      // Its backend has not noticed yet that nobody is there any more.
    } catch (error) {
      if (Date.now() > until) throw new OutcomeUnknownError(error);
    }
    if (Date.now() > until) throw new OutcomeUnknownError(undefined);
    await sleep(ASK_EVERY);
  }
}

async function statusOf(pool: Pool, id: string): Promise<string | null> {
  try {
    const { rows } = await pool.query('SELECT pg_xact_status($1::text::xid8) AS fate', [id]);
    return (rows as [{ fate: string | null }])[0].fate;
  } catch (error) {
    if (codeOf(error) === NOT_GIVEN_YET) return 'aborted';
    throw error;
  }
}

async function areThere(pool: Pool, seeks: readonly Seek[]): Promise<boolean> {
  return (await answerSeeks(pool, seeks)).every((rows) => rows.length > 0);
}

/** The rows that changes add to the log, as they are to be looked for; not those that were there before, in other words. */
export function loggedBy(changes: readonly TableChanges[]): Seek[] {
  return changes
    .filter(({ table }) => table.role === 'log')
    .flatMap(({ table, changes }) =>
      added(changes, table).map((prefix) => ({ table, index: 'key', prefix, is_guarded: false })),
    );
}

function added(changes: readonly Change[], table: AnyTable): Cell[][] {
  const keyOf = ({ row }: Change) => table.key.map((column) => (row as Record<string, Cell>)[column] ?? null);
  const rewritten = new Set(
    changes.filter(({ kind }) => kind === 'delete').map((change) => keyOf(change).join('\u0000')),
  );
  return changes.map(keyOf).filter((key) => !rewritten.has(key.join('\u0000')));
}
