import type { Draft, Window } from '../domain/draft.ts';
import { type AnyTable, type Cell, compareRows, indexColumns, type Table } from '../domain/table.ts';
import type { Change, SyncReader, TableChanges } from '../store/store.ts';
import { createOverlay, type Overlay } from './overlay.ts';

type Cells = Record<string, Cell>;

type Pending =
  | { kind: 'insert' }
  | {
      kind: 'update';
      /** The row as it was read. */
      before: object;
      columns: Set<string>;
      version: number;
      deltas: Record<string, number>;
    }
  | {
      kind: 'delete';
      /** The row as it was read. */
      before: object;
    };

/** Whatever becomes of a row that is new, all of it is written. */
const INSERT: Pending = { kind: 'insert' };

interface Sheet {
  table: AnyTable;
  /** The one object that stands for a row while the draft lives, by primary key. */
  rows: Map<string, object>;
  pending: Map<object, Pending>;
  /** Rows of the store that are deleted, by primary key; another may stand in their place by now. */
  deleted: Map<string, object>;
  overlay: Overlay;
  /** How many rows of the store the draft has changed or deleted. */
  displaced: number;
}

/** A draft over a reader that answers at once. `changes` is what it would take to save it. */
export function createDraft(reader: SyncReader, slot = 0): Draft & { changes(): TableChanges[] } {
  const sheets = new Map<string, Sheet>();

  function sheetOf(table: AnyTable): Sheet {
    let sheet = sheets.get(table.name);
    if (!sheet) {
      sheet = {
        table,
        rows: new Map(),
        pending: new Map(),
        deleted: new Map(),
        overlay: createOverlay(),
        displaced: 0,
      };
      sheets.set(table.name, sheet);
    }
    return sheet;
  }

  /** Of rows that were read, those that the draft has not changed to be elsewhere; of rows it knows, its own. */
  function known<Row extends object>(sheet: Sheet, read: Row[], fits: (row: object) => boolean): Row[] {
    const rows: Row[] = [];
    for (const row of read) {
      const key = keyOf(sheet.table, row);
      const own = sheet.rows.get(key) as Row | undefined;
      if (!own) {
        // A reader may give the same row to the next draft, too.
        const mine = { ...row };
        sheet.rows.set(key, mine);
        rows.push(mine);
      } else if (!sheet.pending.has(own) || fits(own)) {
        if (!isDeleted(sheet, own)) rows.push(own);
      }
    }
    return rows;
  }

  function matching<Row extends object>(
    table: Table<Row>,
    index: string,
    prefix: readonly Cell[],
    read: () => Row[],
    fits: (row: object) => boolean,
  ): Row[] {
    // As in the store, null equals nothing.
    if (prefix.includes(null)) return [];
    const sheet = sheetOf(table);
    const rows = known(sheet, read(), fits);
    if (sheet.pending.size === 0) return rows;
    const changed = ([...sheet.overlay.find(indexColumns(table, index), prefix)] as Row[]).filter(fits);
    return changed.length === 0 ? rows : [...new Set([...rows, ...changed])];
  }

  function find<Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]): readonly Row[] {
    const columns = indexColumns(table, index) as readonly string[];
    const fits = (row: object) => values.every((value, at) => (row as Cells)[columns[at] ?? ''] === value);
    return matching(table, index, values, () => reader.find(table, index, values), fits);
  }

  function within<Row extends object>(
    table: Table<Row>,
    index: string,
    prefix: readonly Cell[],
    { from, to, limit }: Window,
    order: 'ascending' | 'descending',
  ): readonly Row[] {
    const sheet = sheetOf(table);
    const columns = indexColumns(table, index) as readonly string[];
    const bounded = columns[prefix.length] ?? '';
    const fits = (row: object) => {
      const cell = (row as Cells)[bounded] ?? '';
      return (
        prefix.every((value, at) => (row as Cells)[columns[at] ?? ''] === value) &&
        (from === undefined || from === null || cell >= from) &&
        (to === undefined || to === null || cell <= to)
      );
    };
    const bounds = {
      from: from === undefined ? undefined : [from],
      to: to === undefined ? undefined : [to],
      order,
      // A row that the draft moved out of the window must not leave a gap.
      limit: limit === undefined ? undefined : limit + gapsIn(sheet, columns, fits),
    };
    const rows = matching(table, index, prefix, () => reader.range(table, index, prefix, bounds), fits);
    if (sheet.pending.size === 0) return rows;
    const rest = columns.slice(prefix.length);
    const sign = order === 'ascending' ? 1 : -1;
    const byOrder = (a: Row, b: Row) => sign * compareRows(a, b, rest);
    return limit !== undefined && limit <= FEW ? firstOf(rows, limit, byOrder) : rows.sort(byOrder).slice(0, limit);
  }

  function get<Row extends object>(table: Table<Row>, key: readonly Cell[]): Row | undefined {
    const sheet = sheetOf(table);
    const own = sheet.rows.get(key.join('\u0000'));
    // A row that the draft does not know it has not changed either.
    if (own) return isDeleted(sheet, own) ? undefined : (own as Row);
    const read = reader.get(table, key);
    return read && known(sheet, [read], () => true)[0];
  }

  function insert<Row extends object>(table: Table<Row>, row: Row): void {
    const sheet = sheetOf(table);
    sheet.rows.set(keyOf(sheet.table, row), row);
    sheet.pending.set(row, INSERT);
    sheet.overlay.add(row);
  }

  function pendingOf(sheet: Sheet, row: object): Pending {
    let pending = sheet.pending.get(row);
    if (!pending) {
      const version = Number((row as Cells)['version'] ?? 0);
      pending = { kind: 'update', before: { ...row }, columns: new Set(), version, deltas: {} };
      sheet.pending.set(row, pending);
      sheet.displaced += 1;
      sheet.overlay.add(row);
    }
    return pending;
  }

  function update<Row extends object>(table: Table<Row>, row: Row, patch: Partial<Row>): void {
    const sheet = sheetOf(table);
    const pending = pendingOf(sheet, row);
    sheet.overlay.remove(row);
    Object.assign(row, patch);
    if (pending.kind === 'update') {
      for (const column of Object.keys(patch)) pending.columns.add(column);
      // As it will be in the store, and so that what was made for the row before is told from what comes now.
      if ('version' in row) Object.assign(row, { version: pending.version + 1 });
    }
    sheet.overlay.add(row);
  }

  function remove<Row extends object>(table: Table<Row>, row: Row): void {
    const sheet = sheetOf(table);
    const key = keyOf(sheet.table, row);
    const pending = sheet.pending.get(row);
    sheet.overlay.remove(row);
    if (pending?.kind === 'insert') {
      sheet.pending.delete(row);
      const deleted = sheet.deleted.get(key);
      if (deleted) sheet.rows.set(key, deleted);
      else sheet.rows.delete(key);
      return;
    }
    sheet.displaced += 1;
    sheet.pending.set(row, { kind: 'delete', before: pending?.before ?? row });
    sheet.deleted.set(key, row);
  }

  function add<Row extends object>(table: Table<Row>, row: Row, column: keyof Row & string, amount: number): void {
    const pending = pendingOf(sheetOf(table), row);
    Object.assign(row, { [column]: Number((row as Record<string, unknown>)[column]) + amount });
    if (pending.kind === 'update') pending.deltas[column] = (pending.deltas[column] ?? 0) + amount;
  }

  function changes(): TableChanges[] {
    return [...sheets.values()]
      .filter((sheet) => sheet.pending.size > 0)
      .map(({ table, pending }) => ({
        table,
        changes: [...pending]
          .map(([row, is]): Change => {
            if (is.kind === 'update') return { ...is, row, columns: [...is.columns] };
            return is.kind === 'insert' ? { kind: 'insert', row } : { kind: 'delete', row: is.before };
          })
          // What takes a row's place is written when the row is gone.
          .sort((a, b) => Number(b.kind === 'delete') - Number(a.kind === 'delete')),
      }));
  }

  return {
    slot,
    find,
    latest: (table, index, prefix, window) => within(table, index, prefix, window, 'descending'),
    earliest: (table, index, prefix, window) => within(table, index, prefix, window, 'ascending'),
    get,
    insert,
    update,
    remove,
    add,
    changes,
  };
}

/** How many rows of the store the draft has deleted in a window, or moved within it or out of it. */
function gapsIn({ displaced, pending }: Sheet, columns: readonly string[], fits: (row: object) => boolean): number {
  if (displaced === 0) return 0;
  let gaps = 0;
  for (const [row, is] of pending) {
    if (is.kind === 'insert' || !fits(is.before)) continue;
    const isMoved = columns.some((column) => (is.before as Cells)[column] !== (row as Cells)[column]);
    if (is.kind === 'delete' || isMoved) gaps += 1;
  }
  return gaps;
}

/** To find so few among many is quicker than to sort them all. */
const FEW = 8;

function firstOf<Row>(rows: readonly Row[], limit: number, order: (a: Row, b: Row) => number): Row[] {
  const first: Row[] = [];
  for (const row of rows) {
    const last = first.at(-1);
    if (first.length === limit && last !== undefined && order(row, last) >= 0) continue;
    const at = first.findIndex((other) => order(row, other) < 0);
    first.splice(at < 0 ? first.length : at, 0, row);
    if (first.length > limit) first.pop();
  }
  return first;
}

function isDeleted(sheet: Sheet, row: object): boolean {
  return sheet.pending.get(row)?.kind === 'delete';
}

function keyOf({ key }: AnyTable, row: object): string {
  let cells = String((row as Cells)[key[0] ?? '']);
  for (let at = 1; at < key.length; at += 1) cells += `\u0000${(row as Cells)[key[at] ?? '']}`;
  return cells;
}
