import { setTimeout as sleep } from 'node:timers/promises';
import { OutcomeUnknownError } from '../store.ts';
import type { Pool } from './connection.ts';

const ASK_FOR = 8_000;
const ASK_EVERY = 200;

/**
 * What became of a transaction whose connection was cut while it committed: PostgreSQL remembers it by its id, also
 * after a crash. Throws `OutcomeUnknownError` where it cannot be asked.
 */
export async function fateOf(pool: Pool, transactionId: string): Promise<'committed' | 'aborted'> {
  const until = Date.now() + ASK_FOR;
  for (;;) {
    try {
      const { rows } = await pool.query('SELECT pg_xact_status($1::text::xid8) AS fate', [transactionId]);
      const [{ fate }] = rows as [{ fate: string | null }];
      if (fate === 'committed' || fate === 'aborted') return fate;
      // Its backend has not noticed yet that nobody is there any more.
    } catch (error) {
      if (Date.now() > until) throw new OutcomeUnknownError(error);
    }
    if (Date.now() > until) throw new OutcomeUnknownError(undefined);
    await sleep(ASK_EVERY);
  }
}
