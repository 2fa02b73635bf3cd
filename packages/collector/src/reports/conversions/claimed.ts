import type { ClaimRow } from '../../domain/conversion.ts';
import { claims } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { readCounter } from './counters.ts';
import { filtersOf, type ListQuestion, timesOf } from './list-question.ts';
import { type Route, shortestOf } from './route.ts';
import { countRoute, type Listed, type Total } from './totals.ts';

/** What browsers reported and no server confirmed, in the order of time, at most `count` of it. */
export async function listClaimed(reader: Reader, question: ListQuestion, count: number): Promise<Listed<ClaimRow>> {
  const { order, offset, after } = question;
  const shortest = await shortestOf(reader, claims, routesOf(question));
  const { index, prefix, within } = shortest;
  const [rows, total] = await Promise.all([
    reader.range<ClaimRow>(claims, index, prefix, {
      ...{ ...within, order, limit: count },
      after: after ?? undefined,
      offset: offset > 0 ? offset : undefined,
    }),
    totalOf(reader, question, shortest),
  ]);
  return { rows, ...total };
}

async function totalOf(reader: Reader, question: ListQuestion, shortest: Route): Promise<Total> {
  const { workspace_id, from, to } = question;
  if (from !== null || to !== null || filtersOf(question).length > 0) return countRoute(reader, claims, shortest);
  return { total: await readCounter(reader, workspace_id, 'unverified'), total_is_exact: true };
}

function routesOf(question: ListQuestion): [Route, ...Route[]] {
  const { workspace_id, filters } = question;
  const times = timesOf(question);
  const open = { is_open: true };
  const routeBy = (column: 'order_id' | 'event_id' | 'visitor_id', index: string): Route[] => {
    const { [column]: value, ...others } = filters;
    if (value === undefined) return [];
    const within = { ...times, where: { ...open, ...others } };
    return [{ index, prefix: [workspace_id, value], settles: [column], within }];
  };
  const [first, ...others] = [
    ...routeBy('order_id', 'order_id'),
    ...routeBy('event_id', 'event_id'),
    ...routeBy('visitor_id', 'visitor'),
  ];
  if (first) return [first, ...others];
  const { name } = filters;
  if (name === undefined)
    return [{ index: 'open', prefix: [workspace_id, true], settles: [], within: { ...times, where: open } }];
  return [{ index: 'name', prefix: [workspace_id, name, true], settles: ['name'], within: { ...times, where: open } }];
}
