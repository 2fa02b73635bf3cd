import { conversions } from '../../domain/schema.ts';
import type { AnyTable } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { isCounted, readCounter } from './counters.ts';
import { filtersOf, type ListQuestion } from './list-question.ts';
import { MANY, type Route } from './route.ts';

export interface Total {
  total: number;
  /** `false` where there are at least so many. */
  total_is_exact: boolean;
}

/** Index entries whose rows are looked at to count those that several filters leave. */
const LOOKED_AT = 40_000;

/** How many conversions a list has: from the counters where one of them says it, else counted. */
export async function totalOf(reader: Reader, question: ListQuestion, shortest: Route): Promise<Total> {
  const { workspace_id, from, to } = question;
  const [[column, value] = ['all', ''] as const, ...others] = filtersOf(question);
  if (from === null && to === null && others.length === 0 && (column === 'all' || isCounted(column))) {
    return { total: await readCounter(reader, workspace_id, column, value), total_is_exact: true };
  }
  return countRoute(reader, conversions, shortest);
}

/** Counts what a way leads to: no further than `MANY`, and among the newest where the way is long. */
export async function countRoute(reader: Reader, table: AnyTable, route: Route): Promise<Total> {
  const { index, prefix, within } = route;
  const { from, to } = within;
  const [edge] = await reader.range(table, index, prefix, {
    ...{ from, to, order: 'descending', offset: LOOKED_AT, limit: 1 },
  });
  const since = edge ? [(edge as { occurred_at: number }).occurred_at] : from;
  const rows = await reader.tally(table, index, prefix, { ...within, from: since }, MANY + 1);
  return { total: Math.min(rows, MANY), total_is_exact: rows <= MANY && !edge };
}

export function sumOf(totals: readonly Total[]): Total {
  return {
    total: totals.reduce((sum, { total }) => sum + total, 0),
    total_is_exact: totals.every(({ total_is_exact }) => total_is_exact),
  };
}
