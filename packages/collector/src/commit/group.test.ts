import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command, LoggedCommand } from '../domain/command.ts';
import { commands, workspaces } from '../domain/schema.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { commitGroup } from './group.ts';

function workspace(id: string, change: object = {}): Command {
  return {
    kind: 'create_workspace',
    workspace_id: id,
    id: `command-${id}`,
    recorded_at: 1,
    workspace: { name: id, currency: 'EUR', is_test: false, twin_id: 't', secret: 's' },
    ...change,
  } as Command;
}

async function stored(store: Store): Promise<{ facts: string[]; log: string[] }> {
  const facts = await store.range<WorkspaceRow>(workspaces, 'key', [], { order: 'ascending' });
  const log = await store.range(commands, 'key', [], { order: 'ascending' });
  return { facts: facts.map(({ workspace_id }) => workspace_id), log: log.map(({ workspace_id }) => workspace_id) };
}

/** What no intake makes, and what a defect of one might. */
const BROKEN: [string, Command][] = [
  ['of a kind that no rule knows', workspace('bad', { kind: 'make_coffee' })],
  ['that is an event of no workspace', workspace('bad', { kind: 'record_event', workspace_id: undefined, body: {} })],
  [
    'whose rules throw',
    { kind: 'record_conversion', workspace_id: 'w', id: 'c', recorded_at: 1 } as unknown as Command,
  ],
  ['whose row breaks a constraint', workspace('bad', { recorded_at: null })],
  ['whose row cannot be bound', workspace('bad', { workspace: { name: { not: 'text' }, currency: 'EUR' } })],
];

describe('a group', () => {
  test('is answered in the order of its commands, logs what it records and only that', async () => {
    const store = createSqliteStore({ path: ':memory:', mode: 'write' });
    const outcomes = await commitGroup(store, [workspace('a'), workspace('b'), workspace('a')]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['recorded', 'recorded', 'duplicate'],
    );
    assert.deepEqual(await stored(store), { facts: ['a', 'b'], log: ['a', 'b'] });
    const [row] = await store.find(commands, 'key', ['a', 'command-a']);
    assert.deepEqual(row?.body, workspace('a') as LoggedCommand);
    assert.deepEqual(await commitGroup(store, []), []);
  });

  for (const [what, broken] of BROKEN) {
    test(`is not harmed by a command ${what}`, async () => {
      const store = createSqliteStore({ path: ':memory:', mode: 'write' });
      const outcomes = await commitGroup(store, [workspace('a'), broken, workspace('b'), workspace('a')]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['recorded', 'failed', 'recorded', 'duplicate'],
      );
      assert.deepEqual(await stored(store), { facts: ['a', 'b'], log: ['a', 'b'] });
      await store.close();
    });
  }
});
