import { LISTED_BY, SOUGHT_BY } from '../../domain/conversion-tables.ts';
import type { Identifier } from '../../domain/identity.ts';
import { searchTokens } from '../../domain/search.ts';
import type { Cell } from '../../domain/table.ts';
import type { Narrowing } from '../../store/store.ts';

/** Columns by which a list is narrowed; each has an index in the order of time. */
export const FILTERS = [...SOUGHT_BY, 'visitor_id', 'click_id'] as const;

/** Columns by which a list is sorted. */
export const SORTS = ['occurred_at', 'recorded_at', ...LISTED_BY] as const;

export const STATUSES = ['verified', 'unverified', 'all'] as const;

export type Filter = (typeof FILTERS)[number];
export type Sort = (typeof SORTS)[number];
export type Filters = Readonly<Partial<Record<Filter, string>>>;

export interface ListQuestion {
  workspace_id: string;
  /** Types and sources by our id or the caller's. */
  filters: Filters;
  /** Identifiers that the report must have named, all of them. */
  named: readonly Identifier[];
  /** Each of its words must be the beginning of a word of the conversion. */
  search: string | null;
  /** Bounds of `occurred_at`, ms UTC, both included. */
  from: number | null;
  to: number | null;
  sort: Sort;
  /** What is empty in the sorted column comes last either way. */
  order: 'ascending' | 'descending';
  status: (typeof STATUSES)[number];
  limit: number;
  /** So many are left out at the beginning. */
  offset: number;
  /** The list goes on behind this place: the `sortColumns` of the last row that was shown. Not with an offset. */
  after: readonly Cell[] | null;
}

/** The columns that put a list in its order and tell each row's place. */
export function sortColumns(sort: Sort): readonly string[] {
  return sort === 'occurred_at' || sort === 'recorded_at' ? [sort, 'id'] : [sort, 'occurred_at', 'id'];
}

const NEVER_EMPTY: readonly string[] = ['occurred_at', 'recorded_at', 'name', 'count', 'sales_status'] satisfies Sort[];

/** `true` where rows may have nothing in the sorted column. */
export function mayBeEmpty(sort: Sort): boolean {
  return !NEVER_EMPTY.includes(sort);
}

/** `true` where a text is sought that has no word, which nothing has. */
export function isOfNothing({ search }: Pick<ListQuestion, 'search'>): boolean {
  return search !== null && search !== '' && searchTokens(search).length === 0;
}

const OF_CLAIMS: readonly string[] = ['name', 'order_id', 'event_id', 'visitor_id'] satisfies Filter[];

/** `true` where a list can hold what so far only browsers claim: they have no other fields than these. */
export function mayHoldClaims(question: Pick<ListQuestion, 'filters' | 'named' | 'search' | 'sort'>): boolean {
  const { filters, named, search, sort } = question;
  const isNarrowed = named.length > 0 || (search ?? '') !== '';
  return sort === 'occurred_at' && !isNarrowed && Object.keys(filters).every((filter) => OF_CLAIMS.includes(filter));
}

/** The columns that a list is narrowed by, and what they must be. */
export function filtersOf({ filters }: Pick<ListQuestion, 'filters'>): [Filter, string][] {
  return Object.entries(filters) as [Filter, string][];
}

/** Indexes that are not named after their column. */
const INDEXES: Readonly<Partial<Record<Sort | Filter, string>>> = {
  occurred_at: 'time',
  recorded_at: 'recorded',
  visitor_id: 'visitor',
  click_id: 'click',
};

/** The index of conversions that begins with a column. */
export function indexOf(column: Sort | Filter): string {
  return INDEXES[column] ?? column;
}

/** `true` where a list is in the order of time: where the sorted column is the same everywhere, too. */
export function isInTime({ sort, filters }: Pick<ListQuestion, 'sort' | 'filters'>): boolean {
  return sort === 'occurred_at' || sort in filters;
}

/** Bounds of a read in the order of time. */
export function timesOf({ from, to }: ListQuestion): Pick<Narrowing, 'from' | 'to'> {
  return { from: from === null ? undefined : [from], to: to === null ? undefined : [to] };
}
