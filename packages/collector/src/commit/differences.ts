import { compareRows, type Table } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';
import { keyOf, readRows } from './read-rows.ts';
import { canonical } from './replay.ts';

/** A fact that two stores do not have in the same words. */
export interface Difference {
  key: string;
  /** Columns that differ; empty where only one of them has it. */
  columns: string[];
  /** Who has it. */
  in: 'both' | 'one' | 'other';
}

/** What two stores do not say alike of a table of facts, in order of key, versions aside. `onRow` hears of each row of the one. */
export async function* differencesOf(
  one: Reader,
  other: Reader,
  table: Table<object>,
  onRow: () => void,
): AsyncGenerator<Difference, undefined> {
  const [left, right] = [readRows<object>(one, table), readRows<object>(other, table)];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareRows(a.value, b.value, table.key);
    const row = (order <= 0 ? a.value : b.value) ?? {};
    const key = keyOf(table, row).slice(1).join(' ');
    if (order < 0) yield { key, columns: [], in: 'one' };
    if (order > 0) yield { key, columns: [], in: 'other' };
    if (order === 0 && a.value && b.value) {
      const columns = changedColumns(table, a.value, b.value);
      if (columns.length > 0) yield { key, columns, in: 'both' };
    }
    if (order <= 0) {
      onRow();
      a = await left.next();
    }
    if (order >= 0) b = await right.next();
  }
  return undefined;
}

type Cells = Readonly<Record<string, unknown>>;

function changedColumns(table: Table<object>, one: object, other: object): string[] {
  return Object.keys(table.columns).filter(
    (column) => column !== 'version' && canonical((one as Cells)[column]) !== canonical((other as Cells)[column]),
  );
}
