import type Database from 'better-sqlite3';
import type { AnyTable, Cell, Column, Table } from '../../domain/table.ts';
import type { Bounds, SyncReader } from '../store.ts';
import { encode, rangeSql, selectSql } from './statements.ts';

type Decoder = (row: Record<string, unknown>) => void;

/** Reads of one connection, with prepared statements kept by their text. */
export function createSqliteReader(database: Database.Database): SyncReader {
  const statements = new Map<string, Database.Statement>();
  const decoders = new Map<string, Decoder>();

  function statement(sql: string): Database.Statement {
    let prepared = statements.get(sql);
    if (!prepared) {
      prepared = database.prepare(sql);
      statements.set(sql, prepared);
    }
    return prepared;
  }

  function read<Row extends object>(table: Table<Row>, sql: string, values: readonly Cell[]): Row[] {
    const rows = statement(sql).all(values.map(bindable)) as Record<string, unknown>[];
    if (rows.length === 0) return [];
    let decode = decoders.get(table.name);
    if (!decode) {
      decode = decoderOf(table.columns);
      decoders.set(table.name, decode);
    }
    for (const row of rows) decode(row);
    return rows as Row[];
  }

  const selects = new Map<string, string>();

  return {
    find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Row[] {
      const name = `${table.name}/${index}/${values.length}`;
      let sql = selects.get(name);
      if (sql === undefined) {
        sql = selectSql(table, index, values.length);
        selects.set(name, sql);
      }
      return read(table, sql, values);
    },
    range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Row[] {
      const { sql, values } = rangeSql(table, index, prefix, bounds);
      return read(table, sql, values);
    },
  };
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
    for (const name of booleans) row[name] = row[name] === 1;
  };
}

/** Turns rows into the values of an insert, in the order of the descriptor's columns. */
export function createEncoder(table: AnyTable): (row: object) => (string | number | null)[] {
  const columns = Object.entries(table.columns);
  return (row) => columns.map(([name, column]) => encode(column, (row as Record<string, unknown>)[name]));
}
