import { type AnyTable, type Cell, compareRows, indexColumns } from '../../domain/table.ts';
import type { Seek } from '../store.ts';
import { encodeArray } from './binary-array.ts';
import type { Connection } from './connection.ts';
import { columnOf, leadsWithWorkspace, seekColumns, seekShape, seekSql } from './statements.ts';

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

/** Seeks by what one statement can answer: the same table, index and bounds, the same workspace, the same limit. */
function alikeOf(seeks: readonly Seek[]): Alike[] {
  const groups = new Map<string, number[]>();
  for (const [place, { table, index, prefix, bounds }] of seeks.entries()) {
    const isBound = leadsWithWorkspace(indexColumns(table, index)) && prefix.length > 0;
    const name = `${table.name} ${index} ${seekShape(prefix.length, bounds)} ${bounds?.limit} ${isBound ? prefix[0] : ''}`;
    const group = groups.get(name);
    if (group) group.push(place);
    else groups.set(name, [place]);
  }
  return [...groups.values()].map((places) => {
    const { table, index, prefix, bounds } = seeks[places[0] ?? 0] as Seek;
    const isBound = leadsWithWorkspace(indexColumns(table, index)) && prefix.length > 0;
    const tuples = places.map((place) => cellsOf(seeks[place] as Seek, isBound));
    const arrays = seekColumns(table, index, prefix.length, bounds).map((column, at) =>
      encodeArray(
        columnOf(table, column).type,
        tuples.map((tuple) => tuple[at]),
      ),
    );
    return {
      text: seekSql(table, index, prefix.length, bounds),
      parameters: [...(isBound ? [prefix[0]] : []), ...arrays, ...(bounds?.limit === undefined ? [] : [bounds.limit])],
      places,
      table,
    };
  });
}

function cellsOf({ prefix, bounds }: Seek, isBound: boolean): Cell[] {
  return [...prefix.slice(isBound ? 1 : 0), ...(bounds?.from ?? []), ...(bounds?.to ?? []), ...(bounds?.after ?? [])];
}

/** A join gives rows in whatever order it likes. */
function inOrder(rows: object[], { table, index, prefix, bounds }: Seek): object[] {
  if (!bounds || rows.length < 2) return rows;
  const rest = indexColumns(table, index).slice(prefix.length);
  const sign = bounds.order === 'ascending' ? 1 : -1;
  return rows.sort((a, b) => sign * compareRows(a, b, rest));
}

function decode(table: AnyTable, row: Record<string, unknown>): void {
  for (const [name, { type }] of Object.entries(table.columns)) {
    const value = row[name];
    if (type === 'json') {
      if (typeof value === 'string') row[name] = JSON.parse(value);
    } else if (type === 'boolean') row[name] = value === 1;
  }
}
