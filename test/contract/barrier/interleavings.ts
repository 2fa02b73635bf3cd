import type { Step } from './gated-run.ts';

/** Whose step comes next, step by step: `ABBA`. */
export type Interleaving = string;

/** Steps of a side that runs alone. */
export type StepList = readonly Step[];

/**
 * Every way to merge the steps of two sides. Where both only read, one after the other, it makes no difference who goes
 * first; of ways that differ in nothing else one is given.
 */
export function interleavingsOf(first: StepList, second: StepList): Interleaving[] {
  return mergesOf('A'.repeat(first.length), 'B'.repeat(second.length)).filter((merge) => {
    const at = { A: 0, B: 0 };
    let isSecondReading = false;
    for (const side of merge as Iterable<'A' | 'B'>) {
      const isReading = isRead(side === 'A' ? first : second, at[side]);
      at[side] += 1;
      if (side === 'A' && isReading && isSecondReading) return false;
      isSecondReading = side === 'B' && isReading;
    }
    return true;
  });
}

/** How many ways there are, with those that make no difference. */
export function countOfMerges(first: StepList, second: StepList): number {
  return mergesOf('A'.repeat(first.length), 'B'.repeat(second.length)).length;
}

/** A fetch reads, and nothing else, unless the transaction is run again because of it and locks what it needs. */
function isRead(steps: StepList, at: number): boolean {
  const [step, next] = [steps[at], steps[at + 1]];
  if (step?.name !== 'begin' && step?.name !== 'fetch') return false;
  return next !== undefined && next.attempt === step.attempt;
}

function mergesOf(first: string, second: string): Interleaving[] {
  if (first === '' || second === '') return [first + second];
  return [
    ...mergesOf(first.slice(1), second).map((rest) => `A${rest}`),
    ...mergesOf(first, second.slice(1)).map((rest) => `B${rest}`),
  ];
}
