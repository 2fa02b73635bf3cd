import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from './times.ts';

/** What all that makes histories shares. */

export const WORKSPACE = 'w';

export const START = Date.UTC(2026, 5, 1);
const SALES = [0, 1, 10 * MINUTE, HOUR, HOUR + 1, 2 * DAY];

/** When a sale is: few moments, so that sales, touches and claims meet. */
export const sale = fc.constantFrom(...SALES).map((at) => START + at);
/** When something reached the collector. */
export const arrival = fc.integer({ min: 0, max: 3 }).map((ms) => START + 3 * DAY + ms);

/** One of the values in `share` of ten cases, else `null`. */
export const maybe = <T>(share: number, values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.oneof(
    { weight: 10 - share, arbitrary: fc.constant(null) },
    { weight: share, arbitrary: fc.constantFrom(...values) },
  );

/** Ids whose order has nothing to do with the order in which they are made. */
export function idOf(kind: string, at: number): string {
  return `${kind}-${((at * 7_919) % 104_729).toString().padStart(6, '0')}`;
}
