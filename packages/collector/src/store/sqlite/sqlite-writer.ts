import type Database from 'better-sqlite3';
import type { AnyTable } from '../../domain/table.ts';
import { type Change, StaleRowError } from '../store.ts';
import { createEncoder } from './sqlite-reader.ts';
import { deleteSql, encode, insertSql, updateSql } from './statements.ts';

/** Writes of one connection, with their statements prepared. Throws `StaleRowError`. */
export function createSqliteWriter(database: Database.Database): {
  save(table: AnyTable, changes: readonly Change[]): void;
} {
  const inserts = new Map<string, (row: object) => void>();
  const prepared = new Map<string, Database.Statement>();

  function inserter(table: AnyTable): (row: object) => void {
    let insert = inserts.get(table.name);
    if (!insert) {
      const statement = database.prepare(insertSql(table));
      const encodeRow = createEncoder(table);
      insert = (row) => {
        statement.run(encodeRow(row));
      };
      inserts.set(table.name, insert);
    }
    return insert;
  }

  function update(table: AnyTable, change: Change & { kind: 'update' }): void {
    const added = Object.keys(change.deltas);
    const { changes } = statementOf(updateSql(table, change.columns, added)).run([
      ...valuesOf(table, change.row, change.columns),
      ...Object.values(change.deltas),
      ...valuesOf(table, change.row, table.key),
      ...('version' in table.columns ? [change.version] : []),
    ]);
    if (changes !== 1) throw new StaleRowError(table.name);
  }

  function remove(table: AnyTable, row: object): void {
    const columns = [...table.key, ...('version' in table.columns ? ['version'] : [])];
    const { changes } = statementOf(deleteSql(table)).run(valuesOf(table, row, columns));
    if (changes !== 1) throw new StaleRowError(table.name);
  }

  function statementOf(sql: string): Database.Statement {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }

  return {
    save(table, changes) {
      const insert = inserter(table);
      for (const change of changes) {
        if (change.kind === 'insert') insert(change.row);
        else if (change.kind === 'update') update(table, change);
        else remove(table, change.row);
      }
    },
  };
}

function valuesOf(table: AnyTable, row: object, columns: readonly string[]): (string | number | null)[] {
  return columns.map((name) => {
    const column = table.columns[name];
    if (!column) throw new Error(`table ${table.name} has no column ${name}`);
    return encode(column, (row as Record<string, unknown>)[name]);
  });
}
