import assert from 'node:assert/strict';
import type { Command, Outcome } from '../../../packages/collector/src/domain/command.ts';
import type { Store } from '../../../packages/collector/src/store/store.ts';
import { commitGroups } from '../history-run.ts';
import { assertChosen } from './expected-choice.ts';
import { commandsOf } from './program-commands.ts';
import type { ProgramStep } from './program-plan.ts';
import { type ProgramWorld, worldIn } from './program-world.ts';

export interface Run {
  commands: Command[];
  outcomes: Outcome[];
  /** As it was from step to step. */
  worlds: ProgramWorld[];
}

/**
 * Lets a plan happen: some steps at once, in one group, what is paid or changed chosen by what is there before it. A payout
 * is a group of its own, so that what went into it can be told from what was there.
 */
export async function happen(store: Store, steps: readonly ProgramStep[], random: () => number): Promise<Run> {
  const run: Run = { commands: [], outcomes: [], worlds: [] };
  for (let from = 0; from < steps.length; ) {
    const size = steps[from]?.step === 'payout' ? 1 : untilPayout(steps, from, 1 + Math.floor(random() ** 2 * 6));
    const world = await worldIn(store);
    const group = steps.slice(from, from + size).flatMap((step, at) => commandsOf(step, from + at, world));
    const outcomes = await commitGroups(store, [group]);
    for (const outcome of outcomes) assert.notEqual(outcome.status, 'failed', JSON.stringify(outcome));
    const [command] = group;
    if (command?.kind === 'create_payout') await assertChosen(store, command, outcomes[0], world);
    run.commands.push(...group);
    run.outcomes.push(...outcomes);
    run.worlds.push(world);
    from += size;
  }
  run.worlds.push(await worldIn(store));
  return run;
}

function untilPayout(steps: readonly ProgramStep[], from: number, most: number): number {
  const payout = steps.findIndex(({ step }, at) => at >= from && step === 'payout');
  return payout === -1 ? most : Math.min(most, payout - from);
}
