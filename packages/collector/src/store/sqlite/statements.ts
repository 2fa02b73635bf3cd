import { type AnyTable, type Cell, type Column, indexColumns } from '../../domain/table.ts';
import type { Bounds } from '../store.ts';

/** SQL text for a table's reads and writes, made from its descriptor. Names are ours, values are always bound. */

export function selectSql(table: AnyTable, index: string, count: number): string {
  return rangeFrom(table, index, count, { order: 'ascending' });
}

/** So many rows are sorted here rather than by SQLite. */
export const FEW = 64;

/** The rows of a range in no order, and one more than a few at most. */
export function fewSql(table: AnyTable, index: string, count: number, bounds: Bounds): string {
  return `${rangeFrom(table, index, count, bounds)} LIMIT ${FEW + 1}`;
}

/** A range's text, which depends on which bounds there are and not on their values. */
export function rangeSql(table: AnyTable, index: string, count: number, bounds: Bounds): string {
  const direction = bounds.order === 'ascending' ? 'ASC' : 'DESC';
  const rest = indexColumns(table, index).slice(count);
  const order = rest.length > 0 ? ` ORDER BY ${rest.map((column) => `"${column}" ${direction}`).join(', ')}` : '';
  return `${rangeFrom(table, index, count, bounds)}${order}${bounds.limit === undefined ? '' : ' LIMIT ?'}`;
}

function rangeFrom(table: AnyTable, index: string, count: number, bounds: Bounds): string {
  const columns = indexColumns(table, index);
  const conditions = columns.slice(0, count).map((column) => `"${column}" = ?`);
  const bound = (operator: string, tuple: readonly Cell[] | undefined) => {
    if (!tuple) return;
    const names = columns.slice(count, count + tuple.length).map((column) => `"${column}"`);
    conditions.push(`(${names.join(', ')}) ${operator} (${names.map(() => '?').join(', ')})`);
  };
  bound('>=', bounds.from);
  bound('<=', bounds.to);
  bound(bounds.order === 'ascending' ? '>' : '<', bounds.after);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `SELECT ${columnList(table)} FROM "${table.name}"${where}`;
}

/** Everything that a range's text depends on beside the table and the index. */
export function rangeShape(count: number, { from, to, after, order, limit }: Bounds): number {
  const length = (tuple: readonly Cell[] | undefined) => tuple?.length ?? 0;
  const bounds = (length(from) * 8 + length(to)) * 8 + length(after);
  return ((bounds * 16 + count) * 2 + Number(order === 'ascending')) * 2 + Number(limit === undefined);
}

/** The values of a range, in the order of its text. */
export function rangeValues(prefix: readonly Cell[], { from, to, after, limit }: Bounds): Cell[] {
  return [...prefix, ...(from ?? []), ...(to ?? []), ...(after ?? []), ...(limit === undefined ? [] : [limit])];
}

export function insertSql(table: AnyTable): string {
  const names = Object.keys(table.columns);
  return `INSERT INTO "${table.name}" (${columnList(table)}) VALUES (${names.map(() => '?').join(', ')})`;
}

export function updateSql(table: AnyTable, columns: readonly string[], added: readonly string[]): string {
  const isVersioned = 'version' in table.columns;
  const set = [
    ...columns.map((column) => `"${column}" = ?`),
    ...added.map((column) => `"${column}" = "${column}" + ?`),
    ...(isVersioned ? ['"version" = "version" + 1'] : []),
  ];
  const where = [...table.key.map((column) => `"${column}" = ?`), ...(isVersioned ? ['"version" = ?'] : [])];
  return `UPDATE "${table.name}" SET ${set.join(', ')} WHERE ${where.join(' AND ')}`;
}

/** Deletes one row: parameters are its key, and its version where it has one. */
export function deleteSql(table: AnyTable): string {
  const where = [...table.key, ...('version' in table.columns ? ['version'] : [])].map((column) => `"${column}" = ?`);
  return `DELETE FROM "${table.name}" WHERE ${where.join(' AND ')}`;
}

function columnList(table: AnyTable): string {
  return Object.keys(table.columns)
    .map((column) => `"${column}"`)
    .join(', ');
}

/** A value as SQLite takes it. */
export function encode(column: Column, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (column.type === 'json') return JSON.stringify(value);
  if (column.type === 'boolean') return value ? 1 : 0;
  return value as string | number;
}
