import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { directory } from '../../packages/collector/src/domain/schema.ts';
import { pendingMigrations, readMigrations } from '../../packages/collector/src/store/migrate.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import { testStore } from './store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'clickstitch-contract-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = () => {
  files += 1;
  return join(folder, `${files}.db`);
};

/** Columns and indexes as SQLite itself tells them. */
function describeTable(path: string, table: string): { columns: string[]; indexes: string[][] } {
  const database = new Sqlite(path, { readonly: true });
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
  const names = database.prepare('SELECT name FROM pragma_index_list(?)').pluck().all(table) as string[];
  const indexes = names.map(
    (name) => database.prepare('SELECT name FROM pragma_index_info(?)').pluck().all(name) as string[],
  );
  database.close();
  return { columns, indexes };
}

const path = newPath();
testStore({
  name: 'SQLite',
  open: async () => createSqliteStore({ path, mode: 'write' }),
  describe: async (_, table) => describeTable(path, table),
});

describe('SQLite', () => {
  test('syncs every commit to the disk, the first time and when it is opened again', async () => {
    const own = newPath();
    for (let time = 0; time < 2; time += 1) {
      // Opening asserts that synchronous is FULL after a write, and throws where it is not.
      const store = createSqliteStore({ path: own, mode: 'write' });
      await store.transaction((transaction) =>
        transaction.save(directory, [
          { kind: 'insert', row: { kind: 'key', hash: `h${time}`, workspace_id: 'w', ref_id: 'r' } },
        ]),
      );
      await store.close();
    }
    const database = new Sqlite(own);
    assert.equal(database.pragma('journal_mode', { simple: true }), 'wal');
    assert.equal(database.prepare('SELECT count(*) FROM directory').pluck().get(), 2);
    database.close();
  });

  test('a reader cannot write, and sees what a writer has committed', async () => {
    const own = newPath();
    const writer = createSqliteStore({ path: own, mode: 'write' });
    const reader = createSqliteStore({ path: own, mode: 'read' });
    const row = { kind: 'key', hash: 'h', workspace_id: 'w', ref_id: 'r' };
    await assert.rejects(
      reader.transaction((transaction) => transaction.save(directory, [{ kind: 'insert', row }])),
      /readonly/,
    );
    await writer.transaction((transaction) => transaction.save(directory, [{ kind: 'insert', row }]));
    assert.deepEqual(await reader.find(directory, 'key', ['key', 'h']), [row]);
    await reader.close();
    await writer.close();
  });
});

describe('migrations', () => {
  const known = readMigrations('sqlite');

  test('are numbered without a gap and name the oldest program', () => {
    assert.deepEqual(
      known.map(({ number }) => number),
      known.map((_, at) => at + 1),
    );
    assert.ok(known.every(({ number, oldest_program }) => oldest_program >= 1 && oldest_program <= number));
  });

  test('those that were applied are not applied again', () => {
    assert.deepEqual(pendingMigrations(known, known), []);
    assert.deepEqual(pendingMigrations(known, []), known);
  });

  test('one whose text has changed refuses to start', () => {
    const [first] = known;
    assert.ok(first);
    assert.throws(() => pendingMigrations(known, [{ ...first, checksum: 'another' }]), /applied with another text/);
  });

  test('a newer database refuses an older program, unless it allows it', () => {
    const newer = { number: 900, name: 'future', checksum: 'x', oldest_program: 900 };
    assert.throws(() => pendingMigrations(known, [...known, newer]), /this program is too old/);
    assert.deepEqual(pendingMigrations(known, [...known, { ...newer, oldest_program: 1 }]), []);
  });

  test('a file that was changed by hand is found out when the store is opened', async () => {
    const own = newPath();
    await createSqliteStore({ path: own, mode: 'write' }).close();
    const database = new Sqlite(own);
    database.exec("UPDATE schema_migration SET checksum = 'x' WHERE number = 1");
    database.close();
    assert.throws(() => createSqliteStore({ path: own, mode: 'write' }), /applied with another text/);
  });
});
