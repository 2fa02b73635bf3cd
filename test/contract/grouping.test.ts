import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Outcome } from '../../packages/collector/src/domain/command.ts';
import { calmHistory } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { commitGroups, derivedIn, type EngineName, grouped, histories, randomFrom, withStores } from './history-run.ts';
import { assertSameFacts } from './same-facts.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine} one by one, all in one group and any groups between are answered alike, receipts included`, () =>
    assertGrouping(engine));
}

async function assertGrouping(engine: EngineName): Promise<void> {
  await fc.assert(
    fc.asyncProperty(calmHistory, fc.integer(), (steps, seed) =>
      withStores(engine, async (open) => {
        const commands = commandsOf(steps);
        const single = await open();
        const answers = answersOf(
          await commitGroups(
            single,
            grouped(commands, () => 0),
          ),
        );
        const { receipts } = await derivedIn(single);
        for (const groups of [[commands], grouped(commands, randomFrom(seed))]) {
          const store = await open();
          assert.deepEqual(answersOf(await commitGroups(store, groups)), answers);
          await assertSameFacts(store, single);
          assert.deepEqual((await derivedIn(store)).receipts, receipts);
        }
      }),
    ),
    histories(engine, 0.1),
  );
}

function answersOf(outcomes: readonly Outcome[]): unknown[] {
  return outcomes.map((outcome) => [outcome.status, 'fact' in outcome ? outcome.fact?.id : undefined]);
}
