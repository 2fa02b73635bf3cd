/**
 * How a table is described, once, for every engine. The generic adapters in `store/` know nothing else about it, so
 * a new table is a descriptor here and a migration.
 */

export type Cell = string | number | boolean | null;

/** `json` columns hold any JSON value and leave the store parsed; `integer` holds counts, minor units and ms UTC. */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'json';

/**
 * `insert`: written once with the row. `version`: may change, guarded by the row's `version`.
 * `add`: only ever changed by adding to it, so that two writers need not agree first.
 */
export type ColumnPolicy = 'insert' | 'version' | 'add';

export interface Column {
  type: ColumnType;
  policy: ColumnPolicy;
}

export interface Index {
  columns: readonly string[];
  /** Columns behind them that nothing is sought by: for what reads no others, the index is enough. */
  carries?: readonly string[];
  unique?: boolean;
}

/**
 * The value by which rows of an index are sought, and under which writers who do not see each other's rows yet meet: the
 * first `columns` of the index behind the workspace. Indexes of several tables that seek the same thing share a kind; a
 * kind of `null` is the first of these columns.
 */
export interface AnchorPlan {
  kind: string | null;
  columns: number;
  /** Written by many at once and read by few: writers let each other be, and a reader must have come before them. */
  is_crowded?: boolean;
}

/** A table whose row type does not matter. */
export interface AnyTable {
  name: string;
  columns: Readonly<Record<string, Column>>;
  /** The primary key; always unique, always an index of its own under the name `key`. */
  key: readonly string[];
  indexes: Readonly<Record<string, Index>>;
  /**
   * By index: what a rule that seeks there is guarded by. Rules seek by no other index. `null` where what is found
   * decides nothing.
   */
  anchors: Readonly<Record<string, AnchorPlan | null>>;
  /**
   * The last column of the key, where it only keeps writers apart: rows that differ in nothing else are one fact, of which
   * each holds a part that is to be added up.
   */
  slot?: string;
  /** Every collector hears of a change, for it keeps what it read of this table. */
  is_announced?: boolean;
  /**
   * `log`: what was accepted, the truth. `fact`: derived from the log and equal after any replay of it.
   * `journal`: what happened on the way (who was answered what, when), kept but not part of the facts.
   */
  role: 'log' | 'fact' | 'journal';
}

export interface Table<Row extends object> extends AnyTable {
  /** Never there; ties the row's type to the table. */
  readonly row?: Row;
}

interface IndexOf<Row> extends Index {
  columns: readonly (keyof Row & string)[];
  carries?: readonly (keyof Row & string)[];
}

/** A descriptor as it is written down: every column of the row, and no other, is named. */
interface Definition<Row extends object> extends AnyTable {
  columns: Readonly<Record<keyof Row & string, Column>>;
  key: readonly (keyof Row & string)[];
  indexes: Readonly<Record<string, IndexOf<Row>>>;
}

export const text: Column = { type: 'text', policy: 'insert' };
export const integer: Column = { type: 'integer', policy: 'insert' };
export const boolean: Column = { type: 'boolean', policy: 'insert' };
export const json: Column = { type: 'json', policy: 'insert' };
export const counter: Column = { type: 'integer', policy: 'add' };

/** The same column, but one that may change under the row's version. */
export function mutable(column: Column): Column {
  return { ...column, policy: 'version' };
}

export function defineTable<Row extends object>(definition: Definition<Row>): Table<Row> {
  const versioned = Object.values<Column>(definition.columns).some((column) => column.policy === 'version');
  if (versioned && !('version' in definition.columns))
    throw new Error(`table ${definition.name} needs a version column`);
  return definition;
}

/** Columns of an index by name; `key` is the primary key. */
export function indexColumns(table: AnyTable, index: string): readonly string[] {
  const columns = index === 'key' ? table.key : table.indexes[index]?.columns;
  if (!columns) throw new Error(`table ${table.name} has no index ${index}`);
  return columns;
}

/** The anchor at a place of an index; `null` where there is none, for what is not there is not sought. */
export function anchorAt(plan: AnchorPlan, prefix: readonly Cell[]): string | null {
  const cells = prefix.slice(1, 1 + plan.columns);
  if (cells.length < plan.columns) throw new Error(`an anchor of ${plan.columns} columns is sought by ${cells.length}`);
  if (cells.includes(null)) return null;
  return (plan.kind === null ? cells : [plan.kind, ...cells]).join(':');
}

/** How an index is guarded. Throws where rules may not seek by it. */
export function anchorPlanOf(table: AnyTable, index: string): AnchorPlan | null {
  const plan = table.anchors[index];
  if (plan === undefined) throw new Error(`rules do not seek in table ${table.name} by ${index}`);
  return plan;
}

/** The order of rows in an index: nulls first, `false` before `true`, numbers by size, text by its code points. */
export function compareRows(a: object, b: object, columns: readonly string[]): number {
  for (const column of columns) {
    const [left, right] = [(a as Record<string, Cell>)[column] ?? null, (b as Record<string, Cell>)[column] ?? null];
    if (left === right) continue;
    if (left === null || right === null) return left === null ? -1 : 1;
    if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
    return left < right ? -1 : 1;
  }
  return 0;
}

/** JavaScript compares text by UTF-16 units, which puts what lies beyond U+FFFF before U+E000; no database does. */
function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  return rankOf(a.charCodeAt(at)) - rankOf(b.charCodeAt(at));
}

function rankOf(unit: number): number {
  if (unit >= 0xe000) return unit - 0x0800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
