import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refunds } from '../../../../test/contract/barrier/ledger-reports.ts';
import { offers, opens, promotes, sellsFor } from '../../../../test/contract/barrier/program-reports.ts';
import { createStory } from '../../../../test/contract/story.ts';
import type { Command, RecordConversion } from '../domain/command.ts';
import type { EarningRow } from '../domain/earning.ts';
import { earnings } from '../domain/schema.ts';

/** What sales of 99.00 EUR earn amy, of which an incentive pays a tenth. */
async function earned(...commands: readonly Command[]): Promise<EarningRow[]> {
  const story = createStory();
  for (const command of [opens(), promotes('amy'), offers(), ...commands]) await story.commit(command);
  return story.store.range<EarningRow>(earnings, 'time', ['w'], { order: 'ascending' });
}

const sells = (given: object) => sellsFor('amy', 20, { order_id: 'o1', ...given });
const shown = ({ status, reason, commission_minor, reversed_minor, due_minor }: EarningRow) => ({
  ...{ status, reason, commission_minor, reversed_minor, due_minor },
});

describe('a commission', () => {
  test('on a part of the sale is taken back in proportion to all of it', async () => {
    const sale = sells({ commissionable_amount: 80 });
    const [row] = await earned(sale, refunds(sale, 21, { amount: 33 }));
    assert.ok(row);
    assert.deepEqual(shown(row), {
      ...{ status: 'ready', reason: null, commission_minor: 800, reversed_minor: 267, due_minor: 533 },
    });
  });

  test('that the caller states is that, and counts for no other', async () => {
    const [stated, next] = await earned(
      sells({ commission_amount: 12.5 }),
      sellsFor('amy', 30, { order_id: 'o2', email: 'e@x.org' }),
    );
    assert.deepEqual([stated?.due_minor, stated?.incentive_id, stated?.term_key], [1_250, null, null]);
    assert.deepEqual([next?.due_minor, next?.calculation?.payment], [990, 1]);
  });

  test('that is stated in a currency without a rate waits for one; of nothing there is none', async () => {
    const [waits] = await earned(sells({ commission_amount: 12.5, commission_currency: 'USD' }));
    assert.deepEqual([waits?.status, waits?.is_foreign, waits?.due_minor], ['awaiting_rate', true, 0]);
    const [nothing] = await earned(sells({ commission_amount: 0 }));
    assert.deepEqual([nothing?.status, nothing?.reason], ['none', 'nothing_to_share']);
  });

  test('of a log that knows no stated ones is by the incentive', async () => {
    const { conversion, ...command } = sells({});
    const { commissionable_minor: _, commission_minor: __, commission_currency: ___, ...old } = conversion;
    const [row] = await earned({ ...command, conversion: old as RecordConversion['conversion'], is_accepted: true });
    assert.equal(row?.due_minor, 990);
  });
});
