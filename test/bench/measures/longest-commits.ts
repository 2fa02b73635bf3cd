import type { CommitsReport } from '../longest-commits.ts';
import type { Measure } from '../measure.ts';
import { runProgram } from '../program.ts';

/** `chain_longest_ms`, `touches_longest_ms`: how long the writer is busy at worst with people of extreme size. */
export const longestCommits: Measure = {
  title: 'longest commits: a chain of 1,000 merges, a person with 100,000 touches',
  async run() {
    const { chain, touches } = await runProgram<CommitsReport>('longest-commits.ts', {});
    return { chain_longest_ms: chain, touches_longest_ms: touches };
  },
};
