import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { reportContext } from '../../../../test/contract/report-context.ts';
import { sharedPostgres } from '../../../../test/postgres.ts';
import { commitGroup } from '../commit/group.ts';
import type { Command, CommandRow } from '../domain/command.ts';
import type { EarningRow } from '../domain/earning.ts';
import { mintId } from '../domain/ids.ts';
import { commands, earnings } from '../domain/schema.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { intakeAffiliate } from '../intake/affiliate.ts';
import { intakeConversion } from '../intake/conversion.ts';
import { intakeIncentive } from '../intake/incentive.ts';
import { intakeProgram } from '../intake/program.ts';
import { openPostgresStore } from '../store/postgres/postgres-store.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { newConversion } from '../wire/conversion.ts';
import { matureEarnings, type Submit } from './mature-earnings.ts';

const BEGAN = Date.UTC(2026, 10, 1);
const HELD = 30 * DAY;
/** More than one command names. */
const SALES = 505;

async function assertMatured(open: () => Promise<Store>): Promise<void> {
  let store = await open();
  const commit = async (given: readonly Command[]) => {
    const outcomes = await commitGroup(store, given);
    for (const outcome of outcomes) assert.ok(outcome.status === 'recorded', JSON.stringify(outcome));
    return outcomes;
  };
  const submit: Submit = async (command) => (await commit([command]))[0];
  const statuses = async (workspaceId: string) => {
    const rows = await store.range<EarningRow>(earnings, 'time', [workspaceId], { order: 'ascending' });
    const counts = new Map<string, number>();
    for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1);
    return [...counts].sort();
  };
  const logged = async () => {
    const rows = await store.range<CommandRow>(commands, 'key', [], { order: 'ascending' });
    return rows.filter(({ kind }) => kind === 'mature_earnings').length;
  };

  for (const workspace_id of ['a', 'b']) await commit(shop(workspace_id));
  await commit(salesOf('a', SALES, BEGAN));
  await commit(salesOf('b', 1, BEGAN + 2 * HOUR));
  await commit([saleOf('b', BEGAN, { earning_status: 'pending' })]);

  assert.equal(await matureEarnings(store, submit, BEGAN + HELD - 1), 0);
  assert.deepEqual(await statuses('a'), [['pending', SALES]]);

  await store.close();
  store = await open();
  assert.equal(await matureEarnings(store, submit, BEGAN + HELD + HOUR), SALES + 1);
  assert.deepEqual(await statuses('a'), [['ready', SALES]]);
  assert.deepEqual(await statuses('b'), [['pending', 2]]);
  assert.equal(await logged(), 3);

  assert.equal(await matureEarnings(store, submit, BEGAN + HELD + HOUR), 0);
  assert.equal(await matureEarnings(store, submit, BEGAN + HELD + 2 * HOUR), 1);
  assert.equal(await matureEarnings(store, submit, BEGAN + 2 * HELD), 0);
  assert.deepEqual(await statuses('b'), [
    ['pending', 1],
    ['ready', 1],
  ]);
  assert.equal(await logged(), 4);

  await commit(salesOf('a', 1, BEGAN + DAY, 'late'));
  const refusing: Submit = async () => ({ status: 'failed', message: 'the disk is full' });
  await assert.rejects(matureEarnings(store, refusing, BEGAN + 2 * HELD), /the disk is full/);
  assert.equal(await matureEarnings(store, submit, BEGAN + 2 * HELD), 1);
  await store.close();
}

const affiliateIds = new Map<string, string>();

function shop(workspace_id: string): Command[] {
  const context = { workspace_id, received_at: BEGAN, currency: 'EUR' };
  const told = { name: workspace_id, currency: 'EUR', is_test: false, twin_id: `${workspace_id} test`, secret: 's' };
  const office: Command = {
    ...{ kind: 'create_workspace', workspace_id, id: mintId(), recorded_at: BEGAN, workspace: told },
  };
  const created = intakeProgram({ name: 'Partners', hold_days: 30 }, context);
  const given = { program_id: created.program.id, name: 'A tenth', type: 'percentage', rate: 10 } as const;
  const incentive = intakeIncentive(given, { ...context, program: created.program });
  const member = intakeAffiliate({ name: 'Ada' }, { ...context, program_id: created.program.id });
  affiliateIds.set(workspace_id, member.affiliate.id);
  return [office, created, incentive, member];
}

function salesOf(workspaceId: string, count: number, at: number, name = 'order'): Command[] {
  return Array.from({ length: count }, (_, order) => saleOf(workspaceId, at, { order_id: `${name} ${order}` }));
}

function saleOf(workspaceId: string, at: number, more: object): Command {
  const given = newConversion.parse({ name: 'purchase', amount: 10, ...more });
  const affiliate = { id: affiliateIds.get(workspaceId) ?? '' };
  return intakeConversion(given, { ...reportContext(workspaceId, at), affiliate });
}

test('on sqlite holds end when their time has come, in every workspace, before and after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clickstitch-'));
  try {
    await assertMatured(async () => createSqliteStore({ path: join(folder, 'clickstitch.db'), mode: 'write' }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('on postgres holds end when their time has come, in every workspace, before and after a restart', async () => {
  const { createDatabase, dropDatabase } = await sharedPostgres();
  const url = await createDatabase();
  try {
    await assertMatured(() => openPostgresStore({ url }));
  } finally {
    await dropDatabase(url);
  }
});
