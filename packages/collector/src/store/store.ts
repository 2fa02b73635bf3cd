import type { AnyTable, Cell, Table } from '../domain/table.ts';

/** Bounds of a range: tuples of the index columns after the prefix; `from` and `to` are included. */
export interface Bounds {
  from?: readonly Cell[] | undefined;
  to?: readonly Cell[] | undefined;
  /** Goes on behind this row, in the direction of `order`; not included. */
  after?: readonly Cell[] | undefined;
  order: 'ascending' | 'descending';
  limit?: number | undefined;
}

/** Reads rows, shaped as the table's descriptor says. Throws what the engine throws; there are no other errors. */
export interface Reader {
  /** Rows whose index columns begin with `values`; `key` is the primary key's index. */
  find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Promise<Row[]>;
  /** Rows below a prefix of the index, within bounds, in the index's order. */
  range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Promise<Row[]>;
}

/** The same reads answered at once, by an engine that lives in this very thread. */
export interface SyncReader {
  find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Row[];
  range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Row[];
}

export type Change =
  | { kind: 'insert'; row: object }
  /** Writes `columns` of the row where it still has `version`, and adds `deltas`. */
  | {
      kind: 'update';
      row: object;
      columns: readonly string[];
      version: number;
      deltas: Readonly<Record<string, number>>;
    };

/** The row was changed by someone else since it was read; the transaction must be run again. */
export class StaleRowError extends Error {
  constructor(table: string) {
    super(`a row of ${table} was changed by another writer`);
    this.name = 'StaleRowError';
  }
}

export interface Transaction extends Reader {
  readonly now: SyncReader;
  /** Writes changes of one table in their order. Throws `StaleRowError`. */
  save(table: AnyTable, changes: readonly Change[]): Promise<void>;
  /** Runs work that is undone alone when it throws. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** Knows tables, not meaning. */
export interface Store extends Reader {
  /** Everything in it is on disk when the promise resolves, or nothing is when it rejects. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
