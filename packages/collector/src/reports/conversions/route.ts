import type { AnyTable, Cell } from '../../domain/table.ts';
import type { Narrowing, Reader } from '../../store/store.ts';

/** As many rows are counted one by one, and sorted in memory; what is more is common. */
export const MANY = 10_000;

/** A way to rows: an index, and where in it they lie. */
export interface Route {
  index: string;
  prefix: readonly Cell[];
  /** Columns that the prefix settles. */
  settles: readonly string[];
  within: Narrowing;
}

/** A way, and how many index entries lie on it: at most one more than `MANY`, or what is known of more. */
export interface MeasuredRoute extends Route {
  size: number;
}

/**
 * The shortest of several ways, the first of equal ones. Of a common value `known` may tell how many rows have it, where that
 * is known.
 */
export async function shortestOf(
  reader: Reader,
  table: AnyTable,
  routes: readonly [Route, ...Route[]],
  known: (route: Route) => Promise<number | undefined> = async () => undefined,
): Promise<MeasuredRoute> {
  const measured = await Promise.all(
    routes.map(async (route) => {
      const { index, prefix, within } = route;
      const size = await reader.tally(table, index, prefix, { from: within.from, to: within.to }, MANY + 1);
      return { ...route, size: size > MANY ? Math.max(size, (await known(route)) ?? 0) : size };
    }),
  );
  return measured.reduce((best, next) => (next.size < best.size ? next : best));
}
