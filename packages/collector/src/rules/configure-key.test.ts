import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitGroup } from '../commit/group.ts';
import { digestFacts, readLog, replay } from '../commit/replay.ts';
import type { Command, Outcome } from '../domain/command.ts';
import type { DialectName } from '../domain/dialect.ts';
import { apiKeys } from '../domain/schema.ts';
import type { ApiKeyRow } from '../domain/workspace.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';

const open = () => createSqliteStore({ path: ':memory:', mode: 'write' });

let count = 0;
const base = () => {
  count += 1;
  return { workspace_id: 'w', id: `c${count}`, recorded_at: count };
};
const key = (id: string, account: string | null = null, dialect: DialectName = 'whop'): Command => ({
  ...base(),
  kind: 'create_key',
  key: {
    ...{ id, kind: 'secret', name: id, hash: id, hint: id, is_test: false, dialect, account },
    ...{ origins: [], scopes: [], signing_secret: null, expires_at: null },
  },
});
const bind = (key_id: string, account: string): Command => ({ ...base(), kind: 'bind_key', key_id, account });
const revoke = (key_id: string): Command => ({ ...base(), kind: 'revoke_key', key_id });

const told = (outcome: Outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status);

describe('keys', () => {
  test('of one dialect in a workspace are for one account', async () => {
    const store = open();
    const outcomes = await commitGroup(store, [
      ...[key('a'), key('b'), key('c', 'biz_2', 'brandwave'), key('d', 'biz_3', 'native')],
      ...[bind('a', 'biz_1'), bind('a', 'biz_2'), bind('b', 'biz_2'), bind('b', 'biz_1'), bind('b', 'biz_1')],
      ...[key('e', 'biz_2'), key('f', 'biz_1'), key('g', 'biz_4', 'native'), bind('c', 'biz_3'), bind('none', 'biz_1')],
    ]);
    assert.deepEqual(outcomes.map(told), [
      ...['recorded', 'recorded', 'recorded', 'recorded'],
      ...['recorded', 'conflict', 'conflict', 'recorded', 'duplicate'],
      ...['conflict', 'recorded', 'recorded', 'conflict', 'not_found'],
    ]);
  });

  test('are the same when their log is derived again in the opposite order', async () => {
    const store = open();
    for (const command of [key('a'), key('b'), bind('a', 'biz_1'), revoke('a'), bind('b', 'biz_1'), revoke('a')]) {
      await commitGroup(store, [command]);
    }
    assert.equal(told((await commitGroup(store, [revoke('none')]))[0] ?? assert.fail()), 'not_found');
    const [a] = await store.find<ApiKeyRow>(apiKeys, 'key', ['w', 'a']);
    assert.deepEqual([a?.account, a?.revoked_at === null], ['biz_1', false]);
    const log: Command[] = [];
    for await (const command of readLog(store)) log.push(command);
    assert.equal(log.length, 5);
    const again = open();
    await replay([log.toReversed()], again);
    assert.deepEqual(await digestFacts(again), await digestFacts(store));
    for (const outcome of await commitGroup(again, log)) assert.equal(outcome.status, 'duplicate');
  });
});
