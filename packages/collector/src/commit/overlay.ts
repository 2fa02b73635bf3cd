import type { Cell } from '../domain/table.ts';

/** Finds, among the rows that a draft has changed, those with given values; an index is made when first asked for. */
export interface Overlay {
  add(row: object): void;
  remove(row: object): void;
  /** Those whose first `columns` are these values. */
  find(columns: readonly string[], values: readonly Cell[]): Iterable<object>;
}

interface OverlayIndex {
  columns: readonly string[];
  rows: Map<string, Set<object>>;
}

export function createOverlay(): Overlay {
  const all = new Set<object>();
  /** By the columns, which are one object for each index of a table, and by how many of them count. */
  const indexes = new Map<readonly string[], (OverlayIndex | undefined)[]>();

  function put({ columns, rows }: OverlayIndex, row: object): void {
    const value = valuesOf(row, columns);
    const group = rows.get(value);
    if (group) group.add(row);
    else rows.set(value, new Set([row]));
  }

  function* everyIndex(): Generator<OverlayIndex> {
    for (const byLength of indexes.values()) for (const index of byLength) if (index) yield index;
  }

  return {
    add(row) {
      all.add(row);
      for (const index of everyIndex()) put(index, row);
    },
    remove(row) {
      all.delete(row);
      for (const { columns, rows } of everyIndex()) rows.get(valuesOf(row, columns))?.delete(row);
    },
    find(columns, values) {
      if (all.size === 0) return [];
      let byLength = indexes.get(columns);
      if (!byLength) {
        byLength = [];
        indexes.set(columns, byLength);
      }
      let index = byLength[values.length];
      if (!index) {
        index = { columns: columns.slice(0, values.length), rows: new Map() };
        byLength[values.length] = index;
        for (const row of all) put(index, row);
      }
      return index.rows.get(values.join('\u0000')) ?? [];
    },
  };
}

function valuesOf(row: object, columns: readonly string[]): string {
  return columns.map((column) => (row as Record<string, Cell>)[column]).join('\u0000');
}
