import { type AnyTable, type Cell, type Column, indexColumns } from '../../domain/table.ts';
import { columnsRead } from '../columns-read.ts';
import type { Bounds, Narrowing } from '../store.ts';

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
  const rest = bounds.by ?? indexColumns(table, index).slice(count);
  const order = rest.length > 0 ? ` ORDER BY ${rest.map((column) => `"${column}" ${direction}`).join(', ')}` : '';
  const limit = bounds.limit === undefined ? '' : ` LIMIT ?${bounds.offset === undefined ? '' : ' OFFSET ?'}`;
  if (!bounds.by) return `${rangeFrom(table, index, count, bounds)}${order}${limit}`;
  // Numbers of rows are sorted rather than rows, of which all but a page would be carried along for nothing.
  const chosen = `SELECT rowid ${belowSql(table, index, count, bounds)}${order}${limit}`;
  return `SELECT ${listOf(columnsRead(table, index, count, bounds))} FROM "${table.name}" WHERE rowid IN (${chosen})${order}`;
}

/** Counts a range up to a limit. */
export function tallySql(table: AnyTable, index: string, count: number, within: Narrowing): string {
  const range = belowSql(table, index, count, { order: 'ascending', ...within });
  return `SELECT count(*) AS rows FROM (SELECT 1 ${range} LIMIT ?)`;
}

function rangeFrom(table: AnyTable, index: string, count: number, bounds: Bounds): string {
  return `SELECT ${listOf(columnsRead(table, index, count, bounds))} ${belowSql(table, index, count, bounds)}`;
}

function belowSql(table: AnyTable, index: string, count: number, bounds: Bounds): string {
  const columns = indexColumns(table, index);
  const conditions = columns.slice(0, count).map((column) => `"${column}" = ?`);
  const rest = columns.slice(count);
  const bound = (operator: string, among: readonly string[], tuple: readonly Cell[] | undefined) => {
    if (!tuple) return;
    const names = among.slice(0, tuple.length).map((column) => `"${column}"`);
    conditions.push(`(${names.join(', ')}) ${operator} (${names.map(() => '?').join(', ')})`);
  };
  bound('>=', rest, bounds.from);
  bound('<=', rest, bounds.to);
  bound(bounds.order === 'ascending' ? '>' : '<', bounds.by ?? rest, bounds.after);
  for (const [column, value] of Object.entries(bounds.where ?? {})) {
    conditions.push(value === null ? `"${column}" IS NULL` : `"${column}" = ?`);
  }
  for (const column of bounds.present ?? []) conditions.push(`"${column}" IS NOT NULL`);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `FROM "${table.name}"${isListing(bounds) ? indexedBy(table, index) : ''}${where}`;
}

/** `true` where SQLite, which knows nothing of the values, would have several indexes to choose from. */
function isListing({ where, present, by, columns }: Bounds): boolean {
  return where !== undefined || present !== undefined || by !== undefined || columns !== undefined;
}

/** Migrations name an index after its table; the primary key's has a name of SQLite's own, and no rival. */
function indexedBy(table: AnyTable, index: string): string {
  return index === 'key' ? '' : ` INDEXED BY "${table.name}_${index}"`;
}

/** Everything that a range's text depends on beside the table and the index. */
export function rangeShape(count: number, bounds: Bounds): number | string {
  const { from, to, after, order, limit } = bounds;
  const length = (tuple: readonly Cell[] | undefined) => tuple?.length ?? 0;
  const lengths = (length(from) * 8 + length(to)) * 8 + length(after);
  const shape = ((lengths * 16 + count) * 2 + Number(order === 'ascending')) * 2 + Number(limit === undefined);
  return isListing(bounds) || bounds.offset !== undefined ? `${shape} ${listingShape(bounds)}` : shape;
}

function listingShape({ where, present, by, columns, offset }: Bounds): string {
  const equals = Object.entries(where ?? {}).map(([column, value]) => (value === null ? `${column} null` : column));
  return `${where && equals}/${present}/${by}/${columns}/${offset === undefined}`;
}

/** The values of a range, in the order of its text. */
export function rangeValues(prefix: readonly Cell[], { from, to, after, where, limit, offset }: Bounds): Cell[] {
  const equals = Object.values(where ?? {}).filter((value) => value !== null);
  const counts = limit === undefined ? [] : [limit, ...(offset === undefined ? [] : [offset])];
  return [...prefix, ...(from ?? []), ...(to ?? []), ...(after ?? []), ...equals, ...counts];
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
  return listOf(Object.keys(table.columns));
}

function listOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

/** A value as SQLite takes it. */
export function encode(column: Column, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (column.type === 'json') return JSON.stringify(value);
  if (column.type === 'boolean') return value ? 1 : 0;
  return value as string | number;
}
