import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestFacts, replay } from '../../../packages/collector/src/commit/replay.ts';
import { assertLedger } from '../assert-ledger.ts';
import { createCaseCount } from '../history-cases.ts';
import {
  acceptedBy,
  commitGroups,
  derivedIn,
  type EngineName,
  grouped,
  histories,
  ledgerIn,
  randomFrom,
  shuffled,
  withStores,
} from '../history-run.ts';
import { assertSameFacts } from '../same-facts.ts';
import { assertEarnings, assertPaidStays, assertSound } from './assert-earnings.ts';
import { casesOf, SHARES } from './earning-cases.ts';
import { programHistory } from './program-histories.ts';
import { happen } from './program-run.ts';
import { worldIn } from './program-world.ts';

/** Each history is long; what it means on PostgreSQL shows in fewer. */
const SHARE: Readonly<Record<EngineName, number>> = { sqlite: 0.6, postgres: 0.3 };
/** In so many histories all that was accepted is sent once more, and changes nothing. */
const SENT_AGAIN = 0.25;

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine} what is earned and paid follows from what was accepted, in any order and any grouping`, () =>
    assertHistories(engine));
}

async function assertHistories(engine: EngineName): Promise<void> {
  const cases = createCaseCount();
  await fc.assert(
    fc.asyncProperty(programHistory, fc.integer(), (steps, seed) =>
      withStores(engine, async (open) => {
        const random = randomFrom(seed);
        const store = await open();
        const run = await happen(store, steps, random);
        const [facts, derived, accepted] = [await digestFacts(store), await derivedIn(store), await acceptedBy(store)];
        const world = await worldIn(store);
        assertLedger(accepted, derived, await ledgerIn(store));
        assertEarnings(accepted, derived, world);
        assertSound(world);
        assertPaidStays(run.worlds);
        cases.add(casesOf(run, accepted));

        const replayed = await open();
        await replay(grouped(shuffled(accepted, random), random), replayed);
        await assertSameFacts(replayed, store);
        assertSound(await worldIn(replayed));

        if (random() > SENT_AGAIN) return;
        const again = await commitGroups(store, grouped(shuffled(accepted, random), random));
        for (const outcome of again) assert.equal(outcome.status, 'duplicate', JSON.stringify(outcome));
        assert.deepEqual(await digestFacts(store), facts);
      }),
    ),
    histories(engine, SHARE[engine]),
  );
  if (engine !== 'sqlite') return;
  for (const line of cases.lines()) console.log(line);
  for (const [name, least] of Object.entries(SHARES)) {
    assert.ok(cases.shareOf(name) >= least, `${name}: in too few histories`);
  }
}
