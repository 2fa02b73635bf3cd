import type { ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import {
  FILTERS,
  type ListQuestion,
  mayHoldClaims,
  SORTS,
  STATUSES,
} from '../../packages/collector/src/reports/conversions/list-question.ts';

export const WORKSPACE = 'one';

const BASE: ListQuestion = {
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
  ];
}

/** Every form of a list: each narrowing, in each order, of each status that it can have. */
export function listForms(rows: readonly ConversionRow[]): ListQuestion[] {
  return narrowings(rows).flatMap((narrowing) =>
    SORTS.flatMap((sort) =>
      STATUSES.flatMap((status) => {
        const question = { ...BASE, ...narrowing, sort, status };
        return status === 'unverified' && !mayHoldClaims(question) ? [] : [question];
      }),
    ),
  );
}
