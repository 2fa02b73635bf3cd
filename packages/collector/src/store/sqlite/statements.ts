import { type AnyTable, type Cell, type Column, indexColumns } from '../../domain/table.ts';
import type { Bounds } from '../store.ts';

/** SQL text for a table's reads and writes, made from its descriptor. Names are ours, values are always bound. */

export function selectSql(table: AnyTable, index: string, count: number): string {
  const where = indexColumns(table, index)
    .slice(0, count)
    .map((column) => `"${column}" = ?`);
  return `SELECT ${columnList(table)} FROM "${table.name}" WHERE ${where.join(' AND ')}`;
}

export interface BoundSql {
  sql: string;
  values: Cell[];
}

export function rangeSql(table: AnyTable, index: string, prefix: readonly Cell[], bounds: Bounds): BoundSql {
  const columns = indexColumns(table, index);
  const rest = columns.slice(prefix.length);
  const direction = bounds.order === 'ascending' ? 'ASC' : 'DESC';
  const conditions = columns.slice(0, prefix.length).map((column) => `"${column}" = ?`);
  const values = [...prefix];
  const bound = (operator: string, tuple: readonly Cell[] | undefined) => {
    if (!tuple) return;
    const names = rest.slice(0, tuple.length).map((column) => `"${column}"`);
    conditions.push(`(${names.join(', ')}) ${operator} (${names.map(() => '?').join(', ')})`);
    values.push(...tuple);
  };
  bound('>=', bounds.from);
  bound('<=', bounds.to);
  bound(bounds.order === 'ascending' ? '>' : '<', bounds.after);

  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const order = rest.length > 0 ? ` ORDER BY ${rest.map((column) => `"${column}" ${direction}`).join(', ')}` : '';
  const limit = bounds.limit === undefined ? '' : ' LIMIT ?';
  if (bounds.limit !== undefined) values.push(bounds.limit);
  return { sql: `SELECT ${columnList(table)} FROM "${table.name}"${where}${order}${limit}`, values };
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
