import type { Answer } from '../crash/client.ts';

/** What clients saw while something went wrong. */
export interface Tally {
  /** Notes one answer, or a cut connection, and how long it took. `isRight`: it refuses what is to be refused. */
  note(answer: Answer | undefined, took_ms: number, isRight?: boolean): void;
  /** Notes an answer that nobody should get, in words. */
  wrong(what: string): void;
  /** Requests that were acknowledged, or refused as they should be, by the time at which they were. */
  acknowledged_at: readonly number[];
  counts(): Counts;
}

export interface Counts {
  /** Answers 503. */
  unavailable: number;
  /** What they said, and how often. */
  reasons: Readonly<Record<string, number>>;
  /** Connections that ended without an answer. */
  cut: number;
  /** Until the slowest answer came. */
  slowest_ms: number;
  /** Until the slowest 503 came. */
  slowest_refusal_ms: number;
  /** Answers that nobody should get, and how often. */
  wrong: Readonly<Record<string, number>>;
}

const REASON_SHOWN = 120;

export function createTally(): Tally {
  const acknowledged_at: number[] = [];
  const wrong: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const counts = { unavailable: 0, cut: 0, slowest_ms: 0, slowest_refusal_ms: 0 };

  function noteWrong(what: string): void {
    wrong[what] = (wrong[what] ?? 0) + 1;
  }

  return {
    note(answer, took_ms, isRight = false) {
      if (!answer) {
        counts.cut += 1;
        return;
      }
      counts.slowest_ms = Math.max(counts.slowest_ms, took_ms);
      if (answer.status < 300 || isRight) acknowledged_at.push(Date.now());
      else if (answer.status !== 503) noteWrong(`${answer.status} ${answer.json?.detail ?? ''}`);
      else {
        counts.unavailable += 1;
        counts.slowest_refusal_ms = Math.max(counts.slowest_refusal_ms, took_ms);
        const reason = reasonOf(answer);
        reasons[reason] = (reasons[reason] ?? 0) + 1;
        if (!Number(answer.headers['retry-after'])) noteWrong('503 without Retry-After');
      }
    },
    wrong: noteWrong,
    acknowledged_at,
    counts: () => ({ ...counts, reasons, wrong }),
  };
}

/** Short, and without what tells one time from another. */
function reasonOf({ json }: Answer): string {
  return String(json?.detail)
    .replaceAll(/[0-9a-f-]{36}|visitor-\S+|order-\S+|user-\S+/g, '…')
    .slice(0, REASON_SHOWN);
}
