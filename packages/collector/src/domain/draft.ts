import type { Cell, Table } from './table.ts';

/** Bounds of the index column after the prefix, both included. Without a limit every row is meant. */
export interface Window {
  from?: Cell | undefined;
  to?: Cell | undefined;
  limit?: number | undefined;
}

/**
 * A unit of work: the rows that were loaded and what the commands of one group changed in them. Rules see nothing
 * else of the world. Rows are read-only; a rule changes them through `insert`, `update` and `add`, and sees its own
 * changes and those of the commands before it.
 */
export interface Draft {
  /** Which of the slots of a table that has some (`table.ts`) this work adds to. */
  readonly slot: number;
  /**
   * Every row whose index columns begin with `values`. For indexes whose groups are small by nature. Where nothing is
   * found, nothing will have been there when the group is committed.
   */
  find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): readonly Row[];
  /**
   * The row with this primary key, for a rule that writes it: an insert is guarded by its key, an update by its version.
   * A rule that only looks whether a row is there uses `find`.
   */
  get<Row extends object>(table: Table<Row>, key: readonly Cell[]): Row | undefined;
  /** The rows below a prefix that lie in a window, last first. For groups that may grow without bound. */
  latest<Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], window: Window): readonly Row[];
  /** The same, first first. */
  earliest<Row extends object>(
    table: Table<Row>,
    index: string,
    prefix: readonly Cell[],
    window: Window,
  ): readonly Row[];
  insert<Row extends object>(table: Table<Row>, row: Row): void;
  /** Changes columns of policy `version`. */
  update<Row extends object>(table: Table<Row>, row: Row, patch: Partial<Row>): void;
  /** Takes a row away. One that the draft itself has inserted was then never there. */
  remove<Row extends object>(table: Table<Row>, row: Row): void;
  /** Adds to a column of policy `add`. */
  add<Row extends object>(table: Table<Row>, row: Row, column: keyof Row & string, amount: number): void;
}
