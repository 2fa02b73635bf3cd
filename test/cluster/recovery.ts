const SHARE = 0.8;
const WINDOW = 1_000;
const STEP = 20;

export interface Times {
  /** From here to the fault the load had its usual pace. */
  start: number;
  fault: number;
  /** When the harm was over. */
  end: number;
  /** When the load was. */
  stop: number;
}

/**
 * Milliseconds from `end` on until requests were acknowledged for a second at no less than 80 % of the pace that they had
 * between `start` and the fault, without those in which PostgreSQL itself `stalled`; `null` where they never were.
 */
export function recoveryOf(
  acknowledgedAt: readonly number[],
  { start, fault, end, stop }: Times,
  stalled: (from: number, to: number) => number,
): number | null {
  const between = (from: number, to: number) => acknowledgedAt.filter((at) => at >= from && at < to).length;
  const enough = (between(start, fault) / (fault - start)) * WINDOW * SHARE;
  for (let from = end; from + WINDOW <= stop; from += STEP) {
    if (between(from, from + WINDOW) >= enough) return from - end - stalled(end, from);
  }
  return null;
}
