import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitGroup } from '../commit/group.ts';
import { digestFacts, readLog, replay } from '../commit/replay.ts';
import type { Command, SetTagSettings } from '../domain/command.ts';
import { tagSettings } from '../domain/schema.ts';
import type { TagSettingRow } from '../domain/tag-setting.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';

const open = () => createSqliteStore({ path: ':memory:', mode: 'write' });
const WORKSPACE = 'w';

/** `at`: when it arrived, which is not what decides. */
const set = (event: string, at: number, workspace_id = WORKSPACE): SetTagSettings => ({
  kind: 'set_tag_settings',
  ...{ workspace_id, id: `set-${event}`, recorded_at: at, sequence: null },
  settings: { goals: [{ event, url: '/thanks' }] },
});

async function settingsIn(store: ReturnType<typeof open>, workspace = WORKSPACE): Promise<TagSettingRow> {
  const [row] = await store.find<TagSettingRow>(tagSettings, 'key', [workspace]);
  return row ?? assert.fail('nothing is set');
}

describe('settings of the tag', () => {
  test('are those that were accepted last, each workspace’s own', async () => {
    const store = open();
    const [first, second, other] = await commitGroup(store, [set('a', 20), set('b', 10), set('c', 30, 'other')]);
    assert.deepEqual(
      [first, second, other].map((outcome) => outcome?.status === 'recorded' && outcome.tag_setting?.settings.goals),
      ['a', 'b', 'c'].map((event) => [{ event, url: '/thanks' }]),
      'each is answered with what it said itself, in one group too',
    );
    const { settings, sequence, updated_at } = await settingsIn(store);
    assert.equal(settings.goals[0]?.event, 'b', 'who came second, whatever the clock said');
    assert.deepEqual({ sequence, updated_at }, { sequence: 2, updated_at: 10 });
    assert.equal((await settingsIn(store, 'other')).settings.goals[0]?.event, 'c');
    assert.equal((await commitGroup(store, [set('a', 20)]))[0]?.status, 'duplicate');
    await store.close();
  });

  test('follow from their numbers, in whatever order the log is derived', async () => {
    const store = open();
    await commitGroup(store, [set('a', 1), set('b', 2)]);
    await commitGroup(store, [set('c', 3)]);
    const log: Command[] = [];
    for await (const command of readLog(store)) log.push(command);
    assert.deepEqual(log.map((command) => 'sequence' in command && command.sequence).sort(), [1, 2, 3]);
    for (const order of [log, log.toReversed(), [log[1], log[2], log[0]]]) {
      const replayed = open();
      await replay(
        order.map((command) => [command as Command]),
        replayed,
      );
      assert.deepEqual(await digestFacts(replayed), await digestFacts(store));
      await replayed.close();
    }
    await store.close();
  });
});
