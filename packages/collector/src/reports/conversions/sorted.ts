import { conversions } from '../../domain/schema.ts';
import { type Cell, compareRows } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { ListedPlaces } from './in-time.ts';
import { indexOf, type ListQuestion, mayBeEmpty, sortColumns } from './list-question.ts';
import { type Collected, collect } from './matching.ts';
import { type Place, placeIn } from './places.ts';
import { MANY } from './route.ts';
import { COUNTED, countOf } from './totals.ts';
import type { Trait } from './trait.ts';
import { emptyTrait, type Traits } from './traits.ts';
import { readEntries, walk } from './walk.ts';

/** So many are put in another order than that of time here, rather than sought in that order. */
const SORTED = 1_000;

type Sorted = Place & Readonly<Record<string, Cell>>;

/** A list in another order than that of time, what is empty in the sorted column last. */
export async function listSorted(
  reader: Reader,
  question: ListQuestion,
  traits: Traits,
  count: number,
): Promise<ListedPlaces> {
  const [first, ...others] = traits.all;
  if (!first && question.from === null && question.to === null) {
    const [places, total] = await Promise.all([readAll(reader, question, count), countOf(reader, question, traits)]);
    return { places, ...total };
  }
  if (!first)
    return { places: await walked(reader, question, [], null, count), ...(await countOf(reader, question, traits)) };
  const isMany = others.length === 0 && traits.least > MANY;
  const found = isMany ? null : await collect([first, ...others], COUNTED);
  const counted = found && { total: found.places.length, total_is_exact: found.isWhole };
  const total = counted?.total_is_exact ? counted : await countOf(reader, question, traits, counted ?? undefined);
  const places =
    found?.isWhole && found.places.length <= SORTED
      ? await sorted(reader, question, found.places, count)
      : await walked(reader, question, [first, ...others], found, count);
  return { places, ...total };
}

async function walked(
  reader: Reader,
  question: ListQuestion,
  traits: readonly Trait[],
  found: Collected | null,
  count: number,
): Promise<readonly Pick<Place, 'id'>[]> {
  const { offset } = question;
  const gone = await walk(reader, question, traits, found, offset + count);
  return 'places' in gone ? gone.places.slice(offset, offset + count) : sorted(reader, question, gone.unsorted, count);
}

/** Puts conversions in the list's order, and gives those of a page. */
async function sorted(
  reader: Reader,
  question: ListQuestion,
  places: readonly Place[],
  count: number,
): Promise<Pick<Place, 'id'>[]> {
  const { workspace_id, sort, order, after, offset } = question;
  const columns = sortColumns(sort);
  const found = await Promise.all(
    places.map(({ id }) =>
      reader.range<Sorted>(conversions as never, 'key', [workspace_id, id], {
        ...{ where: { deleted_at: null }, columns, order: 'ascending' },
      }),
    ),
  );
  const sign = order === 'ascending' ? 1 : -1;
  const isEmpty = (row: Sorted) => Number((row[sort] ?? null) === null);
  const compare = (a: Sorted, b: Sorted) => isEmpty(a) - isEmpty(b) || sign * compareRows(a, b, columns);
  const all = found.flat().sort(compare);
  if (!after) return all.slice(offset, offset + count);
  const last = Object.fromEntries(columns.map((column, at) => [column, after[at] ?? null])) as unknown as Sorted;
  return all.filter((row) => compare(row, last) > 0).slice(0, count);
}

/** A page of all conversions, of which none need be looked at that are left out. */
async function readAll(reader: Reader, question: ListQuestion, count: number): Promise<readonly Pick<Place, 'id'>[]> {
  const { workspace_id, after, offset, sort } = question;
  const isInEmpty = after !== null && after[0] === null;
  const some = isInEmpty ? [] : await readEntries(reader, question, after, { limit: count, offset });
  if (some.length === count || !mayBeEmpty(sort)) return some;
  const within = { where: { deleted_at: null }, present: [sort] };
  const left =
    some.length > 0 || offset === 0
      ? 0
      : offset - (await reader.tally(conversions, indexOf(sort), [workspace_id], within, offset));
  const empty = await emptyTrait(reader, question).next(
    isInEmpty ? placeIn(after) : null,
    ...([count - some.length, left] as const),
  );
  return [...some, ...empty];
}
