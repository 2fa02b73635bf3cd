import type { ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import {
  FILTERS,
  type ListQuestion,
  mayHoldClaims,
  SORTS,
  type Sort,
  STATUSES,
} from '../../packages/collector/src/reports/conversions/list-question.ts';

export const WORKSPACE = 'one';

/** All conversions, newest first. */
export const everythingAsked: ListQuestion = {
  ...{ workspace_id: WORKSPACE, filters: {}, named: [], search: null, from: null, to: null },
  ...{ sort: 'occurred_at', order: 'descending', status: 'all', limit: 7, offset: 0, after: null },
};

/** What lists are narrowed by: each filter by a common and by a rare value, pairs, people, words and times. */
function narrowings(rows: readonly ConversionRow[]): Partial<ListQuestion>[] {
  const filters = FILTERS.flatMap((filter) => {
    const values = Map.groupBy(rows, (row) => row[filter]);
    values.delete(null);
    const sorted = [...values].toSorted(([, a], [, b]) => b.length - a.length).map(([value]) => value as string);
    return [...new Set([sorted[0], sorted.at(-1)])].flatMap((value) =>
      value === undefined ? [] : [{ [filter]: value }],
    );
  });
  const times = rows.map(({ occurred_at }) => occurred_at).toSorted();
  const [early = 0, late = 0] = [times[Math.floor(times.length / 50)], times[Math.floor(times.length / 20)]];
  const lead = { kind: 'lead', value: 'l_all' } as const;
  return [
    {},
    ...filters.map((one) => ({ filters: one })),
    { filters: { name: 'purchase', type_id: 'type_1' } },
    { filters: { name: 'purchase', type_id: 'type_2', sales_status: 'complete' } },
    { filters: { name: 'purchase', order_id: 'o_3' } },
    { filters: { name: 'purchase' }, from: early, to: late },
    { from: early, to: late },
    { from: early },
    { named: [{ kind: 'user', value: 'u_3' }] },
    { named: [{ kind: 'user', value: 'u_3' }, lead], filters: { name: 'purchase' } },
    { named: [lead] },
    { search: 'ALPHA' },
    { search: 'o_12' },
    { search: 'purch' },
    { search: 'purchase', filters: { origin: 'web' }, from: early },
    { search: 'alpha lea' },
    { search: 'nothing' },
    { search: 'purchase', named: [lead] },
    { search: 'o_' },
  ];
}

/** Of each kind one: times, a few values, many, and such that may be empty. */
const SORTS_TRIED: readonly Sort[] = ['occurred_at', 'recorded_at', 'name', 'amount_minor', 'workflow_run_id'];

/** Every form of a list: each narrowing, sorted by each kind of column, of each status that makes a difference. */
export function listForms(rows: readonly ConversionRow[]): ListQuestion[] {
  return narrowings(rows).flatMap((narrowing) => SORTS_TRIED.flatMap((sort) => formsOf(narrowing, sort)));
}

/** Lists sorted by the other columns: of everything, and of what each way of narrowing leaves that is common. */
export function otherSorts(): ListQuestion[] {
  const others = SORTS.filter((sort) => !SORTS_TRIED.includes(sort));
  const some: Partial<ListQuestion>[] = [{}, { filters: { name: 'purchase' } }, { search: 'purch' }];
  return some.flatMap((narrowing) => others.flatMap((sort) => formsOf(narrowing, sort)));
}

function formsOf(narrowing: Partial<ListQuestion>, sort: Sort): ListQuestion[] {
  const question: ListQuestion = { ...everythingAsked, ...narrowing, sort };
  return mayHoldClaims(question) ? STATUSES.map((status) => ({ ...question, status })) : [question];
}
