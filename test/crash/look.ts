/** A database as it is at one moment, asked past the collector. */
export interface Look {
  /** Rows of a query that both engines understand; JSON is text in either. */
  rows<Row extends object>(sql: string): Promise<Row[]>;
  /** SQL for the text at a path in a column of JSON; null where there is none. */
  textIn(column: string, path: readonly string[]): string;
  /** `ok`, or what is wrong with the files. */
  integrity(): Promise<string>;
  close(): Promise<void>;
}
