import { type AnyTable, indexColumns } from '../domain/table.ts';
import type { Bounds } from './store.ts';

/** The columns that a read gives: all, or those that it asks for and those that put it in order. */
export function columnsRead(
  table: AnyTable,
  index: string,
  count: number,
  { columns, by }: Pick<Bounds, 'columns' | 'by'>,
): readonly string[] {
  if (!columns) return Object.keys(table.columns);
  return [...new Set([...columns, ...(by ?? indexColumns(table, index).slice(count))])];
}
