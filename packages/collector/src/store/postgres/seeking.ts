import { type AnyTable, type Cell, compareRows, indexColumns } from '../../domain/table.ts';
import type { Bounds, Seek } from '../store.ts';
import { encodeArray } from './binary-array.ts';
import type { Connection } from './connection.ts';
import { columnOf, leadsWithWorkspace, seekColumns, seekShape, seekSql, tallySql } from './statements.ts';

/** Answers many seeks in one flight: one statement for all that differ only in their values. Rows in their order. */
export async function answerSeeks(connection: Connection, seeks: readonly Seek[]): Promise<object[][]> {
  const found: object[][] = seeks.map(() => []);
  await Promise.all(
    alikeOf(seeks).map(async ({ text, parameters, places, table }) => {
      const { rows } = await connection.query(text, parameters);
      for (const { '#': number, ...row } of rows as (Record<string, unknown> & { '#': number })[]) {
        decode(table, row);
        found[places[number - 1] ?? 0]?.push(row);
      }
    }),
  );
  return found.map((rows, at) => inOrder(rows, seeks[at] as Seek));
}

interface Alike {
  text: string;
  parameters: unknown[];
  /** Where among all seeks each of these lies. */
  places: number[];
  table: AnyTable;
}

/** So many rows are at a place, counted no further than the bounds' limit. */
export async function answerTally(connection: Connection, seek: Seek & { bounds: Bounds }): Promise<number> {
  const { table, index, prefix, bounds } = seek;
  const text = tallySql(table, index, prefix.length, bounds);
  const { rows } = await connection.query(text, parametersOf([seek]));
  return (rows[0] as { rows: number }).rows;
}

/** Seeks by what one statement can answer: the same table, index and bounds, the same workspace, the same limits. */
function alikeOf(seeks: readonly Seek[]): Alike[] {
  const groups = new Map<string, number[]>();
  for (const [place, { table, index, prefix, bounds }] of seeks.entries()) {
    const isBound = isBoundTo({ table, index, prefix });
    const name = `${table.name} ${index} ${seekShape(prefix.length, bounds)} ${bounds?.limit} ${bounds?.offset} ${isBound ? prefix[0] : ''}`;
    const group = groups.get(name);
    if (group) group.push(place);
    else groups.set(name, [place]);
  }
  return [...groups.values()].map((places) => {
    const alike = places.map((place) => seeks[place] as Seek);
    const { table, index, prefix, bounds } = alike[0] as Seek;
    return { text: seekSql(table, index, prefix.length, bounds), parameters: parametersOf(alike), places, table };
  });
}

/** `true` where a statement is about one workspace, the first of the prefix. */
function isBoundTo({ table, index, prefix }: Pick<Seek, 'table' | 'index' | 'prefix'>): boolean {
  return leadsWithWorkspace(indexColumns(table, index)) && prefix.length > 0;
}

/** What the statement of seeks that are alike is given. */
function parametersOf(alike: readonly Seek[]): unknown[] {
  const [first] = alike;
  if (!first) return [];
  const { table, index, prefix, bounds } = first;
  const isBound = isBoundTo(first);
  const tuples = alike.map((seek) => cellsOf(seek, isBound));
  const arrays = seekColumns(table, index, prefix.length, bounds).map((column, at) =>
    encodeArray(
      columnOf(table, column).type,
      tuples.map((tuple) => tuple[at]),
    ),
  );
  const counts = [bounds?.limit, bounds?.offset].filter((count) => count !== undefined);
  return [...(isBound ? [prefix[0]] : []), ...arrays, ...counts];
}

function cellsOf({ prefix, bounds }: Seek, isBound: boolean): Cell[] {
  const { from = [], to = [], after = [], where = {} } = bounds ?? {};
  const equals = Object.values(where).filter((value) => value !== null);
  return [...prefix.slice(isBound ? 1 : 0), ...from, ...to, ...after, ...equals];
}

/** A join gives rows in whatever order it likes. */
function inOrder(rows: object[], { table, index, prefix, bounds }: Seek): object[] {
  if (!bounds || rows.length < 2) return rows;
  const rest = bounds.by ?? indexColumns(table, index).slice(prefix.length);
  const sign = bounds.order === 'ascending' ? 1 : -1;
  return rows.sort((a, b) => sign * compareRows(a, b, rest));
}

function decode(table: AnyTable, row: Record<string, unknown>): void {
  for (const [name, { type }] of Object.entries(table.columns)) {
    const value = row[name];
    if (type === 'json') {
      if (typeof value === 'string') row[name] = JSON.parse(value);
    } else if (type === 'boolean' && typeof value === 'number') row[name] = value === 1;
  }
}
