import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedPostgres } from '../../../../test/postgres.ts';
import type { IdempotencyRow } from '../domain/idempotency.ts';
import { idempotencies, workspaces } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import { openPostgresStore } from '../store/postgres/postgres-store.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Change, Store } from '../store/store.ts';
import { createOwnClaims } from './own-claims.ts';
import { sweepRequests } from './sweep-requests.ts';

const NOW = Date.UTC(2026, 10, 20);
/** More than one step forgets. */
const OLD = 450;

async function assertSwept(store: Store): Promise<void> {
  const inserted = (rows: readonly object[]): Change[] => rows.map((row) => ({ kind: 'insert', row }));
  const told = { currency: 'EUR', is_test: false, twin_id: 't', secret: 's', created_at: 0 };
  const office = (workspace_id: string): WorkspaceRow => ({ workspace_id, name: workspace_id, ...told });
  const request = (workspace_id: string, key_hash: string, recorded_at: number): IdempotencyRow => ({
    ...{
      workspace_id,
      place: 'k POST /v1/conversions',
      key_hash,
      body_hash: 'b',
      fact_id: null,
      recorded_at,
      version: 1,
    },
  });
  const old = Array.from({ length: OLD }, (_, at) => request('a', `old ${at}`, NOW - 2 * DAY - at));
  const young = (workspace: string) => request(workspace, 'young', NOW - 2 * DAY + 1);
  for (const [workspace, requests] of [
    ['a', [...old, young('a')]],
    ['b', [request('b', 'old', 0), young('b')]],
  ] as const) {
    await store.transaction(({ save }) =>
      save([
        { table: workspaces, changes: inserted([office(workspace)]) },
        { table: idempotencies, changes: inserted(requests) },
      ]),
    );
  }
  assert.equal(await sweepRequests(store, NOW), OLD + 1);
  const left = await store.range<IdempotencyRow>(idempotencies, 'key', [], { order: 'ascending' });
  assert.deepEqual(
    left.map(({ workspace_id, key_hash }) => [workspace_id, key_hash]),
    [
      ['a', 'young'],
      ['b', 'young'],
    ],
  );
  assert.equal(await sweepRequests(store, NOW), 0);
}

test('on sqlite requests are forgotten after two days, in every workspace', async () => {
  const store = createSqliteStore({ path: ':memory:', mode: 'write' });
  await assertSwept(store);
  await store.close();
});

test('on postgres requests are forgotten after two days, in every workspace', async () => {
  const { createDatabase, dropDatabase } = await sharedPostgres();
  const url = await createDatabase();
  const store = await openPostgresStore({ url });
  try {
    await assertSwept(store);
  } finally {
    await store.close();
    await dropDatabase(url);
  }
});

test('where there is one collector a job is due once in each period', async () => {
  let now = 1_000;
  const claims = createOwnClaims(() => now);
  assert.deepEqual(await claims.claim('sweep', 0), { note: null });
  await claims.done('sweep', 100, 'seen');
  now += 99;
  assert.equal(await claims.claim('sweep', 0), null);
  assert.deepEqual(await claims.claim('another', 0), { note: null });
  now += 1;
  assert.deepEqual(await claims.claim('sweep', 0), { note: 'seen' });
});
