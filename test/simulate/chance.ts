export interface Chance {
  /** From 0 to 1. */
  number(): number;
  /** A whole number between two, both included. */
  whole(from: number, to: number): number;
  happens(probability: number): boolean;
  /** One of some things, of which there must be one. */
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

/** Chance that follows from a seed (mulberry32) and a name, so that a run can be had again and one more changes no other. */
export function createChance(seed: number, name: string): Chance {
  let state = [...name].reduce((mixed, letter) => Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193), seed | 0);

  function number(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    number,
    whole: (from, to) => from + Math.floor(number() * (to - from + 1)),
    happens: (probability) => number() < probability,
    pick: <T>(items: readonly T[]) => items[Math.floor(number() * items.length)] as T,
    shuffled: <T>(items: readonly T[]) =>
      items
        .map((item) => ({ item, place: number() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}
