import type { Command, Outcome } from '../../../packages/collector/src/domain/command.ts';
import type { Arena, SideName } from './arena.ts';
import { startGated } from './gated-run.ts';
import type { Interleaving, StepList } from './interleavings.ts';

/** What a side does when nobody is beside it. */
export interface Solo {
  steps: StepList;
  attempts: number;
}

export interface Driven {
  outcomes: Outcome[];
  /** Times that a side waited for what the other had locked. */
  waits: number;
}

/** The steps in which a store commits a group alone. */
export async function runAlone({ stores }: Arena, commands: readonly Command[]): Promise<Solo> {
  const run = startGated(stores.A, commands, Number.POSITIVE_INFINITY);
  for (;;) {
    await run.settled();
    if (run.isDone()) break;
    run.pass();
  }
  await run.outcomes;
  return { steps: run.steps, attempts: run.steps.at(-1)?.attempt ?? 0 };
}

/**
 * Lets two sides take their steps in the order given. One that waits for the other's lock is left waiting, and does not
 * take its step; one that must run again because of the other does so without stopping. At the end both go on freely.
 */
export async function drive(
  arena: Arena,
  order: Interleaving,
  groups: Readonly<Record<SideName, readonly Command[]>>,
  solos: Readonly<Record<SideName, Solo>>,
): Promise<Driven> {
  const { stores } = arena;
  const runs = {
    A: startGated(stores.A, groups.A, solos.A.attempts),
    B: startGated(stores.B, groups.B, solos.B.attempts),
  };
  let waits = 0;
  try {
    for (const side of order as Iterable<SideName>) {
      const run = runs[side];
      if ((await arena.reached(side, run)) === 'blocked' || run.isDone()) continue;
      run.pass();
      if ((await arena.reached(side, run)) === 'blocked') waits += 1;
    }
  } finally {
    runs.A.open();
    runs.B.open();
  }
  const outcomes = await Promise.all([runs.A.outcomes, runs.B.outcomes]);
  return { outcomes: outcomes.flat(), waits };
}
