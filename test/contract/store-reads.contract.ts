import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Cell,
  type ColumnType,
  type Index,
  indexColumns,
  type Table,
} from '../../packages/collector/src/domain/table.ts';
import type { Bounds, Store } from '../../packages/collector/src/store/store.ts';
import { assertSameRows, type Engine, inserts, save, withStore } from './engine.ts';
import { cellsOf, compareCells, crowdedRows, type Row, sparseRows, variedRows } from './sample-rows.ts';

/** Values that no row has; of booleans there are none to spare. */
const NOBODYS: Readonly<Partial<Record<ColumnType, Cell>>> = { text: 'nobody has it', integer: 987_654_321 };

/** What a store must give back of one table. */
export function testReads(engine: Engine, table: Table<Row>): void {
  test(`${table.name}: has the columns of its descriptor and no others, its key and its indexes`, async () => {
    const real = await engine.describe(table.name);
    assert.deepEqual(real.columns.sort(), Object.keys(table.columns).sort());
    const indexes: Index[] = [{ columns: table.key, unique: true }, ...Object.values(table.indexes)];
    for (const { columns, carries = [], unique } of indexes) {
      const held = JSON.stringify([...columns, ...carries]);
      const same = real.indexes.find((index) => JSON.stringify(index.columns) === held);
      assert.equal(same?.is_unique, unique ?? false, `an index on ${columns.join(', ')}`);
    }
  });

  test(`${table.name}: gives rows back as they were, with every type of column`, () =>
    withStore(engine, async (store) => {
      const rows = [...variedRows(table), ...sparseRows(table)];
      await save(store, table, inserts(rows));
      for (const row of rows) {
        assert.deepEqual(await store.find(table, 'key', cellsOf(row, table.key)), [row]);
      }
    }));

  test(`${table.name}: finds by each index and each of its prefixes`, () =>
    withStore(engine, async (store) => {
      const rows = crowdedRows(table, 60);
      await save(store, table, inserts(rows));
      assertSameRows(table, await store.find(table, 'key', []), rows);
      for (const [index, prefix] of prefixesOf(table)) {
        for (const row of rows.slice(0, 15)) {
          const values = cellsOf(row, prefix);
          // As in SQL, null equals nothing: what is not there is not found.
          const found = values.includes(null) ? [] : below(rows, prefix, values);
          assertSameRows(table, await store.find(table, index, values), found);
          const nobodys = NOBODYS[table.columns[prefix.at(-1) ?? '']?.type ?? 'text'];
          if (nobodys === undefined) continue;
          assert.deepEqual(await store.find(table, index, [...values.slice(0, -1), nobodys]), []);
        }
      }
    }));

  test(`${table.name}: ranges over each index in both orders, within bounds, behind a row and up to a limit`, () =>
    withStore(engine, async (store) => {
      const rows = crowdedRows(table, 60);
      await save(store, table, inserts(rows));
      assert.deepEqual(await store.range(table, 'key', ['nobody has it'], { order: 'ascending' }), []);
      for (const [index, prefix] of [['key', []] as const, ...prefixesOf(table)]) {
        const rest = indexColumns(table, index).slice(prefix.length);
        if (rest.length === 0) continue;
        for (const row of rows.slice(0, 6)) {
          const values = cellsOf(row, prefix);
          if (values.includes(null)) continue;
          await assertRanges(store, table, { index, values, rest }, below(rows, prefix, values));
        }
      }
    }));

  test(`${table.name}: narrows a range, puts it in another order, leaves out its beginning, and counts it`, () =>
    withStore(engine, async (store) => {
      const rows = crowdedRows(table, 60);
      await save(store, table, inserts(rows));
      for (const [index, prefix] of prefixesOf(table)) {
        const columns = indexColumns(table, index);
        const rest = columns.slice(prefix.length);
        for (const row of rows.slice(0, 3)) {
          const values = cellsOf(row, prefix);
          if (values.includes(null)) continue;
          const there = below(rows, prefix, values).filter((one) => !cellsOf(one, rest).includes(null));
          await assertNarrowed(store, table, { index, values, rest }, there, row);
        }
      }
    }));
}

/** Compares what further columns leave of a place of an index with what the rows that lie there say. */
async function assertNarrowed(store: Store, table: Table<Row>, place: Place, there: readonly Row[], like: Row) {
  const { index, values, rest: present } = place;
  const others = Object.keys(table.columns).filter(
    (column) => table.columns[column]?.type !== 'json' && !indexColumns(table, index).includes(column),
  );
  for (const column of others.slice(0, 3)) {
    const where = { [column]: like[column] as Cell };
    const left = there.filter((row) => row[column] === like[column]);
    const within = { where, present };
    assertSameRows(table, await store.range(table, index, values, { ...within, order: 'ascending' }), left);
    assert.equal(await store.tally(table, index, values, within, 1_000), left.length);
    assert.equal(await store.tally(table, index, values, within, 1), Math.min(1, left.length));
  }
  assert.equal(await store.tally(table, index, values, { present }, 1_000), there.length);
  for (const order of ['ascending', 'descending'] as const) {
    const by = table.key;
    const sign = order === 'ascending' ? 1 : -1;
    const sorted = there.toSorted((a, b) => sign * compareCells(cellsOf(a, by), cellsOf(b, by)));
    const bounds = { present, by, order, limit: 3 };
    assert.deepEqual(await store.range(table, index, values, bounds), sorted.slice(0, 3));
    assert.deepEqual(await store.range(table, index, values, { ...bounds, offset: 2 }), sorted.slice(2, 5));
    const narrow = sorted
      .slice(0, 3)
      .map((row) => Object.fromEntries([...others.slice(0, 2), ...by].map((name) => [name, row[name]])));
    assert.deepEqual(await store.range(table, index, values, { ...bounds, columns: others.slice(0, 2) }), narrow);
    const last = sorted[1];
    if (!last) continue;
    assert.deepEqual(
      await store.range(table, index, values, { ...bounds, after: cellsOf(last, by) }),
      sorted.slice(2, 5),
    );
  }
}

interface Place {
  index: string;
  values: Cell[];
  /** Columns of the index after the prefix. */
  rest: readonly string[];
}

/** Compares ranges at a place of an index with what the rows that lie there say. */
async function assertRanges(store: Store, table: Table<Row>, place: Place, there: readonly Row[]): Promise<void> {
  const { index, values, rest } = place;
  assertSameRows(table, await store.range(table, index, values, { order: 'ascending' }), there);

  if (there.some((row) => cellsOf(row, rest).includes(null))) {
    // Where nulls lie in an order is the engine's own affair; a bound leaves them out.
    const first = rest[0] ?? '';
    for (const row of there.filter((row) => row[first] !== null)) {
      const found = await store.range(table, index, values, { from: cellsOf(row, [first]), order: 'descending' });
      assert.ok(found.length > 0 && found.every((other) => other[first] !== null));
    }
    return;
  }
  const ascending = [...there].sort((a, b) => compareCells(cellsOf(a, rest), cellsOf(b, rest)));
  for (const bounds of boundsAmong(ascending, rest)) {
    const actual = await store.range(table, index, values, bounds);
    // Rows that tie in every column of the index may come in either order.
    const placesOf = (rows: readonly Row[]) => rows.map((row) => cellsOf(row, rest));
    assert.deepEqual(placesOf(actual), placesOf(within(ascending, rest, bounds)), JSON.stringify({ ...place, bounds }));
  }
}

function boundsAmong(ascending: readonly Row[], columns: readonly string[]): Bounds[] {
  const [lowest, low] = ascending;
  const [high] = ascending.slice(-2);
  if (!lowest || !low || !high) return [{ order: 'ascending' }, { order: 'descending', limit: 1 }];
  const orders = ['ascending', 'descending'] as const;
  return orders.flatMap((order) => {
    const after = cellsOf(order === 'ascending' ? low : high, columns);
    const plain: Bounds[] = [{ order }, { order, limit: 0 }, { order, after }, { order, after, limit: 2 }];
    const lengths = [...new Set([1, columns.length])];
    const bounded = lengths.flatMap((length): Bounds[] => {
      const [from, to] = [low, high].map((row) => cellsOf(row, columns.slice(0, length)));
      const first = cellsOf(lowest, columns.slice(0, length));
      return [
        ...[
          { order, from },
          { order, to },
          { order, from, to },
          { order, from: to, to: from },
        ],
        ...[
          { order, from, to, after },
          { order, from: first, to: first },
          { order, from: first, limit: 3 },
        ],
      ];
    });
    return [...plain, ...bounded];
  });
}

function within(ascending: readonly Row[], columns: readonly string[], bounds: Bounds): Row[] {
  const { from, to, after, order, limit } = bounds;
  const sign = order === 'ascending' ? 1 : -1;
  const compare = (row: Row, bound: readonly Cell[]) =>
    compareCells(cellsOf(row, columns).slice(0, bound.length), bound);
  const kept = ascending.filter(
    (row) =>
      (!from || compare(row, from) >= 0) &&
      (!to || compare(row, to) <= 0) &&
      (!after || sign * compare(row, after) > 0),
  );
  return (order === 'ascending' ? kept : kept.reverse()).slice(0, limit);
}

function below(rows: readonly Row[], prefix: readonly string[], values: readonly Cell[]): Row[] {
  return rows.filter((row) => cellsOf(row, prefix).every((cell, at) => cell === values[at]));
}

/** Each index of a table, with each of its prefixes from one column to all. */
function prefixesOf(table: Table<Row>): (readonly [string, readonly string[]])[] {
  return ['key', ...Object.keys(table.indexes)].flatMap((index) => {
    const columns = indexColumns(table, index);
    return columns.map((_, at) => [index, columns.slice(0, at + 1)] as const);
  });
}
