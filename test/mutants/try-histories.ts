import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Mutant } from './mutant.ts';
import { plant } from './plant.ts';

export interface Trial {
  /** `broken`: it ended otherwise than by a property that does not hold. */
  verdict: 'passed' | 'failed' | 'broken';
  /** Histories until it failed. */
  after: number;
  output: string;
}

const FAILED = /Property failed after (\d+) tests/;

/** Properties over histories, by what they are about. */
const PROPERTIES = { facts: 'test/contract/replay.test.ts', earnings: 'test/contract/earnings/earnings.test.ts' };

/** Runs the property of replay, or that of earnings, over SQLite, on a copy in which a fault is planted. */
export async function tryHistories(
  mutant: Mutant | undefined,
  histories: number,
  about: keyof typeof PROPERTIES = mutant?.isOfEarnings ? 'earnings' : 'facts',
): Promise<Trial> {
  const plot = plant(mutant);
  try {
    const child = spawn(process.execPath, ['--test', '--test-name-pattern=sqlite', PROPERTIES[about]], {
      cwd: plot.folder,
      env: {
        ...process.env,
        CLICKSTITCH_HISTORIES: String(histories),
        CLICKSTITCH_SHRINK: 'no',
        NODE_TEST_CONTEXT: undefined,
      },
    });
    const [output, code] = await Promise.all([
      text(child.stdout),
      new Promise<number | null>((resolve) => child.once('exit', resolve)),
    ]);
    const after = Number(FAILED.exec(output)?.[1] ?? 0);
    // A short run may meet some cases too seldom; the property held.
    if (code === 0 || output.includes('in too few histories')) return { verdict: 'passed', after, output };
    return { verdict: after > 0 ? 'failed' : 'broken', after, output };
  } finally {
    plot.clear();
  }
}
