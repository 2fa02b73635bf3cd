import { hash } from 'node:crypto';

/** Which keys a file has had so far, and where. */
export interface SeenKeys {
  /** The line that had a key before; `undefined` where none had, and then this one has it. */
  see(key: string, line: number): number | undefined;
}

const SLOTS_AT_FIRST = 1_024;

/**
 * Keeps 64 bits of each key's hash, open-addressed: twelve bytes a place, at most two thirds of which are taken, so that a file of
 * millions of rows can be looked through.
 */
export function createSeenKeys(): SeenKeys {
  let table = emptyTable(SLOTS_AT_FIRST);
  let taken = 0;

  function place({ high, low, line }: Table, wantedHigh: number, wantedLow: number): number {
    const mask = line.length - 1;
    let at = wantedLow & mask;
    while (line[at] !== 0 && (high[at] !== wantedHigh || low[at] !== wantedLow)) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const bigger = emptyTable(table.line.length * 2);
    for (let at = 0; at < table.line.length; at += 1) {
      if (table.line[at] === 0) continue;
      const [high = 0, low = 0] = [table.high[at], table.low[at]];
      put(bigger, place(bigger, high, low), high, low, table.line[at] ?? 0);
    }
    table = bigger;
  }

  return {
    see(key, line) {
      const digest = hash('sha256', key, 'buffer');
      const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
      const at = place(table, high, low);
      const before = table.line[at];
      if (before) return before;
      put(table, at, high, low, line);
      taken += 1;
      if (taken * 3 > table.line.length * 2) grow();
      return undefined;
    },
  };
}

interface Table {
  high: Uint32Array;
  low: Uint32Array;
  /** 0: nothing is here. */
  line: Uint32Array;
}

function emptyTable(slots: number): Table {
  return { high: new Uint32Array(slots), low: new Uint32Array(slots), line: new Uint32Array(slots) };
}

function put(table: Table, at: number, high: number, low: number, line: number): void {
  table.high[at] = high;
  table.low[at] = low;
  table.line[at] = line;
}
