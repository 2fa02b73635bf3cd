import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { affiliate, lands, sells } from './barrier/reports.ts';
import { openEmptyPostgres } from './postgres-databases.ts';

/** Nobody takes NUL in a text; a group with it is committed command by command, each in a savepoint. */
function unwritable() {
  const sale = sells(5, {});
  return sale.kind === 'record_conversion' ? { ...sale, conversion: { ...sale.conversion, order_id: '\0' } } : sale;
}

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
