import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import type { Command } from '../../packages/collector/src/domain/command.ts';
import { workspaces } from '../../packages/collector/src/domain/schema.ts';
import type { WorkspaceRow } from '../../packages/collector/src/domain/workspace.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import { allRows, inserts, type RealTable, save } from './engine.ts';
import { testStore } from './store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'clickstitch-contract-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function newFile(): string {
  files += 1;
  return join(folder, `store-${files}.db`);
}

function open(path: string) {
  return createSqliteStore({ path, mode: 'write' });
}

/** Asks the file itself, beside the store. */
function ask<T>(path: string, question: (database: Database.Database) => T): T {
  const database = new Database(path);
  try {
    return question(database);
  } finally {
    database.close();
  }
}

/** The table as SQLite itself tells it. */
async function describeTable(table: string): Promise<RealTable> {
  const path = newFile();
  await open(path).close();
  return ask(path, (database) => {
    const names = (sql: string, of: string) => database.prepare(sql).pluck().all(of) as string[];
    const indexes = database.prepare('SELECT name, "unique" FROM pragma_index_list(?)').all(table);
    return {
      columns: names('SELECT name FROM pragma_table_info(?)', table),
      indexes: (indexes as { name: string; unique: number }[]).map(({ name, unique }) => ({
        columns: names('SELECT name FROM pragma_index_info(?) ORDER BY seqno', name),
        is_unique: unique === 1,
      })),
    };
  });
}

testStore('SQLite in a file', { open: async () => open(newFile()), describe: describeTable });
testStore('SQLite in memory', { open: async () => open(':memory:'), describe: describeTable });

const NORMAL = 1;
const FULL = 2;

describe('SQLite alone', () => {
  const workspace: WorkspaceRow = {
    workspace_id: 'w',
    name: 'Shop',
    currency: 'EUR',
    is_test: false,
    twin_id: 't',
    secret: 's',
    created_at: 1,
  };

  test('what was committed is there after the file is opened again, and a second open changes nothing', async () => {
    const path = newFile();
    const first = open(path);
    await save(first, workspaces, inserts([workspace]));
    await first.close();
    const migrations = ask(path, (database) => database.prepare('SELECT * FROM schema_migration').all());
    const second = open(path);
    assert.deepEqual(await allRows(second, workspaces), [workspace]);
    await second.close();
    assert.deepEqual(
      ask(path, (database) => database.prepare('SELECT * FROM schema_migration').all()),
      migrations,
    );
    assert.ok(migrations.length > 0);
  });

  test('a writer and a reader may have the file open at once; the reader cannot write', async () => {
    const path = newFile();
    const writer = open(path);
    const reader = createSqliteStore({ path, mode: 'read' });
    await save(writer, workspaces, inserts([workspace]));
    assert.deepEqual(await allRows(reader, workspaces), [workspace]);
    await assert.rejects(save(reader, workspaces, inserts([{ ...workspace, workspace_id: 'x' }])), /readonly/);
    await reader.close();
    await writer.close();
  });

  /** A store with its own connection, caught as it sets its pragmas. */
  function openWithConnection(t: TestContext, path: string) {
    const connections = new Set<Database.Database>();
    const { pragma } = Database.prototype;
    const caught = t.mock.method(Database.prototype, 'pragma', function (this: Database.Database, ...given: [string]) {
      connections.add(this);
      return pragma.apply(this, given);
    });
    const store = open(path);
    caught.mock.restore();
    const [connection, ...others] = connections;
    if (!connection || others.length > 0) throw new Error('a store has one connection');
    return { store, connection };
  }

  test('every commit is synced to the disk: WAL and synchronous=FULL hold after a write, and on every open', async (t) => {
    const path = newFile();
    for (const id of ['first', 'second']) {
      const { store, connection } = openWithConnection(t, path);
      await save(store, workspaces, inserts([{ ...workspace, workspace_id: id }]));
      assert.equal(connection.pragma('journal_mode', { simple: true }), 'wal');
      assert.equal(connection.pragma('synchronous', { simple: true }), FULL);
      await store.close();
    }
    // What the library does when it is left alone, or this test would prove nothing.
    ask(path, (database) => {
      database.exec('CREATE TABLE probe (at integer)');
      assert.equal(database.pragma('synchronous', { simple: true }), NORMAL);
    });
  });

  test('a group that finds the disk full is rejected whole, keeps nothing, and may be sent again', async (t) => {
    const { store, connection } = openWithConnection(t, newFile());
    const { workspace_id, created_at, ...facts } = workspace;
    const command = (id: string, name: string): Command => ({
      ...{ kind: 'create_workspace', workspace_id: id, id: `command-${id}`, recorded_at: created_at },
      workspace: { ...facts, name },
    });
    const group = [command(workspace_id, 'small'), command('large', 'x'.repeat(1_000_000))];
    connection.pragma(`max_page_count = ${Number(connection.pragma('page_count', { simple: true })) + 20}`);
    await assert.rejects(commitGroup(store, group), /full/);
    assert.deepEqual(await allRows(store, workspaces), []);
    connection.pragma('max_page_count = 1000000');
    const outcomes = await commitGroup(store, group);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['recorded', 'recorded'],
    );
    await store.close();
  });

  test('a file whose migration had another text is refused', async () => {
    const path = newFile();
    await open(path).close();
    ask(path, (database) => database.exec(`UPDATE schema_migration SET checksum = 'other' WHERE number = 1`));
    assert.throws(() => open(path), /migration 1 .* was applied with another text/);
  });

  test('a newer database refuses this program unless it says that so old a one may run beside it', async () => {
    const path = newFile();
    await open(path).close();
    const add = (oldest: number) =>
      ask(path, (database) => {
        database.exec('DELETE FROM schema_migration WHERE number = 9999');
        database.exec(`INSERT INTO schema_migration VALUES (9999, 'later', 'x', ${oldest}, 0)`);
      });
    add(9_999);
    assert.throws(() => open(path), /newer version .*migration 9999, later.* update it/);
    add(1);
    await open(path).close();
  });
});
