import type { Cell, Table } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';

const PAGE = 1_000;

/** Every row of a table in order of its key, from behind a key on, a page at a time: few are held at once. */
export async function* readRows<Row extends object>(
  store: Reader,
  table: Table<Row>,
  behind?: readonly Cell[],
): AsyncGenerator<Row, undefined> {
  let after = behind;
  for (;;) {
    const rows = await store.range(table, 'key', [], { after, order: 'ascending', limit: PAGE });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = keyOf(table, last);
  }
}

/** A row's primary key. */
export function keyOf<Row extends object>(table: Table<Row>, row: Row): Cell[] {
  return table.key.map((column) => (row as Record<string, Cell>)[column] ?? null);
}
