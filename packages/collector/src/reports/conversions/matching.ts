import type { Place } from './places.ts';
import type { Trait } from './trait.ts';

const FIRST_BATCH = 64;
const LARGEST_BATCH = 4_000;
/** To seek one place costs as much as to read so many on. */
const SEEK = 10;
/** Fewer places are each sought. */
const FEW = 8;

/** Some conversions of a list, and what it took to find them, in index entries read. */
export interface Found {
  places: Place[];
  work: number;
}

/** Conversions that have each of some traits, of which the first is the rarest, in the list's direction of time, by batches. */
export async function* matching(
  [rarest, ...others]: readonly [Trait, ...Trait[]],
  after: Place | null,
  wanted = FIRST_BATCH,
): AsyncGenerator<Found> {
  let last = after;
  const least = others.length === 0 ? wanted : Math.max(FIRST_BATCH, wanted);
  for (let size = Math.min(least, LARGEST_BATCH); ; size = Math.min(size * 4, LARGEST_BATCH)) {
    const some = await rarest.next(last, size);
    const { places, work } = await withAll(others, some);
    yield { places, work: work + some.length };
    if (some.length < size) return;
    last = some.at(-1) ?? last;
  }
}

/** Those of some conversions, which lie in the order of time, that have each of some traits. */
async function withAll(traits: readonly Trait[], some: Place[]): Promise<Found> {
  let found: Found = { places: some, work: 0 };
  for (const trait of traits) {
    const { places, work } = await withTrait(trait, found.places);
    found = { places, work: found.work + work };
  }
  return found;
}

async function withTrait(trait: Trait, some: Place[]): Promise<Found> {
  const [first, last] = [some[0], some.at(-1)];
  if (!first || !last) return { places: [], work: 0 };
  const limit = some.length * SEEK;
  const isLater =
    first.occurred_at > last.occurred_at || (first.occurred_at === last.occurred_at && first.id > last.id);
  const near =
    some.length < FEW
      ? null
      : await trait.between(...(isLater ? ([last, first] as const) : ([first, last] as const)), limit);
  if (!near) return { places: await trait.among(some), work: limit * 2 };
  const ids = new Set(near.map(({ id }) => id));
  return { places: some.filter(({ id }) => ids.has(id)), work: near.length };
}

/** What was found, and whether it is all there is. */
export interface Collected extends Found {
  isWhole: boolean;
}

/** So much of what has some traits, in the list's direction of time. */
export async function collect(
  traits: readonly [Trait, ...Trait[]],
  most: { places: number; work: number },
): Promise<Collected> {
  const collected: Collected = { places: [], work: 0, isWhole: false };
  for await (const { places, work } of matching(traits, null)) {
    collected.places.push(...places);
    collected.work += work;
    if (collected.places.length > most.places || collected.work > most.work) return collected;
  }
  return { ...collected, isWhole: true };
}

/** Those of some conversions, in any order, that have each of some traits. */
export async function amongAll(traits: readonly Trait[], some: readonly Place[]): Promise<readonly Place[]> {
  let left = some;
  for (const trait of traits) if (left.length > 0) left = await trait.among(left);
  return left;
}
