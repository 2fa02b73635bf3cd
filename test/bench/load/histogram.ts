/** How long answers took, in buckets of ten microseconds. */
export interface Histogram {
  add(ms: number): void;
  /** The time within which this share of the answers came, in ms. */
  within(share: number): number;
}

const BUCKETS_PER_MS = 100;
const LONGEST_MS = 2_000;

export function createHistogram(): Histogram {
  const buckets = new Uint32Array(LONGEST_MS * BUCKETS_PER_MS + 1);
  let count = 0;
  return {
    add(ms) {
      const bucket = Math.min((ms * BUCKETS_PER_MS) | 0, buckets.length - 1);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      count += 1;
    },
    within(share) {
      let left = Math.ceil(count * share);
      const at = buckets.findIndex((inBucket) => {
        left -= inBucket;
        return left <= 0;
      });
      return (at + 1) / BUCKETS_PER_MS;
    },
  };
}
