import { type AnyTable, type Cell, type Column, indexColumns } from '../../domain/table.ts';
import { columnsRead } from '../columns-read.ts';
import type { Bounds, Narrowing } from '../store.ts';
import { sqlTypeOf } from './binary-array.ts';

/**
 * SQL text for a table's reads and writes, made from its descriptor: many seeks, or many rows, by one statement. Names
 * are ours, values are always bound. What leads with a workspace is bound to one workspace, `$1`.
 */

/** `true` where every row and every seek names a workspace first. */
export function leadsWithWorkspace(columns: readonly string[]): boolean {
  return columns[0] === 'workspace_id';
}

/** Everything that the text of a seek depends on beside the table and the index. */
export function seekShape(count: number, bounds: Bounds | undefined): string {
  if (!bounds) return String(count);
  const length = (tuple: readonly Cell[] | undefined) => tuple?.length ?? 0;
  const { from, to, after, order, limit, where, present = [], by = [], columns = [], offset } = bounds;
  const equals = Object.entries(where ?? {}).map(([column, value]) => (value === null ? `${column} null` : column));
  const counts = [limit === undefined ? 'all' : 'some', offset === undefined ? '' : 'behind'];
  return [count, length(from), length(to), length(after), order, ...counts, equals, present, by, columns].join('/');
}

/**
 * Rows of many places of one index, each with the number of its seek (`#`, from 1). Parameters: the workspace where one
 * leads; an array per column of `seekColumns`; the limit; the offset.
 */
export function seekSql(table: AnyTable, index: string, count: number, bounds: Bounds | undefined): string {
  const { range, arrays, parameters } = rangeSql(table, index, count, bounds);
  const limit = bounds?.limit === undefined ? '' : ` LIMIT $${parameters + 1}`;
  // OFFSET keeps the places out of the read's plan, so that each is looked up by all of its columns, however few rows
  // PostgreSQL takes a table to have.
  const offset = bounds?.offset === undefined ? ' OFFSET 0' : ` OFFSET $${parameters + 2}`;
  const read = `SELECT ${listOf(columnsRead(table, index, count, bounds ?? {}), 't.')} ${range}${limit}${offset}`;
  if (arrays.length === 0) return `SELECT 1 AS "#", r.* FROM (${read}) r`;
  return `SELECT s.n::integer AS "#", r.* FROM ${placesOf(arrays)} CROSS JOIN LATERAL (${read}) r`;
}

/** Counts the rows of one place of an index up to a limit, the last parameter; the others are those of a seek. */
export function tallySql(table: AnyTable, index: string, count: number, within: Narrowing): string {
  // In order, for else PostgreSQL may hope to come upon so many rows soon wherever it begins to look.
  const { range, arrays, parameters } = rangeSql(table, index, count, { ...within, order: 'ascending' });
  const read = `SELECT 1 ${range} LIMIT $${parameters + 1}`;
  if (arrays.length === 0) return `SELECT count(*) AS rows FROM (${read}) r`;
  return `SELECT count(*) AS rows FROM ${placesOf(arrays)} CROSS JOIN LATERAL (${read}) r`;
}

/** A range of an index as it follows on the columns that are read, with an array for each value that it is bound by. */
function rangeSql(table: AnyTable, index: string, count: number, bounds: Bounds | undefined) {
  const columns = indexColumns(table, index);
  const isBound = leadsWithWorkspace(columns) && count > 0;
  const arrays: string[] = [];
  const given = (column: string) => {
    arrays.push(`$${arrays.length + 1 + Number(isBound)}::${typeIn(table, column)}[]`);
    return `s.c${arrays.length}`;
  };
  const conditions = columns
    .slice(0, count)
    .map((column, at) => `t."${column}" = ${isBound && at === 0 ? '$1' : given(column)}`);
  const rest = columns.slice(count);
  const bound = (operator: string, among: readonly string[], tuple: readonly Cell[] | undefined) => {
    if (!tuple) return;
    const names = among.slice(0, tuple.length);
    conditions.push(`(${names.map((name) => `t."${name}"`).join(', ')}) ${operator} (${names.map(given).join(', ')})`);
  };
  const ordered = bounds?.by ?? rest;
  bound('>=', rest, bounds?.from);
  bound('<=', rest, bounds?.to);
  bound(bounds?.order === 'descending' ? '<' : '>', ordered, bounds?.after);
  for (const [column, value] of Object.entries(bounds?.where ?? {})) {
    conditions.push(value === null ? `t."${column}" IS NULL` : `t."${column}" = ${given(column)}`);
  }
  for (const column of bounds?.present ?? []) conditions.push(`t."${column}" IS NOT NULL`);

  const direction = bounds?.order === 'descending' ? 'DESC' : 'ASC';
  const order =
    bounds && ordered.length > 0 ? ` ORDER BY ${ordered.map((name) => `t."${name}" ${direction}`).join(', ')}` : '';
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return { range: `FROM "${table.name}" t${where}${order}`, arrays, parameters: arrays.length + Number(isBound) };
}

function placesOf(arrays: readonly string[]): string {
  const names = [...arrays.map((_, at) => `c${at + 1}`), 'n'];
  return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS s(${names.join(', ')})`;
}

/** The columns of a seek's prefix and bounds for which arrays are given, in their order. */
export function seekColumns(table: AnyTable, index: string, count: number, bounds: Bounds | undefined): string[] {
  const columns = indexColumns(table, index);
  const isBound = leadsWithWorkspace(columns) && count > 0;
  const rest = columns.slice(count);
  const first = (among: readonly string[], tuple: readonly Cell[] | undefined) => among.slice(0, tuple?.length ?? 0);
  return [
    ...columns.slice(isBound ? 1 : 0, count),
    ...first(rest, bounds?.from),
    ...first(rest, bounds?.to),
    ...first(bounds?.by ?? rest, bounds?.after),
    ...Object.entries(bounds?.where ?? {}).flatMap(([column, value]) => (value === null ? [] : [column])),
  ];
}

/** Inserts many rows, an array per column. Fails where a key is taken. */
export function insertSql(table: AnyTable): string {
  const arrays = Object.keys(table.columns).map((column, at) => `$${at + 1}::${typeIn(table, column)}[]`);
  return `INSERT INTO "${table.name}" (${columnList(table)}) SELECT * FROM unnest(${arrays.join(', ')})`;
}

/** Writes `columns` and adds to `added` in many rows, an array per column, then per column of the key, then the versions. */
export function updateSql(table: AnyTable, columns: readonly string[], added: readonly string[]): string {
  const arrays: string[] = [];
  const given = (column: string) => {
    arrays.push(`$${arrays.length + 1}::${typeIn(table, column)}[]`);
    return `s.c${arrays.length}`;
  };
  const set = [
    ...columns.map((column) => `"${column}" = ${given(column)}`),
    ...added.map((column) => `"${column}" = t."${column}" + ${given(column)}`),
    ...('version' in table.columns ? ['"version" = t."version" + 1'] : []),
  ];
  const where = keyAndVersion(table).map((column) => `t."${column}" = ${given(column)}`);
  const names = arrays.map((_, at) => `c${at + 1}`).join(', ');
  return `UPDATE "${table.name}" t SET ${set.join(', ')} FROM unnest(${arrays.join(', ')}) AS s(${names}) WHERE ${where.join(' AND ')}`;
}

/** Deletes many rows, an array per column of the key, then the versions where rows have them. */
export function deleteSql(table: AnyTable): string {
  const given = keyAndVersion(table);
  const where = given.map((column, at) => `t."${column}" = s.c${at + 1}`);
  const names = given.map((_, at) => `c${at + 1}`).join(', ');
  const arrays = given.map((column, at) => `$${at + 1}::${typeIn(table, column)}[]`).join(', ');
  return `DELETE FROM "${table.name}" t USING unnest(${arrays}) AS s(${names}) WHERE ${where.join(' AND ')}`;
}

/** The columns by which a row is written only where it is as it was read. */
export function keyAndVersion(table: AnyTable): string[] {
  return [...table.key, ...('version' in table.columns ? ['version'] : [])];
}

export function columnOf(table: AnyTable, name: string): Column {
  const column = table.columns[name];
  if (!column) throw new Error(`table ${table.name} has no column ${name}`);
  return column;
}

function typeIn(table: AnyTable, column: string): string {
  return sqlTypeOf(columnOf(table, column).type);
}

function columnList(table: AnyTable): string {
  return listOf(Object.keys(table.columns));
}

function listOf(columns: readonly string[], of = ''): string {
  return columns.map((column) => `${of}"${column}"`).join(', ');
}
