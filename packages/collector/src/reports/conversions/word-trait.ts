import type { ConversionRow, TokenRow } from '../../domain/conversion.ts';
import { conversions, tokens } from '../../domain/schema.ts';
import { compareRows } from '../../domain/table.ts';
import { wordsOf } from '../../rules/search-tokens.ts';
import type { Narrowing, Reader } from '../../store/store.ts';
import type { ListQuestion } from './list-question.ts';
import type { Place } from './places.ts';
import { entriesTrait, type Trait } from './trait.ts';

/** So many words that begin alike are read each in its own order of time. */
const WORDS_READ = 16;
/** A word that fewer conversions have is read with others. */
const COMMON = 500;
/** So many entries of rare words are put in order at once. */
const REST_READ = 30_000;
/** Where other things are sought beside them, or in another order than that of time, so many. */
const REST_READ_AMONG = 120_000;
/** So many entries are counted to see whether words are rare. */
const FEW = 2_000;

/** So many conversions are looked at for a word that many may have. */
const WALKED = 400;
/** After so many all are read that have it, unless they are more than can be held. */
const TESTED = 1_000;
const HELD_READ = 300_000;

/** Conversions with a word that begins so. */
export interface WordTrait extends Trait {
  /** There is one such word, so that what has it lies in the order of time. */
  isPlain: boolean;
  /** There are so many such words that only the conversions themselves tell in which order they lie. */
  isWide: boolean;
}

/** `isAlone`: a list in the order of time is narrowed by nothing else. */
export async function wordTrait(
  reader: Reader,
  question: ListQuestion,
  word: string,
  isAlone: boolean,
): Promise<WordTrait> {
  const { workspace_id } = question;
  const { exact, rest } = await wordsBeginning(reader, workspace_id, word);
  const parts = exact.map((token) =>
    entriesTrait(reader, question, { table: tokens, index: 'key', prefix: [workspace_id, token] }),
  );
  const [only] = parts;
  if (only && !rest && parts.length === 1) return { ...only, isPlain: true, isWide: false };
  const read = rest && (await readPlaces(reader, workspace_id, rest, isAlone ? REST_READ : REST_READ_AMONG));
  if (rest && !read) return { ...wideTrait(reader, question, word), isPlain: false, isWide: true };
  return { ...joined(question, [...parts, heldTrait(question, read ?? [])]), isPlain: false, isWide: false };
}

/** The common words that begin so, and where the others lie. */
async function wordsBeginning(
  reader: Reader,
  workspaceId: string,
  word: string,
): Promise<{ exact: string[]; rest: Narrowing | null }> {
  const last = `${word}\u{10ffff}`;
  const exact: string[] = [];
  for (let from = word; ; ) {
    const rest = { from: [from], to: [last] };
    const left = await reader.tally(tokens, 'key', [workspaceId], rest, FEW + 1);
    if (left === 0) return { exact, rest: null };
    if (left <= FEW || exact.length === WORDS_READ) return { exact, rest };
    const [next] = await reader.range<TokenRow>(tokens, 'key', [workspaceId], {
      ...rest,
      order: 'ascending',
      limit: 1,
    });
    if (!next) return { exact, rest: null };
    if ((await reader.tally(tokens, 'key', [workspaceId, next.token], {}, COMMON)) < COMMON) return { exact, rest };
    exact.push(next.token);
    from = `${next.token}\u0001`;
  }
}

/** `null` where it is too much. */
async function readPlaces(
  reader: Reader,
  workspaceId: string,
  within: Narrowing,
  most: number,
): Promise<Place[] | null> {
  if ((await reader.tally(tokens, 'key', [workspaceId], within, most + 1)) > most) return null;
  const rows = await reader.range<Omit<TokenRow, 'workspace_id'>>(tokens, 'key', [workspaceId], {
    ...{ ...within, order: 'ascending' },
    columns: ['occurred_at', 'conversion_id'],
  });
  return rows.map(({ conversion_id, occurred_at }) => ({ id: conversion_id, occurred_at }));
}

/** Conversions that are known already, in any order, some of them several times. */
function heldTrait(question: ListQuestion, held: readonly Place[]): Trait {
  const ids = new Set(held.map(({ id }) => id));
  let sorted: Place[] | undefined;
  const within = () => {
    sorted ??= inTime(question, held);
    return sorted;
  };
  return {
    size: async (limit) => Math.min(held.length, limit),
    next: async (after, limit, offset = 0) => {
      const start = startOf(question, within(), after) + offset;
      return within().slice(start, start + limit);
    },
    // To test them costs nothing.
    between: async () => null,
    among: async (places) => places.filter(({ id }) => ids.has(id)),
  };
}

/** Where in the list's direction of time what comes behind a place begins. */
function startOf({ order }: ListQuestion, sorted: readonly Place[], after: Place | null): number {
  if (!after) return 0;
  const sign = order === 'ascending' ? 1 : -1;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = sorted[middle];
    if (place && sign * compare(place, after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What has one of several traits. */
function joined(question: ListQuestion, parts: readonly Trait[]): Trait {
  return {
    size: async (limit) => {
      const sizes = await Promise.all(parts.map((part) => part.size(limit)));
      return Math.min(
        limit,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    },
    async next(after, limit, offset = 0) {
      const found = await Promise.all(parts.map((part) => part.next(after, limit + offset)));
      return inTime(question, found.flat()).slice(offset, offset + limit);
    },
    async between(first, last, limit) {
      const found = await Promise.all(parts.map((part) => part.between(first, last, limit)));
      return found.some((part) => part === null) ? null : found.flatMap((part) => part ?? []);
    },
    async among(places) {
      let left = places;
      const found = new Set<string>();
      for (const part of parts.toReversed()) {
        for (const { id } of await part.among(left)) found.add(id);
        left = places.filter(({ id }) => !found.has(id));
      }
      return places.filter(({ id }) => found.has(id));
    },
  };
}

/** Conversions as they lie in time, each read to see whether it has such a word. */
function wideTrait(reader: Reader, question: ListQuestion, word: string): Trait {
  const { workspace_id } = question;
  const all = entriesTrait(reader, question, {
    ...{ table: conversions, index: 'time', prefix: [workspace_id], where: { deleted_at: null } },
  });
  const within = { from: [word], to: [`${word}\u{10ffff}`] };
  let tested = 0;
  let held: Promise<Trait | null> | undefined;

  /** All that have it, where there was reason to read them. */
  async function readHeld(): Promise<Trait | null> {
    const places = await readPlaces(reader, workspace_id, within, HELD_READ);
    return places && heldTrait(question, places);
  }

  async function known(): Promise<Trait | null> {
    if (tested >= TESTED) held ??= readHeld();
    return (await held) ?? null;
  }

  async function among(places: readonly Place[]): Promise<Place[]> {
    const all = await known();
    if (all) return all.among(places);
    tested += places.length;
    const found = await Promise.all(
      places.map(({ id }) => reader.find<ConversionRow>(conversions, 'key', [workspace_id, id])),
    );
    return places.filter((_, at) => found[at]?.some((row) => wordsOf(row).some((token) => token.startsWith(word))));
  }
  async function inPlace(after: Place | null, limit: number): Promise<Place[]> {
    const rows = await reader.range<Omit<TokenRow, 'workspace_id'>>(tokens, 'key', [workspace_id], {
      ...{
        ...within,
        order: question.order,
        by: ['occurred_at', 'conversion_id'],
        limit,
      },
      ...{ columns: ['occurred_at', 'conversion_id'], after: after ? [after.occurred_at, after.id] : undefined },
    });
    return rows.map(({ conversion_id, occurred_at }) => ({ id: conversion_id, occurred_at }));
  }
  return {
    among,
    size: async (limit) => limit,
    between: async (first, last, limit) => (await known())?.between(first, last, limit) ?? null,
    async next(after, limit, offset = 0) {
      const sought = await known();
      if (sought) return sought.next(after, limit, offset);
      const needed = limit + offset;
      const found: Place[] = [];
      let last = after;
      for (let walked = 0; walked < WALKED; ) {
        const size = Math.max(WORDS_READ, Math.min(needed - found.length, WALKED));
        const some = await all.next(last, size);
        found.push(...(await among(some)));
        walked += some.length;
        last = some.at(-1) ?? last;
        if (some.length < size || found.length >= needed) return found.slice(offset, needed);
      }
      // They lie elsewhere in time: all of them are put in order.
      for (;;) {
        const size = needed - found.length;
        const some = await inPlace(last, size);
        found.push(...inTime(question, some));
        last = some.at(-1) ?? last;
        if (some.length < size || found.length >= needed) return found.slice(offset, needed);
      }
    },
  };
}

/** Each once, in the list's direction of time and within its times. */
function inTime({ order, from, to }: ListQuestion, places: readonly Place[]): Place[] {
  const within = places.filter(({ occurred_at: at }) => (from === null || at >= from) && (to === null || at <= to));
  const sign = order === 'ascending' ? 1 : -1;
  const sorted = within.toSorted((a, b) => sign * compare(a, b));
  return sorted.filter(({ id }, at) => id !== sorted[at - 1]?.id);
}

function compare(a: Place, b: Place): number {
  return a.occurred_at - b.occurred_at || compareRows(a, b, ['id']);
}
