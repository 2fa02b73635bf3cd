import type Database from 'better-sqlite3';
import { type AnyTable, type Cell, type Column, compareRows, indexColumns, type Table } from '../../domain/table.ts';
import type { Bounds, Narrowing, SyncCounter, SyncReader } from '../store.ts';
import { encode, FEW, fewSql, rangeShape, rangeSql, rangeValues, selectSql, tallySql } from './statements.ts';

type Decoder = (row: Record<string, unknown>) => void;

/** What reading a table needs, prepared once. */
interface Access {
  decode: Decoder;
  /** Statements by index, and by how many columns or which bounds are given. */
  finds: Map<string, Database.Statement[]>;
  ranges: Shapes;
  fews: Shapes;
  tallies: Shapes;
}

type Shapes = Map<string, Map<number | string, Database.Statement>>;

/** Reads of one connection, with their statements prepared. */
export function createSqliteReader(database: Database.Database): SyncReader & SyncCounter {
  const accesses = new Map<string, Access>();

  function accessOf(table: AnyTable): Access {
    let access = accesses.get(table.name);
    if (!access) {
      const shapes = { ranges: new Map(), fews: new Map(), tallies: new Map() };
      access = { decode: decoderOf(table.columns), finds: new Map(), ...shapes };
      accesses.set(table.name, access);
    }
    return access;
  }

  function findStatement({ finds }: Access, table: AnyTable, index: string, count: number): Database.Statement {
    let byCount = finds.get(index);
    if (!byCount) {
      byCount = [];
      finds.set(index, byCount);
    }
    byCount[count] ??= database.prepare(selectSql(table, index, count));
    return byCount[count];
  }

  function rangeStatement(
    known: Shapes,
    makeSql: typeof rangeSql,
    table: AnyTable,
    index: string,
    count: number,
    bounds: Bounds,
  ): Database.Statement {
    let byShape = known.get(index);
    if (!byShape) {
      byShape = new Map();
      known.set(index, byShape);
    }
    const shape = rangeShape(count, bounds);
    let statement = byShape.get(shape);
    if (!statement) {
      statement = database.prepare(makeSql(table, index, count, bounds));
      byShape.set(shape, statement);
    }
    return statement;
  }

  /**
   * The range where it holds few rows, put in order here; `undefined` where it holds more. Most ranges that rules ask
   * for hold none, and in this build of SQLite a statement with ORDER BY costs 10 µs to start, one without 3 µs.
   */
  function readFew<Row extends object>(
    access: Access,
    table: Table<Row>,
    index: string,
    prefix: readonly Cell[],
    { limit, ...bounds }: Bounds,
  ): Row[] | undefined {
    const statement = rangeStatement(access.fews, fewSql, table, index, prefix.length, bounds);
    const rows = read<Row>(statement, rangeValues(prefix, bounds), access.decode);
    if (rows.length > FEW || rows.length > (limit ?? FEW)) return undefined;
    const rest = indexColumns(table, index).slice(prefix.length);
    const sign = bounds.order === 'ascending' ? 1 : -1;
    return rows.length < 2 ? rows : rows.sort((a, b) => sign * compareRows(a, b, rest));
  }

  function read<Row>(statement: Database.Statement, values: readonly Cell[], decode: Decoder): Row[] {
    const rows = statement.all(values.map(bindable)) as Record<string, unknown>[];
    for (const row of rows) decode(row);
    return rows as Row[];
  }

  function find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Row[] {
    const access = accessOf(table);
    return read(findStatement(access, table, index, values.length), values, access.decode);
  }

  return {
    find,
    get: (table, key) => find(table, 'key', key)[0],
    range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Row[] {
      const access = accessOf(table);
      const few = prefix.length > 0 && isPlain(bounds) && readFew(access, table, index, prefix, bounds);
      if (few) return few;
      const statement = rangeStatement(access.ranges, rangeSql, table, index, prefix.length, bounds);
      return read(statement, rangeValues(prefix, bounds), access.decode);
    },
    tally(table: AnyTable, index: string, prefix: readonly Cell[], within: Narrowing, limit: number): number {
      const bounds = { ...within, order: 'ascending', limit } as const;
      const { tallies } = accessOf(table);
      const statement = rangeStatement(tallies, tallySql, table, index, prefix.length, bounds);
      return (statement.get(rangeValues(prefix, bounds).map(bindable)) as { rows: number }).rows;
    },
  };
}

/** Nothing of it is for lists, of which the beginning is asked for and not all. */
function isPlain({ where, present, by, columns, offset }: Bounds): boolean {
  return where === undefined && present === undefined && by === undefined && !columns && offset === undefined;
}

function bindable(cell: Cell): string | number | null {
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

function decoderOf(columns: Readonly<Record<string, Column>>): Decoder {
  const named = Object.entries(columns);
  const jsons = named.filter(([, column]) => column.type === 'json').map(([name]) => name);
  const booleans = named.filter(([, column]) => column.type === 'boolean').map(([name]) => name);
  return (row) => {
    for (const name of jsons) {
      const text = row[name];
      if (typeof text === 'string') row[name] = JSON.parse(text);
    }
    for (const name of booleans) if (typeof row[name] === 'number') row[name] = row[name] === 1;
  };
}

/** Turns rows into the values of an insert, in the order of the descriptor's columns. */
export function createEncoder(table: AnyTable): (row: object) => (string | number | null)[] {
  const columns = Object.entries(table.columns);
  return (row) => columns.map(([name, column]) => encode(column, (row as Record<string, unknown>)[name]));
}
