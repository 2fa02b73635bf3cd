import { conversions } from '../../domain/schema.ts';
import type { Cell, Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { type ListQuestion, timesOf } from './list-question.ts';
import type { Place } from './places.ts';

/** Something that conversions of a list have: a value in a column, a word, somebody whom they name. */
export interface Trait {
  /** How many entries say so within the list's times; counts no further than `limit`. */
  size(limit: number): Promise<number>;
  /** Those that have it, each once, in the list's direction of time and within its times, behind a place. */
  next(after: Place | null, limit: number, offset?: number): Promise<Place[]>;
  /** Those that have it from one place to another, which is later; `null` where it may be more than `limit`. */
  between(first: Place, last: Place, limit: number): Promise<Place[] | null>;
  /** Those of some that have it. */
  among(places: readonly Place[]): Promise<Place[]>;
}

/** Entries of an index that lie in the order of time below a prefix. */
export interface Entries {
  table: Table<object>;
  index: string;
  prefix: readonly Cell[];
  where?: Readonly<Record<string, Cell>>;
}

type Entry = { occurred_at: number; id?: string; conversion_id?: string };

/** What entries of an index say of conversions, read without their rows where the index holds all that is asked. */
export function entriesTrait(reader: Reader, question: ListQuestion, { table, index, prefix, where }: Entries): Trait {
  const { order } = question;
  const times = timesOf(question);
  const id = table === conversions ? 'id' : 'conversion_id';
  const columns = ['occurred_at', id];
  const placeOf = (entry: Entry): Place => ({ id: entry[id] ?? '', occurred_at: entry.occurred_at });
  return {
    size: (limit) => reader.tally(table, index, prefix, { ...times, where }, limit),
    async next(after, limit, offset = 0) {
      const found = await reader.range(table as Table<Entry>, index, prefix, {
        ...{ ...times, where, order, limit, columns },
        after: after ? [after.occurred_at, after.id] : undefined,
        offset: offset > 0 ? offset : undefined,
      });
      return found.map(placeOf);
    },
    async between(first, last, limit) {
      const found = await reader.range(table as Table<Entry>, index, prefix, {
        ...{ where, columns, order: 'ascending', limit: limit + 1 },
        from: [first.occurred_at, first.id],
        to: [last.occurred_at, last.id],
      });
      return found.length > limit ? null : found.map(placeOf);
    },
    async among(places) {
      const found = await Promise.all(
        places.map((place) => {
          const exact = [...prefix, place.occurred_at, place.id];
          return where
            ? reader.range(table, index, exact, { where, columns: [id], order: 'ascending' })
            : reader.find(table, index, exact);
        }),
      );
      return places.filter((_, at) => (found[at]?.length ?? 0) > 0);
    },
  };
}
