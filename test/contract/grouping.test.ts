import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Outcome } from '../../packages/collector/src/domain/command.ts';
import { calmHistory } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { commitGroups, derivedIn, grouped, histories, randomFrom, withStores } from './history-run.ts';
import { assertSameFacts } from './same-facts.ts';

test('command by command, all in one group and any groups between are answered alike, receipts included', async () => {
  await fc.assert(
    fc.asyncProperty(calmHistory, fc.integer(), (steps, seed) =>
      withStores(async (open) => {
        const commands = commandsOf(steps);
        const single = open();
        const answers = answersOf(
          await commitGroups(
            single,
            grouped(commands, () => 0),
          ),
        );
        const { receipts } = await derivedIn(single);
        for (const groups of [[commands], grouped(commands, randomFrom(seed))]) {
          const store = open();
          assert.deepEqual(answersOf(await commitGroups(store, groups)), answers);
          await assertSameFacts(store, single);
          assert.deepEqual((await derivedIn(store)).receipts, receipts);
        }
      }),
    ),
    histories(),
  );
});

function answersOf(outcomes: readonly Outcome[]): unknown[] {
  return outcomes.map((outcome) => [outcome.status, 'fact' in outcome ? outcome.fact?.id : undefined]);
}
