import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from './mutant.ts';
import { plant } from './plant.ts';
import { tryHistories } from './try-histories.ts';

/** So many histories meet what the faults below need. */
const HISTORIES = 40;

test('every fault has a place in the program as it is', () => {
  for (const mutant of mutants) plant(mutant).clear();
});

for (const name of ['an edge that is dropped', 'a late touch', 'an earning that a late sale']) {
  test(`the property over random histories catches ${name}`, async () => {
    const mutant = mutants.find((one) => one.name.startsWith(name));
    assert.ok(mutant);
    const { verdict, output } = await tryHistories(mutant, HISTORIES);
    assert.equal(verdict, 'failed', output);
  });
}
