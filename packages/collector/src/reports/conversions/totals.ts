import type { AnyTable } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { isCounted, readCounter } from './counters.ts';
import { filtersOf, type ListQuestion } from './list-question.ts';
import { collect } from './matching.ts';
import { MANY, type Route } from './route.ts';
import { shownTrait, type Traits } from './traits.ts';

export interface Total {
  total: number;
  /** `false` where there are at least so many. */
  total_is_exact: boolean;
}

/** Rows of a list from a place on, at most so many as were asked for; and how many it has in all. */
export interface Listed<Row> extends Total {
  rows: Row[];
}

/** So far lists are counted that are narrowed by several things: conversions, and index entries read. */
export const COUNTED = { places: MANY, work: 25_000 };
/** So many entries of one place of an index are counted. */
const ENTRIES = 100_000;
/** A conversion is found by so many words at most. */
const WORDS_EACH = 40;

/** How many conversions a list has: from the counters or one index where these say it, else counted, unless they were. */
export async function countOf(reader: Reader, question: ListQuestion, traits: Traits, counted?: Total): Promise<Total> {
  const { workspace_id, from, to, named } = question;
  const { all, least, words } = traits;
  const [first = shownTrait(reader, question), ...others] = all;
  const filters = filtersOf(question);
  const [[column, value] = ['all', ''] as const] = filters;
  const isOfColumns = words.length === 0 && named.length === 0;
  if (isOfColumns && filters.length < 2 && from === null && to === null && (column === 'all' || isCounted(column))) {
    return { total: await readCounter(reader, workspace_id, column, value), total_is_exact: true };
  }
  const [word] = words;
  if (others.length === 0) {
    const entries = await first.size(ENTRIES + 1);
    if (!word || word.isPlain) return { total: Math.min(entries, ENTRIES), total_is_exact: entries <= ENTRIES };
    if (entries <= ENTRIES && !word.isWide) {
      return { total: (await first.next(null, entries)).length, total_is_exact: true };
    }
    return { total: Math.ceil(entries / WORDS_EACH), total_is_exact: false };
  }
  const isOfOnePerson = named.length === 1 && words.length === 0 && filters.length === 0;
  if (isOfOnePerson && least > MANY) {
    // What is deleted is named as before.
    const [entries, deleted] = await Promise.all([
      first.size(ENTRIES + 1),
      readCounter(reader, workspace_id, 'deleted'),
    ]);
    const total = Math.max(Math.min(entries, ENTRIES) - deleted, counted?.total ?? 0);
    return { total, total_is_exact: deleted === 0 && entries <= ENTRIES };
  }
  if (counted) return counted;
  const { places, isWhole } = await collect([first, ...others], COUNTED);
  return { total: places.length, total_is_exact: isWhole };
}

/** Index entries whose rows are looked at to count those that several filters leave. */
const LOOKED_AT = 40_000;

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
