import type { Cell } from '../domain/table.ts';

/** Finds, among the rows that a draft has changed, those with given values; an index is made when first asked for. */
export interface Overlay {
  add(row: object): void;
  remove(row: object): void;
  find(columns: readonly string[], values: readonly Cell[]): Iterable<object>;
}

interface OverlayIndex {
  columns: readonly string[];
  rows: Map<string, Set<object>>;
}

export function createOverlay(): Overlay {
  const all = new Set<object>();
  const indexes = new Map<string, OverlayIndex>();

  function put({ columns, rows }: OverlayIndex, row: object): void {
    const value = valuesOf(row, columns);
    const group = rows.get(value);
    if (group) group.add(row);
    else rows.set(value, new Set([row]));
  }

  return {
    add(row) {
      all.add(row);
      for (const index of indexes.values()) put(index, row);
    },
    remove(row) {
      all.delete(row);
      for (const { columns, rows } of indexes.values()) rows.get(valuesOf(row, columns))?.delete(row);
    },
    find(columns, values) {
      const name = columns.join();
      let index = indexes.get(name);
      if (!index) {
        index = { columns, rows: new Map() };
        indexes.set(name, index);
        for (const row of all) put(index, row);
      }
      return index.rows.get(values.join('\u0000')) ?? [];
    },
  };
}

function valuesOf(row: object, columns: readonly string[]): string {
  return columns.map((column) => (row as Record<string, Cell>)[column]).join('\u0000');
}
