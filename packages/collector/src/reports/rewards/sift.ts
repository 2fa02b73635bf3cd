/** Rows that pass a test, from a place on. */
export interface Sifted<Row> {
  rows: Row[];
  has_more: boolean;
  /** That pass, among those that were looked at. */
  passed: number;
  /** Everything was looked at. */
  is_whole: boolean;
}

export interface Sieve<Row> {
  limit: number;
  /** Rows that pass and are left out first. */
  offset: number;
  /** At most so many rows are looked at; counting stops there. */
  most: number;
  /** Rows that are read at a time. */
  batch?: number;
  /** Goes on to count when the page is full. */
  counts: boolean;
  /** Some rows behind one, in the list's order. */
  read: (behind: Row | undefined, size: number) => Promise<Row[]>;
  keep: (rows: readonly Row[]) => Promise<readonly Row[]> | readonly Row[];
}

const BATCH = 500;

/** Walks a list until the page is full, or until all is counted, and never further than `most` rows. */
export async function sift<Row>(sieve: Sieve<Row>): Promise<Sifted<Row>> {
  const { limit, offset, most, batch = BATCH, counts, read, keep } = sieve;
  const rows: Row[] = [];
  let passed = 0;
  let looked = 0;
  for (let behind: Row | undefined; ; ) {
    const size = Math.min(batch, most - looked);
    const some = size > 0 ? await read(behind, size) : [];
    const kept = await keep(some);
    rows.push(...kept.slice(Math.max(0, offset - passed), Math.max(0, offset + limit + 1 - passed)));
    passed += kept.length;
    looked += some.length;
    const is_whole = size > 0 && some.length < size;
    if (is_whole || size <= 0 || (!counts && rows.length > limit)) {
      return { rows: rows.slice(0, limit), has_more: rows.length > limit, passed, is_whole };
    }
    behind = some.at(-1);
  }
}
