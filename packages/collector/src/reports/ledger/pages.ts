import type { Cell, Table } from '../../domain/table.ts';
import type { Walk } from './step.ts';

const PAGE = 500;

/** The rows of a workspace in order of key, a page at a time: few are held at once. `columns` leaves out all others. */
export async function* pagesOf<Row extends object>(
  { reader, workspace_id, onRow }: Walk,
  table: Table<Row>,
  columns?: readonly (keyof Row & string)[],
): AsyncGenerator<Row[], undefined> {
  const own = table.key.slice(1);
  for (let last: Row | undefined; ; ) {
    const after = last && own.map((column) => (last as Record<string, Cell>)[column] ?? null);
    const rows: Row[] = await reader.range<Row>(table, 'key', [workspace_id], {
      ...{ after, columns, order: 'ascending', limit: PAGE },
    });
    for (const _ of rows) onRow();
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
  }
}
