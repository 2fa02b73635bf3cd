import { schema } from '../../domain/schema.ts';
import { type AnyTable, type Cell, compareRows } from '../../domain/table.ts';
import { type Change, StaleRowError, type TableChanges, UnwritableError } from '../store.ts';
import { encodeArray } from './binary-array.ts';
import type { Connection } from './connection.ts';
import { isTaken } from './failures.ts';
import { columnOf, deleteSql, insertSql, keyAndVersion, updateSql } from './statements.ts';

type Update = Change & { kind: 'update' };

const PLACES = new Map(schema.map((table, place) => [table.name, place]));

/**
 * Writes changes with one statement per table and kind, or per set of columns that change, in one flight. Tables and rows
 * come in the same order for every writer, so that two who insert the same rows wait for each other in one direction only.
 * Throws `StaleRowError`; for a key that is taken, `UnwritableError` where nobody else can have taken it.
 */
export async function saveChanges(
  connection: Connection,
  changes: readonly TableChanges[],
  isAlone: boolean,
): Promise<void> {
  const ordered = [...changes].sort((a, b) => placeOf(a.table) - placeOf(b.table));
  await Promise.all(
    ordered.flatMap(({ table, changes: ofTable }) => [
      ...rowsOf(ofTable, table, 'delete').map(async (rows) => {
        const { count } = await connection.query(deleteSql(table), arraysOf(table, keyAndVersion(table), rows));
        if (count < rows.length) throw new StaleRowError(table.name);
      }),
      ...rowsOf(ofTable, table, 'insert').map(async (rows) => {
        try {
          await connection.query(insertSql(table), arraysOf(table, Object.keys(table.columns), rows));
        } catch (error) {
          if (!isTaken(error)) throw error;
          throw isAlone ? new UnwritableError(`a key of ${table.name} is taken`, error) : new StaleRowError(table.name);
        }
      }),
      ...batchesOf(ofTable, table).map(async (batch) => {
        const { count } = await connection.query(...updateOf(table, batch));
        if (count < batch.length) throw new StaleRowError(table.name);
      }),
    ]),
  );
}

function placeOf({ name }: AnyTable): number {
  return PLACES.get(name) ?? PLACES.size;
}

/** The rows to insert or to delete in order of their keys, all at once; none where there are none. */
function rowsOf(changes: readonly Change[], table: AnyTable, kind: 'insert' | 'delete'): object[][] {
  const rows = changes.flatMap((change) => (change.kind === kind ? [change.row] : []));
  return rows.length === 0 ? [] : [rows.sort((a, b) => compareRows(a, b, table.key))];
}

/** Updates of the same columns of different rows; a row that changes twice comes again in a later batch. */
function batchesOf(changes: readonly Change[], table: AnyTable): Update[][] {
  const batches: { shape: string; keys: Set<string>; updates: Update[] }[] = [];
  for (const change of changes) {
    if (change.kind !== 'update') continue;
    const shape = JSON.stringify([change.columns, Object.keys(change.deltas)]);
    const key = JSON.stringify(table.key.map((column) => (change.row as Record<string, Cell>)[column]));
    const latest = batches.findLastIndex((batch) => batch.keys.has(key));
    let batch = batches.find((other, at) => at > latest && other.shape === shape);
    if (!batch) {
      batch = { shape, keys: new Set(), updates: [] };
      batches.push(batch);
    }
    batch.keys.add(key);
    batch.updates.push(change);
  }
  return batches.map(({ updates }) => updates.sort((a, b) => compareRows(a.row, b.row, table.key)));
}

function updateOf(table: AnyTable, batch: readonly Update[]): [string, Buffer[]] {
  const [{ columns, deltas } = { columns: [], deltas: {} }] = batch;
  const added = Object.keys(deltas);
  const rows = batch.map(({ row }) => row);
  const versions = 'version' in table.columns ? [batch.map(({ version }) => version)] : [];
  return [
    updateSql(table, columns, added),
    [
      ...arraysOf(table, columns, rows),
      ...added.map((column) =>
        encodeArray(
          'integer',
          batch.map((change) => change.deltas[column]),
        ),
      ),
      ...arraysOf(table, table.key, rows),
      ...versions.map((values) => encodeArray('integer', values)),
    ],
  ];
}

function arraysOf(table: AnyTable, columns: readonly string[], rows: readonly object[]): Buffer[] {
  return columns.map((name) =>
    encodeArray(
      columnOf(table, name).type,
      rows.map((row) => (row as Record<string, unknown>)[name]),
    ),
  );
}
