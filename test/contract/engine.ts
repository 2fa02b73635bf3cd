import assert from 'node:assert/strict';
import type { AnyTable, Table } from '../../packages/collector/src/domain/table.ts';
import type { Change, Store } from '../../packages/collector/src/store/store.ts';
import { cellsOf, type Row } from './sample-rows.ts';

/** An engine as the contract asks it. */
export interface Engine {
  /** An empty, migrated store; the contract closes it. */
  open(): Promise<Store>;
  /** What a table is like in the database that `open` makes. */
  describe(table: string): Promise<RealTable>;
}

export interface RealTable {
  columns: string[];
  /** Columns of each index, the primary key's included. */
  indexes: { columns: string[]; is_unique: boolean }[];
}

export async function withStore(engine: Engine, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await engine.open();
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

export function inserts(rows: readonly object[]): Change[] {
  return rows.map((row) => ({ kind: 'insert', row }));
}

/** Deletes of rows as they were read. */
export function deletes(rows: readonly object[]): Change[] {
  return rows.map((row) => ({ kind: 'delete', row }));
}

/** A change of `columns` of a row that is known to have `version`. */
export function update(row: object, columns: readonly string[], version: number): Change {
  return { kind: 'update', row, before: row, columns, version, deltas: {} };
}

/** Saves changes of a table, those of each workspace in a transaction of its own. */
export async function save(store: Store, table: AnyTable, changes: readonly Change[]): Promise<void> {
  const workspaceOf = ({ row }: Change) => String((row as Row)['workspace_id']);
  for (const ofOne of Map.groupBy(changes, workspaceOf).values()) {
    await store.transaction((transaction) => transaction.save([{ table, changes: ofOne }]));
  }
}

export function allRows<Row extends object>(store: Store, table: Table<Row>): Promise<Row[]> {
  return store.range(table, 'key', [], { order: 'ascending' });
}

/** Compares rows as sets, by their keys. */
export function assertSameRows(table: AnyTable, actual: readonly object[], expected: readonly object[]): void {
  const byKey = (rows: readonly object[]) => {
    const keyed = rows.map((row) => [JSON.stringify(cellsOf(row as Row, table.key)), row] as const);
    return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  assert.equal(actual.length, expected.length);
  assert.deepEqual(byKey(actual), byKey(expected));
}
