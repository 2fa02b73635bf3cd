import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedPostgres } from '../../../../test/postgres.ts';
import { createPool } from '../store/postgres/connection.ts';
import { createJobClaims } from '../store/postgres/job-claims.ts';
import { openPostgresStore } from '../store/postgres/postgres-store.ts';
import { sweepAnchors } from '../store/postgres/sweep-anchors.ts';
import { startScheduler } from './scheduler.ts';

const EVERY = 300;

async function withPool(work: (pool: ReturnType<typeof createPool>) => Promise<void>): Promise<void> {
  const { createDatabase, dropDatabase } = await sharedPostgres();
  const url = await createDatabase();
  await (await openPostgresStore({ url })).close();
  const pool = createPool({ url, connections: 4, name: 'test', patience: 5_000 });
  try {
    await work(pool);
  } finally {
    await pool.close();
    await dropDatabase(url);
  }
}

test('of several collectors one at a time does a job, once in each period, and hands its note on', () =>
  withPool(async (pool) => {
    const runs: { at: number; note: string | null }[] = [];
    let running = 0;
    const job = {
      name: 'count',
      every: EVERY,
      run: async (note: string | null) => {
        running += 1;
        assert.equal(running, 1);
        runs.push({ at: performance.now(), note });
        await sleep(20);
        running -= 1;
        return String(runs.length);
      },
    };
    const schedulers = [1, 2, 3].map(() =>
      startScheduler({
        jobs: [job],
        claims: createJobClaims(pool),
        onFailure: (_, error) => assert.fail(String(error)),
      }),
    );
    await sleep(EVERY * 6);
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    assert.ok(runs.length >= 3 && runs.length <= 6, `${runs.length} runs in six periods`);
    for (const [at, run] of runs.entries()) {
      assert.equal(run.note, at === 0 ? null : String(at));
      assert.ok(at === 0 || run.at - (runs[at - 1]?.at ?? 0) >= EVERY);
    }
    const counted = schedulers.reduce((sum, scheduler) => sum + (scheduler.counts()['count']?.runs ?? 0), 0);
    assert.equal(counted, runs.length);
  }));

test('what a dead collector has taken is free again after its time, and it cannot give it back any more', () =>
  withPool(async (pool) => {
    const [dead, alive] = [createJobClaims(pool), createJobClaims(pool)];
    assert.deepEqual(await dead.claim('job', 200), { note: null });
    assert.equal(await alive.claim('job', 200), null);
    await sleep(250);
    assert.deepEqual(await alive.claim('job', 60_000), { note: null });
    await dead.done('job', 0, 'too late');
    assert.equal(await dead.claim('job', 200), null);
    await alive.done('job', 0, 'done');
    assert.deepEqual(await dead.claim('job', 200), { note: 'done' });
  }));

test('anchors that nobody has written under for ten minutes are forgotten, one that is locked is not', () =>
  withPool(async (pool) => {
    const insert = (name: string) =>
      pool.query(`INSERT INTO anchor SELECT 'w', $1, pg_current_xact_id()::text::bigint, 0`, [name]);
    const names = async () => (await pool.query('SELECT name FROM anchor ORDER BY name')).rows;
    await insert('old');
    await insert('used');
    const first = JSON.parse(await sweepAnchors(pool, null));
    const before = (ms: number) => JSON.stringify({ ...first, at: first.at - ms });
    await insert('new');
    assert.equal(await sweepAnchors(pool, before(500_000)), before(500_000));
    assert.equal((await names()).length, 3);
    await pool.use(async (connection) => {
      await connection.query('BEGIN');
      await connection.query(`SELECT 1 FROM anchor WHERE name = 'used' FOR UPDATE`);
      await sweepAnchors(pool, before(600_000));
      await connection.query('ROLLBACK');
    });
    assert.deepEqual(await names(), [{ name: 'new' }, { name: 'used' }]);
  }));
