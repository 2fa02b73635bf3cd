import { conversions } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { isCounted, readCounter } from './counters.ts';
import {
  type Filter,
  filtersOf,
  type ListQuestion,
  mayBeEmpty,
  type Sort,
  shownWhere,
  sortColumns,
  timesOf,
} from './list-question.ts';
import type { Phase, Start } from './phases.ts';
import { MANY, type MeasuredRoute, type Route, shortestOf } from './route.ts';

/** How the conversions of a list are read by the columns that they are filtered and sorted by. */
export interface Plan {
  phases: readonly Phase[];
  start: Start;
  /** The shortest way to them, in the order of time. */
  shortest: Route;
  /** So little is there that all of it may be gone through. */
  isShort: boolean;
  /** The phases give rows of other times, too. */
  isUnbounded: boolean;
}

/**
 * The plan of a list: the index of the rarest thing that it is filtered by, in the order of time; or, where it is sorted by
 * something else, all that is found there put in that order, unless it is too much: then the sorted column's own index.
 */
export async function planOf(reader: Reader, question: ListQuestion): Promise<Plan> {
  const { sort, after } = question;
  const shortest = await shortestOf(reader, conversions, routesOf(question), (route) => known(reader, route));
  const phases = sort === 'occurred_at' || shortest.settles.includes(sort) ? undefined : sorted(question, shortest);
  const isShort = shortest.size <= MANY;
  if (!phases) {
    // Where the sorted column is the same everywhere, the order is that of time.
    const start = { phase: 0, after: after?.slice(-2) };
    return { phases: [shortest], start, shortest, isShort, isUnbounded: false };
  }
  const isInEmpty = after !== null && after[0] === null;
  const start = { phase: isInEmpty ? 1 : 0, after: isInEmpty ? after.slice(1) : (after ?? undefined) };
  const isBounded = question.from !== null || question.to !== null;
  return { phases, start, shortest, isShort, isUnbounded: isBounded && !isShort };
}

function routesOf(question: ListQuestion): [Route, ...Route[]] {
  const { workspace_id } = question;
  const bounds = timesOf(question);
  const routeBy = ([filter, value]: [Filter, string]): Route => ({
    index: INDEXES[filter] ?? filter,
    prefix: [workspace_id, value],
    settles: [filter],
    within: { ...bounds, where: shownWhere(question, [filter]) },
  });
  const [first, ...others] = filtersOf(question).map(routeBy);
  if (first) return [first, ...others];
  return [
    { index: 'time', prefix: [workspace_id], settles: [], within: { ...bounds, where: shownWhere(question, []) } },
  ];
}

/** Indexes that are not named after their column. */
const INDEXES: Readonly<Partial<Record<Sort | Filter, string>>> = {
  visitor_id: 'visitor',
  click_id: 'click',
  recorded_at: 'recorded',
};

/** How many conversions have the value that a way leads to, whenever they occurred. */
async function known(reader: Reader, { settles: [column = ''], prefix }: Route): Promise<number | undefined> {
  if (!isCounted(column)) return undefined;
  return readCounter(reader, String(prefix[0]), column, String(prefix[1]));
}

/** The phases of a list that is not in the order of time: what has something in the sorted column, then what has not. */
function sorted(question: ListQuestion, shortest: MeasuredRoute): Phase[] {
  const { workspace_id, sort } = question;
  const present = mayBeEmpty(sort) ? [sort] : undefined;
  const found: Phase = { ...shortest, by: sortColumns(sort), within: { ...shortest.within, present } };
  const walked: Phase = {
    index: INDEXES[sort] ?? sort,
    prefix: [workspace_id],
    settles: [],
    within: { where: shownWhere(question), present },
    instead: shortest.settles.length > 0 ? found : undefined,
  };
  const first = shortest.size <= MANY ? found : walked;
  if (!present) return [first];
  const { where } = shortest.within;
  return [first, { ...shortest, within: { ...shortest.within, where: { ...where, [sort]: null } } }];
}
