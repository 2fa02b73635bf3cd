import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  apiKeys,
  commands,
  conversions,
  directory,
  receipts,
  schema,
  touches,
} from '../../packages/collector/src/domain/schema.ts';
import type { AnyTable, Cell, Column } from '../../packages/collector/src/domain/table.ts';
import { type Bounds, type Change, StaleRowError, type Store } from '../../packages/collector/src/store/store.ts';

/**
 * What every engine must do, case for case the same. An engine plugs itself in with a function that opens an empty,
 * migrated store, and one that tells the columns and indexes that its database really has.
 */
export interface Engine {
  name: string;
  open(): Promise<Store>;
  /** Names of a table's columns, and of the columns of each of its indexes and its primary key. */
  describe(store: Store, table: string): Promise<{ columns: string[]; indexes: string[][] }>;
}

type Row = Record<string, unknown>;

/** A row with something in every column; `seed` makes its key and order. */
function makeRow(table: AnyTable, seed: number, change: Row = {}): Row {
  const row = Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => [name, makeCell(name, column, seed)]),
  );
  return { ...row, ...('version' in table.columns ? { version: 1 } : {}), ...change };
}

function makeCell(name: string, column: Column, seed: number): unknown {
  if (column.type === 'json') return { list: [1, 'two', null, { three: 3.5 }], text: `ü😀\n"'\\ ${seed}`, empty: {} };
  if (column.type === 'boolean') return seed % 2 === 0;
  if (column.type === 'integer') return seed;
  return `${name}-${String(seed).padStart(4, '0')}`;
}

const insert = (row: object): Change => ({ kind: 'insert', row });
const keyOf = (table: AnyTable, row: Row) => table.key.map((column) => row[column] as Cell);

export function testStore(engine: Engine): void {
  describe(`the store on ${engine.name}`, () => {
    let store: Store;
    before(async () => {
      store = await engine.open();
    });
    after(() => store.close());

    const save = (table: AnyTable, ...changes: Change[]) =>
      store.transaction((transaction) => transaction.save(table, changes));
    const range = (table: AnyTable, index: string, prefix: readonly Cell[], bounds: Bounds) =>
      store.range<Row>(table, index, prefix, bounds);
    const find = (table: AnyTable, index: string, values: readonly Cell[]) => store.find<Row>(table, index, values);

    for (const table of schema as readonly AnyTable[]) {
      test(`${table.name}: the database has the descriptor’s columns, key and indexes`, async () => {
        const real = await engine.describe(store, table.name);
        assert.deepEqual(real.columns.toSorted(), Object.keys(table.columns).toSorted());
        for (const wanted of [table.key, ...Object.values(table.indexes).map(({ columns }) => columns)]) {
          assert.ok(
            real.indexes.some((columns) => wanted.every((column, at) => columns[at] === column)),
            `no index on ${wanted.join(', ')}`,
          );
        }
      });

      test(`${table.name}: a row comes back as it was saved, by its key and by each index and prefix`, async () => {
        const row = makeRow(table, 1);
        await save(table, insert(row));
        assert.deepEqual((await find(table, 'key', keyOf(table, row)))[0], row);
        for (const [index, { columns }] of Object.entries({ key: { columns: table.key }, ...table.indexes })) {
          for (let count = 1; count <= columns.length; count += 1) {
            const values = columns.slice(0, count).map((column) => row[column] as Cell);
            assert.ok(
              (await find(table, index, values)).some(
                (found) => found[table.key.at(-1) ?? ''] === row[table.key.at(-1) ?? ''],
              ),
            );
          }
        }
      });

      test(`${table.name}: the same key again is refused, and nothing of that save stays`, async () => {
        const other = makeRow(table, 2);
        await assert.rejects(save(table, insert(other), insert(makeRow(table, 1))));
        assert.deepEqual(await find(table, 'key', keyOf(table, other)), []);
      });
    }

    test('nulls, empty text, text of every kind and the largest integers come back', async () => {
      const row = makeRow(conversions, 10, {
        order_id: null,
        url: '',
        name: 'Ünï “code” \u2028 😀 %_\\',
        amount_minor: Number.MAX_SAFE_INTEGER,
        metadata: null,
        raw: { deep: { er: [null, true, -0.5, 'x'] } },
      });
      await save(conversions, insert(row));
      assert.deepEqual((await find(conversions, 'key', keyOf(conversions, row)))[0], row);
    });

    test('a range goes by the index, both ways, within its bounds, behind a row, and no further than its limit', async () => {
      // Ten rows, two for each of five times.
      const rows = Array.from({ length: 10 }, (_, at) =>
        makeRow(conversions, 100 + at, { workspace_id: 'range', occurred_at: Math.floor(at / 2) }),
      );
      await save(conversions, ...rows.toReversed().map(insert));
      const ids = async (bounds: Bounds, prefix: Cell[] = ['range']) =>
        (await range(conversions, 'time', prefix, bounds)).map(({ id }) => rows.findIndex((row) => row['id'] === id));

      const ascending = { order: 'ascending' as const };
      const descending = { order: 'descending' as const };
      assert.deepEqual(await ids(ascending), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      assert.deepEqual(await ids({ ...descending, limit: 3 }), [9, 8, 7]);
      assert.deepEqual(await ids({ ...ascending, from: [1], to: [2] }), [2, 3, 4, 5]);
      assert.deepEqual(await ids({ ...descending, from: [1], to: [2], limit: 2 }), [5, 4]);
      const place = (at: number) => [rows[at]?.['occurred_at'] as Cell, rows[at]?.['id'] as Cell];
      assert.deepEqual(await ids({ ...descending, after: place(5) }), [4, 3, 2, 1, 0]);
      assert.deepEqual(await ids({ ...ascending, after: place(6), to: [3] }), [7]);
      assert.deepEqual(await ids({ ...ascending, from: [2], limit: 0 }), []);
      assert.deepEqual(await ids(ascending, ['range', 3]), [6, 7]);
      assert.deepEqual(await ids(ascending, ['nowhere']), []);
    });

    test('rows without a value are not found by one, and do not disturb a range', async () => {
      const some = makeRow(touches, 200, { workspace_id: 'nulls', visitor_id: 'v' });
      const none = makeRow(touches, 201, { workspace_id: 'nulls', visitor_id: null });
      await save(touches, insert(some), insert(none));
      assert.deepEqual(
        (await find(touches, 'visitor', ['nulls', 'v'])).map(({ id }) => id),
        [some['id']],
      );
      const all = await range(touches, 'key', ['nulls'], { order: 'ascending' });
      assert.equal(all.length, 2);
    });

    test('an update writes its columns, raises the version and leaves the rest', async () => {
      const row = makeRow(apiKeys, 300);
      await save(apiKeys, insert(row));
      const changed = { ...row, revoked_at: 7, name: 'not written' };
      await save(apiKeys, { kind: 'update', row: changed, columns: ['revoked_at'], version: 1, deltas: {} });
      const [found] = await find(apiKeys, 'key', keyOf(apiKeys, row));
      assert.deepEqual(found, { ...row, revoked_at: 7, version: 2 });
    });

    test('an update of a row that changed meanwhile is refused, and nothing of that transaction stays', async () => {
      const row = makeRow(apiKeys, 301);
      const beside = makeRow(directory, 301);
      await save(apiKeys, insert(row));
      const stale: Change = {
        kind: 'update',
        row: { ...row, revoked_at: 9 },
        columns: ['revoked_at'],
        version: 5,
        deltas: {},
      };
      await assert.rejects(
        store.transaction(async (transaction) => {
          await transaction.save(directory, [insert(beside)]);
          await transaction.save(apiKeys, [stale]);
        }),
        StaleRowError,
      );
      assert.deepEqual(await find(directory, 'key', keyOf(directory, beside)), []);
      assert.equal((await find(apiKeys, 'key', keyOf(apiKeys, row)))[0]?.['revoked_at'], row['revoked_at']);
    });

    test('what is added is added to what is there', async () => {
      const row = makeRow(receipts, 400, { replays: 2 });
      await save(receipts, insert(row));
      const add = (amount: number): Change => ({
        kind: 'update',
        row,
        columns: [],
        version: 0,
        deltas: { replays: amount },
      });
      await save(receipts, add(1), add(3));
      assert.equal((await find(receipts, 'key', keyOf(receipts, row)))[0]?.['replays'], 6);
    });

    test('a transaction sees its own writes, and takes them back when it fails', async () => {
      const row = makeRow(directory, 500);
      await assert.rejects(
        store.transaction(async (transaction) => {
          await transaction.save(directory, [insert(row)]);
          assert.equal((await transaction.find(directory, 'key', keyOf(directory, row))).length, 1);
          throw new Error('changed its mind');
        }),
        /changed its mind/,
      );
      assert.deepEqual(await find(directory, 'key', keyOf(directory, row)), []);
      await save(directory, insert(row));
    });

    test('a savepoint that fails takes back its own writes alone', async () => {
      const [first, second, third] = [600, 601, 602].map((seed) => makeRow(commands, seed)) as [Row, Row, Row];
      await store.transaction(async (transaction) => {
        await transaction.savepoint(() => transaction.save(commands, [insert(first)]));
        await assert.rejects(
          transaction.savepoint(async () => {
            await transaction.save(commands, [insert(second)]);
            await transaction.save(commands, [insert(first)]);
          }),
        );
        await transaction.savepoint(() => transaction.save(commands, [insert(third)]));
      });
      const there = await Promise.all([first, second, third].map((row) => find(commands, 'key', keyOf(commands, row))));
      assert.deepEqual(
        there.map(({ length }) => length),
        [1, 0, 1],
      );
    });
  });
}
