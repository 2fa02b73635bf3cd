import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkLedger } from '../../../packages/collector/src/reports/ledger/check-ledger.ts';
import { type EngineName, histories, randomFrom, withStores } from '../history-run.ts';
import { programHistory } from './program-histories.ts';
import { happen } from './program-run.ts';
import { worldIn } from './program-world.ts';

/** The rules are held against a ledger that says what they mean in other words, as an operator holds a database against it. */

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine} nothing is wrong with the ledger of any history`, () => assertClean(engine));
}

async function assertClean(engine: EngineName): Promise<void> {
  let all = 0;
  await fc.assert(
    fc.asyncProperty(programHistory, fc.integer(), (steps, seed) =>
      withStores(engine, async (open) => {
        const store = await open();
        const { commands } = await happen(store, steps, randomFrom(seed));
        let earnings = 0;
        for (const id of new Set(commands.map(({ workspace_id }) => workspace_id))) {
          const checked = await checkLedger(store, id, () => {});
          assert.deepEqual(checked.faults, []);
          earnings += checked.earnings;
        }
        assert.equal(earnings, (await worldIn(store)).earnings.length);
        all += earnings;
      }),
    ),
    histories(engine),
  );
  assert.ok(all > 0);
}
