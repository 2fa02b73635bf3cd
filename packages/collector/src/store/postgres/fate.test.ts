import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedPostgres } from '../../../../../test/postgres.ts';
import { commands } from '../../domain/schema.ts';
import { createPool, type Pool } from './connection.ts';
import { fateOf, loggedBy } from './fate.ts';
import { openPostgresStore } from './postgres-store.ts';

const ID = 'SELECT pg_current_xact_id()::text AS id';

describe('the fate of a transaction that was cut while it committed', () => {
  let pool: Pool;
  let drop: () => Promise<void>;

  before(async () => {
    const { createDatabase, dropDatabase } = await sharedPostgres();
    const url = await createDatabase();
    await (await openPostgresStore({ url })).close();
    pool = createPool({ url, connections: 3, name: 'test', patience: 5_000 });
    drop = () => dropDatabase(url);
  });
  after(async () => {
    await pool.close();
    await drop();
  });

  const witness = (transaction_id: string, id: string) => ({
    transaction_id,
    logged: loggedBy([{ table: commands, changes: [{ kind: 'insert', row: { workspace_id: 'w', id } }] }]),
  });

  /** Adds a command to the log, and ends with `last` after `wait` milliseconds. Resolves with the transaction's id. */
  async function write(id: string, last: 'COMMIT' | 'ROLLBACK', wait = 0): Promise<[string, Promise<void>]> {
    const started = Promise.withResolvers<string>();
    const ended = pool.use(async (connection) => {
      await connection.query('BEGIN');
      await connection.query(`INSERT INTO command VALUES ('w', $1, 'test', 0, '{}')`, [id]);
      const { rows } = await connection.query(ID);
      started.resolve((rows as [{ id: string }])[0].id);
      await sleep(wait);
      await connection.query(last);
    });
    const written = await started.promise;
    if (wait === 0) await ended;
    return [written, ended];
  }

  test('is known by its id', async () => {
    const [kept] = await write('kept', 'COMMIT');
    const [dropped] = await write('dropped', 'ROLLBACK');
    assert.equal(await fateOf(pool, witness(kept, 'kept')), 'committed');
    assert.equal(await fateOf(pool, witness(dropped, 'dropped')), 'aborted');
  });

  test('is waited for while its backend has not noticed yet', async () => {
    const [slow, ended] = await write('slow', 'COMMIT', 300);
    assert.equal(await fateOf(pool, witness(slow, 'slow')), 'committed');
    await ended;
  });

  test('is not that of another which got the same id after a crash', async () => {
    const [another] = await write('another', 'COMMIT');
    assert.equal(await fateOf(pool, witness(another, 'mine')), 'aborted');
  });

  test('is to be aborted where a crash has set the ids back behind it', async () => {
    const [latest] = await write('latest', 'COMMIT');
    assert.equal(await fateOf(pool, witness(String(BigInt(latest) + 1_000_000n), 'mine')), 'aborted');
  });
});
