import { conversions } from '../../domain/schema.ts';
import { type Cell, compareRows } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { isCounted, readValues } from './counters.ts';
import { indexOf, type ListQuestion, mayBeEmpty, sortColumns } from './list-question.ts';
import { amongAll, type Collected, collect, matching } from './matching.ts';
import { type Place, placeIn } from './places.ts';
import type { Trait } from './trait.ts';
import { columnTrait, emptyTrait } from './traits.ts';

/** So many may be put in order where seeking them in that order takes long. */
const SORTED_AT_MOST = 50_000;
/** So many entries of the sorted column's index are looked at before that is taken to be so. */
const WALKED = { known: 60_000, sought: 20_000 };
/** To read a conversion's row costs as much as to read so many entries on. */
const ROW = 10;
const BATCH = { known: 4_000, sought: 400 };
/** A column with so few values is gone through value by value. */
const VALUES = 200;

type Sorted = Place & Readonly<Record<string, Cell>>;

/** A part of a list in another order than that of time: its first places, or all where it is better sorted. */
export type Walked = { places: readonly Place[] } | { unsorted: readonly Place[] };

/** Goes along the sorted column, and then through what is empty there, until there are so many that have all traits. */
export async function walk(
  reader: Reader,
  question: ListQuestion,
  traits: readonly Trait[],
  found: Collected | null,
  needed: number,
): Promise<Walked> {
  const { after, sort } = question;
  const isInEmpty = after !== null && after[0] === null;
  const matches: Place[] = [];
  if (!isInEmpty) {
    const groups = found?.isWhole ? null : await readGroups(reader, question);
    if (groups) await walkGroups(reader, question, traits, groups, matches, needed);
    else {
      const unsorted = await walkIndex(reader, question, traits, found, matches, needed);
      if (unsorted) return { unsorted };
    }
  }
  if (matches.length < needed && mayBeEmpty(sort)) {
    const empty = emptyTrait(reader, question);
    const [first = empty, ...others] = [...traits, empty];
    await gather([first, ...others], isInEmpty ? placeIn(after) : null, matches, needed);
  }
  return { places: matches };
}

async function gather(
  traits: readonly [Trait, ...Trait[]],
  after: Place | null,
  matches: Place[],
  needed: number,
): Promise<void> {
  for await (const { places } of matching(traits, after)) {
    matches.push(...places);
    if (matches.length >= needed) return;
  }
}

/** The values of the sorted column in the list's order, from its place on; `null` where they are many. */
async function readGroups(
  reader: Reader,
  { workspace_id, sort, order, after }: ListQuestion,
): Promise<readonly string[] | null> {
  const values = isCounted(sort) ? await readValues(reader, workspace_id, sort, VALUES) : null;
  if (!values) return null;
  const sign = order === 'ascending' ? 1 : -1;
  const compare = (a: Cell, b: Cell) => sign * compareRows({ value: a }, { value: b }, ['value']);
  const [start = null] = after ?? [];
  return values.filter((value) => start === null || compare(value, start) >= 0).sort(compare);
}

/** Within one value the order is that of time, in which everything lies together. */
async function walkGroups(
  reader: Reader,
  question: ListQuestion,
  traits: readonly Trait[],
  groups: readonly string[],
  matches: Place[],
  needed: number,
): Promise<void> {
  const { sort, after } = question;
  for (const value of groups) {
    const all = [columnTrait(reader, question, sort, value), ...traits];
    const sizes = await Promise.all(all.map((trait) => trait.size(COMPARED)));
    const sorted = all.toSorted((a, b) => (sizes[all.indexOf(a)] ?? 0) - (sizes[all.indexOf(b)] ?? 0));
    const [first, ...others] = sorted;
    if (first) await gather([first, ...others], value === after?.[0] ? placeIn(after) : null, matches, needed);
    if (matches.length >= needed) return;
  }
}

/** So many entries are counted to see which trait is rarer. */
const COMPARED = 10_000;

/** What is to be sorted instead, where the sorted column's index does not lead to it soon. */
async function walkIndex(
  reader: Reader,
  question: ListQuestion,
  traits: readonly Trait[],
  found: Collected | null,
  matches: Place[],
  needed: number,
): Promise<readonly Place[] | null> {
  const { from, to, after, sort } = question;
  const inTime = ({ occurred_at: at }: Place) => (from === null || at >= from) && (to === null || at <= to);
  let whole = found?.isWhole ? found : null;
  let most = whole ? WALKED.known : WALKED.sought;
  let known = whole && idsOf(whole);
  for (let last = after, walked = 0; ; ) {
    const limit = known ? BATCH.known : BATCH.sought;
    const some = await readEntries(reader, question, last, { limit });
    const within = some.filter(inTime);
    matches.push(...(known ? within.filter(({ id }) => known?.has(id)) : await amongAll(traits, within)));
    const end = some.at(-1);
    if (matches.length >= needed || !end || some.length < limit) return null;
    last = sortColumns(sort).map((column) => end[column] ?? null);
    walked += some.length;
    if (walked < most) continue;
    if (whole) return whole.places;
    most = Number.POSITIVE_INFINITY;
    const [first, ...others] = traits;
    const all = first && (await collect([first, ...others], { places: SORTED_AT_MOST, work: most }));
    if (!all?.isWhole) continue;
    whole = all;
    known = idsOf(all);
    most = walked + all.places.length * ROW;
  }
}

function idsOf({ places }: Collected): ReadonlySet<string> {
  return new Set(places.map(({ id }) => id));
}

/** What has something in the sorted column, in the list's order. */
export function readEntries(
  reader: Reader,
  question: ListQuestion,
  after: ListQuestion['after'],
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Sorted[]> {
  const { workspace_id, sort, order } = question;
  return reader.range<Sorted>(conversions as never, indexOf(sort), [workspace_id], {
    ...{ where: { deleted_at: null }, present: mayBeEmpty(sort) ? [sort] : undefined, order, limit },
    ...{ columns: ['occurred_at', 'id'], after: after ?? undefined, offset: offset > 0 ? offset : undefined },
  });
}
