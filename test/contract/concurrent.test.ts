import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { replay } from '../../packages/collector/src/commit/replay.ts';
import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import { openPostgresStore } from '../../packages/collector/src/store/postgres/postgres-store.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { expectedCredits, saidOf } from './expected-credit.ts';
import { history } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { acceptedBy, derivedIn, grouped, histories, randomFrom, shuffled } from './history-run.ts';
import { takeDatabase } from './postgres-databases.ts';
import { assertSameFacts } from './same-facts.ts';

const COLLECTORS = 3;
/** Some commands are sent to two collectors at once, as a client that was not answered may do. */
const SENT_TWICE = 0.2;

test('several collectors at once leave what one of them alone derives from the accepted commands', async () => {
  const retries = { transactions: 0, retried: 0 };
  await fc.assert(
    fc.asyncProperty(history, fc.integer(), async (steps, seed) => {
      const { url, giveBack } = await takeDatabase();
      const stores = await Promise.all(
        Array.from({ length: COLLECTORS }, () =>
          openPostgresStore({
            url,
            onRetry: () => {
              retries.retried += 1;
            },
          }),
        ),
      );
      const alone = createSqliteStore({ path: ':memory:', mode: 'write' });
      try {
        const random = randomFrom(seed);
        const commands = commandsOf(steps);
        const again = commands.filter(() => random() < SENT_TWICE);
        const groups = grouped(shuffled([...commands, ...again], random), random);
        retries.transactions += groups.length;
        const outcomes = await commitAtOnce(stores, groups);
        for (const outcome of outcomes) assert.notEqual(outcome.status, 'failed', JSON.stringify(outcome));

        const [store] = stores as [Store];
        const accepted = await acceptedBy(store);
        assert.equal(outcomes.filter(({ status }) => status === 'recorded').length, accepted.length);
        await replay(grouped(accepted, random), alone);
        await assertSameFacts(store, alone);
        const derived = await derivedIn(store);
        const expected = expectedCredits(derived);
        for (const row of [...derived.conversions, ...derived.claims]) {
          const { person: _, root: __, referral_id, ...said } = expected.get(row.id) ?? assert.fail();
          assert.deepEqual(saidOf(row.credit), said, row.id);
          assert.equal(row.credit.owed_to?.referral_id ?? null, referral_id, row.id);
        }
      } finally {
        await Promise.all([...stores, alone].map((store) => store.close()));
        giveBack();
      }
    }),
    histories('postgres', 0.5),
  );
  console.log(`${retries.transactions} transactions, ${retries.retried} run again`);
  assert.ok(retries.retried > 0, 'nobody ever came between, so nothing was tried');
});

/** Each collector takes the next group as soon as it is done with its last. */
async function commitAtOnce(stores: readonly Store[], groups: readonly (readonly Command[])[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = groups.values();
  await Promise.all(
    stores.flatMap((store) =>
      // Two lanes of each, as a collector has them.
      [1, 2].map(async () => {
        for (const group of waiting) outcomes.push(...(await commitGroup(store, group)));
      }),
    ),
  );
  return outcomes;
}
