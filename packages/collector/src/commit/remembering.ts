import type { AnyTable, Cell, Table } from '../domain/table.ts';
import type { Bounds, SyncReader } from '../store/store.ts';

/**
 * A reader that answers from memory what it was asked before. Nobody else writes while a group is decided, so an answer
 * stays true for as long as its draft lives. Rows by their key are left out: a draft remembers those itself.
 */
export function remembering(reader: SyncReader): SyncReader {
  const known = new Map<string, object[]>();

  function recall<Row extends object>(name: string, read: () => Row[]): Row[] {
    const answer = known.get(name) as Row[] | undefined;
    if (answer) return answer;
    const rows = read();
    known.set(name, rows);
    return rows;
  }

  return {
    get: reader.get,
    find: <Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]) =>
      recall(nameOf(table, index, values), () => reader.find(table, index, values)),
    range: <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) => {
      const limit = roundedUp(bounds.limit);
      const name = `${nameOf(table, index, prefix)}\u0001${boundsOf(bounds)}\u0001${limit}`;
      const rows = recall(name, () =>
        reader.range(table, index, prefix, { ...bounds, limit: Number.isFinite(limit) ? limit : undefined }),
      );
      return bounds.limit !== undefined && rows.length > bounds.limit ? rows.slice(0, bounds.limit) : rows;
    },
  };
}

/** A draft asks for a few rows more when it has changed some; so that the same answer serves, a power of two is asked for. */
export function roundedUp(limit: number | undefined): number {
  return limit === undefined ? Number.POSITIVE_INFINITY : 2 ** Math.ceil(Math.log2(Math.max(limit, 1)));
}

/** A place of an index, as text. */
export function nameOf(table: AnyTable, index: string, prefix: readonly Cell[]): string {
  return `${table.name}\u0001${index}\u0001${prefix.join('\u0000')}`;
}

/** Bounds without their limit, as text. */
export function boundsOf({ from, to, after, order }: Bounds): string {
  return `${from?.join('\u0000')}\u0001${to?.join('\u0000')}\u0001${after?.join('\u0000')}\u0001${order}`;
}
