import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command, CommandRow } from '../domain/command.ts';
import { commands, events } from '../domain/schema.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { catchUp, ForeignRowError, findPlace, LOG } from './catch-up.ts';
import { NotAcceptedError, readLog, replay } from './replay.ts';

const WORKSPACES = ['a', 'b', 'c'];
/** More than a page of the log, and no multiple of one. */
const VIEWS = 1_203;

const open = () => createSqliteStore({ path: ':memory:', mode: 'write' });

function view(workspace: string, number: number): Command {
  return {
    kind: 'record_event',
    workspace_id: workspace,
    id: `e${String(number).padStart(6, '0')}`,
    visitor_id: 'v',
    name: 'page_view',
    occurred_at: number,
    recorded_at: number,
    url: null,
    referrer: null,
    title: null,
    is_bot: false,
    body: null,
  };
}

function workspace(id: string): Command {
  const workspace = {
    name: id,
    currency: 'EUR',
    is_test: false,
    twin_id: 't',
    secret: 's',
  };
  return { kind: 'create_workspace', workspace_id: id, id: `command-${id}`, recorded_at: 1, workspace };
}

const LOGGED = WORKSPACES.flatMap((id) => [
  workspace(id),
  ...Array.from({ length: VIEWS }, (_, number) => view(id, number)),
]);

async function holding(commands: readonly Command[]): Promise<Store> {
  const store = open();
  await replay([commands], store);
  return store;
}

async function logOf(store: Store): Promise<Command[]> {
  const all: Command[] = [];
  for await (const command of readLog(store)) all.push(command);
  return all;
}

async function run(source: Store, target: Store) {
  const groups: number[] = [];
  let looked = 0;
  const place = await findPlace(source, target, () => {});
  await catchUp(
    source,
    target,
    place,
    () => {
      looked += 1;
    },
    (commands) => groups.push(commands),
  );
  return {
    place,
    looked,
    derived: groups.reduce((sum, commands) => sum + commands, 0),
    largest: Math.max(0, ...groups),
  };
}

describe('catching up with a log', () => {
  for (const [what, has] of [
    ['nothing', () => false],
    ['the beginning', (_, at) => at < 1_700],
    ['all', () => true],
    ['all but what came in between', (_, at) => at % 601 !== 300],
    ['every other one', (_, at) => at % 2 === 0],
    ['no event', (command) => command.kind !== 'record_event'],
    ['the end', (_, at) => at > 2_000],
  ] as [string, (command: Command, at: number) => boolean][]) {
    test(`takes what is missing and only that where there is ${what}`, async () => {
      const source = await holding(LOGGED);
      const there = LOGGED.filter(has);
      const target = await holding(there);
      const { place, looked, derived, largest } = await run(source, target);
      assert.equal(place.rows, there.length);
      assert.equal(derived, LOGGED.length - there.length);
      assert.equal(looked, LOGGED.length - place.before, 'what is whole is not looked at twice');
      assert.ok(largest <= 500);
      assert.deepEqual(await logOf(target), await logOf(source));
      for (const table of LOG) assert.equal(await target.count(table), await source.count(table));
    });
  }

  test('changes nothing where the target holds what the source does not, wherever that lies', async () => {
    const source = await holding(LOGGED);
    for (const foreign of [workspace('0'), workspace('z'), view('0', 1), view('b', 7_000), view('z', 1)]) {
      const target = await holding([workspace('a'), view('a', 3), foreign]);
      await assert.rejects(
        findPlace(source, target, () => {}),
        (error) => error instanceof ForeignRowError && error.message.includes(`${foreign.workspace_id} ${foreign.id}`),
      );
    }
  });

  test('changes nothing where the source holds a row of the target in other words by now, as after an erasure', async () => {
    const [source, target] = [await holding(LOGGED), await holding(LOGGED)];
    const event = { ...view('b', 700), title: 'Hello Jane' };
    const { kind: _, ...row } = event;
    await target.transaction((transaction) =>
      transaction.save([
        {
          table: events,
          changes: [
            { kind: 'delete', row },
            { kind: 'insert', row },
          ],
        },
      ]),
    );
    await assert.rejects(
      findPlace(source, target, () => {}),
      (error) => error instanceof ForeignRowError && error.message.includes(`b ${event.id}`),
    );
  });

  test('stops at a command that is not accepted again, names it, and goes on once it can be', async () => {
    const source = open();
    const key = {
      id: 'k',
      kind: 'secret',
      name: 'k',
      hash: 'h',
      hint: 'h',
      is_test: false,
      dialect: 'native',
      account: null,
      signing_secret: null,
      expires_at: null,
    } as const;
    const create: Command = {
      kind: 'create_key',
      workspace_id: 'a',
      id: '2',
      recorded_at: 2,
      key: { ...key, origins: [], scopes: [] },
    };
    await replay([[create]], source);
    const revoke = { kind: 'revoke_key', workspace_id: 'a', id: '1', recorded_at: 3, key_id: 'k' } as const;
    // As if it had been logged without saying that it was accepted.
    await source.transaction(({ save }) => {
      const { workspace_id, id, kind, recorded_at } = revoke;
      const row: CommandRow = { workspace_id, id, kind, recorded_at, body: revoke };
      return save([{ table: commands, changes: [{ kind: 'insert', row }] }]);
    });
    const target = open();
    await assert.rejects(run(source, target), (error) => {
      assert.ok(error instanceof NotAcceptedError);
      assert.match(error.message, /^revoke_key 1 of workspace a is not accepted again: There is no key k\.$/);
      return true;
    });
    assert.equal((await run(source, target)).derived, 1);
    const idsOf = async (store: Store) => (await logOf(store)).map(({ id }) => id);
    assert.deepEqual(await idsOf(target), await idsOf(source));
  });
});
