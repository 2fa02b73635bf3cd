import type { AnyTable, Cell, Table } from '../domain/table.ts';

/** Which rows of a range count, beside their place in the index. */
export interface Narrowing {
  /** Tuples of the index columns after the prefix, both included. */
  from?: readonly Cell[] | undefined;
  to?: readonly Cell[] | undefined;
  /** What further columns must be; `null`: empty. */
  where?: Readonly<Record<string, Cell>> | undefined;
  /** Columns that must not be empty. */
  present?: readonly string[] | undefined;
}

/**
 * Bounds of a range. With `where`, `present`, `by` or `columns` it is this index that is read, and it may hold no row in which a
 * column of it is empty: such a column must be in the prefix or in `present`.
 */
export interface Bounds extends Narrowing {
  /** Goes on behind this row, in the direction of `order`; not included. Index columns after the prefix, or those of `by`. */
  after?: readonly Cell[] | undefined;
  order: 'ascending' | 'descending';
  /** Puts the range in the order of these columns, of which none is empty. All of it is read for that. */
  by?: readonly string[] | undefined;
  /** Leaves out so many rows at the beginning; only with a limit. */
  offset?: number | undefined;
  limit?: number | undefined;
  /** Only these columns are read, and those of the order: the rows hold no others. */
  columns?: readonly string[] | undefined;
}

/** Reads rows, shaped as the table's descriptor says. Throws what the engine throws; there are no other errors. */
export interface Reader {
  /** Rows whose index columns begin with `values`; `key` is the primary key's index. */
  find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Promise<Row[]>;
  /** Rows below a prefix of the index, within bounds, in the index's order. */
  range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Promise<Row[]>;
  /** So many rows are there; counts no further than `limit`. */
  tally(table: AnyTable, index: string, prefix: readonly Cell[], within: Narrowing, limit: number): Promise<number>;
}

/** What a rule asks for. */
export interface Seek {
  table: AnyTable;
  index: string;
  prefix: readonly Cell[];
  /** `undefined` asks for every row, in no order. */
  bounds?: Bounds | undefined;
  /** Something follows from what is not there, too. A row that is sought to be written guards itself: by key and version. */
  is_guarded: boolean;
}

/** The same reads answered at once, by an engine that lives in this very thread. */
export interface SyncReader {
  /** The row with a primary key, sought to be written. */
  get<Row extends object>(table: Table<Row>, key: readonly Cell[]): Row | undefined;
  find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): Row[];
  range<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds): Row[];
}

/** An engine in this very thread, as reports ask it. */
export interface SyncCounter {
  tally(table: AnyTable, index: string, prefix: readonly Cell[], within: Narrowing, limit: number): number;
}

export type Change =
  | { kind: 'insert'; row: object }
  /** Writes `columns` of the row where it still has `version`, and adds `deltas`. */
  | {
      kind: 'update';
      row: object;
      /** The row as it was read. */
      before: object;
      columns: readonly string[];
      version: number;
      deltas: Readonly<Record<string, number>>;
    }
  /** Takes the row with this key away, in the version that it was read in. */
  | { kind: 'delete'; row: object };

/** The row was changed by someone else since it was read; the transaction must be run again. */
export class StaleRowError extends Error {
  constructor(table: string) {
    super(`a row of ${table} was changed by another writer`);
    this.name = 'StaleRowError';
  }
}

export interface TableChanges {
  table: AnyTable;
  changes: readonly Change[];
}

export interface Transaction extends Reader {
  /** `null` where the engine is elsewhere: then what rules ask for is fetched, hop by hop. */
  readonly now: SyncReader | null;
  /**
   * What a command would add to the log or to its journal may be taken for new, unread: where it is not, the insert
   * finds out, and the work is run again with this `false`.
   */
  readonly presumesNew: boolean;
  /** Answers many seeks at once, in their order. What the guarded ones found holds until the transaction ends. */
  fetch(seeks: readonly Seek[]): Promise<object[][]>;
  /** Writes changes, those of one table in their order, in which deletes come first. Throws `StaleRowError`. */
  save(changes: readonly TableChanges[]): Promise<void>;
  /** Runs work that is undone alone when it throws. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** What was to be written breaks a constraint or cannot be written by any engine; it is not the store that fails. */
export class UnwritableError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'UnwritableError';
  }
}

/** The connection was cut while the transaction was committed, and nobody can say any more whether it was. */
export class OutcomeUnknownError extends Error {
  constructor(cause: unknown) {
    super('the connection to the database was cut while it committed', { cause });
    this.name = 'OutcomeUnknownError';
  }
}

/** Tells a collector what others have changed, in tables that say so (`is_announced`). */
export interface Announcements {
  /** ms UTC from which on everything was heard without a gap; `null` where it is not known that all is heard. */
  heardSince(): number | null;
  /** Hears of a change after it was committed, by the name of its table. */
  onChange(listener: (table: string) => void): void;
}

/** Gives what is done by the clock to one collector at a time. */
export interface JobClaims {
  /** Takes a job that is due and that nobody has taken; `null` where there is nothing to do. */
  claim(name: string, heldFor: number): Promise<{ note: string | null } | null>;
  /** Gives it back: it is due again after `every` milliseconds. `note` is for whoever does it then. */
  done(name: string, every: number, note: string | null): Promise<void>;
}

/** Knows tables, not meaning. */
export interface Store extends Reader {
  /**
   * Everything in it is on disk when the promise resolves, or nothing is when it rejects. Where another writer came
   * between, the work is run again, so all that it does must be in the transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** So many rows a table has, committed ones. Takes as long as the table is large, so it is for the operator. */
  count(table: AnyTable): Promise<number>;
  close(): Promise<void>;
}
