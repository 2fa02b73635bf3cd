import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { affiliate, lands, unwritable } from './barrier/reports.ts';
import { openEmptyPostgres } from './postgres-databases.ts';

test('what a command in a savepoint finds that it must hold is held when all is run again', async () => {
  const store = await openEmptyPostgres();
  try {
    // An affiliate looks for landings with the code, which must be held before they are read.
    const outcomes = await commitGroup(store, [lands('v1', 0, 'ref=amy'), unwritable(), affiliate('amy')]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['recorded', 'failed', 'recorded'],
    );
  } finally {
    await store.close();
  }
});
