import type { Cell } from '../domain/table.ts';
import type { Bounds, Reader } from '../store/store.ts';

/** A store as if it held one workspace alone, for who reads whole tables of which each key begins with the workspace. */
export function oneWorkspace(reader: Reader, workspaceId: string): Reader {
  return {
    ...reader,
    range(table, index, prefix, bounds) {
      if (prefix.length > 0) return reader.range(table, index, prefix, bounds);
      return reader.range(table, index, [workspaceId], within(bounds));
    },
  };
}

function within({ after, ...bounds }: Bounds): Bounds {
  return { ...bounds, after: after?.slice(1) as Cell[] | undefined };
}
