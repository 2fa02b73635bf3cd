import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refunds, refundsOrder, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import type { AdjustmentRow } from '../domain/adjustment.ts';
import { adjustments } from '../domain/schema.ts';
import { intakeOrderName } from '../intake/order-name.ts';

const sold = sale(0, { order_id: 'in_1' });
const named = (also: string, order_id = 'in_1') =>
  intakeOrderName({ name: 'purchase', also, order_id }, { workspace_id: 'w', received_at: sold.recorded_at });

async function given(story: Story): Promise<[number, boolean][]> {
  const rows = await story.store.range<AdjustmentRow>(adjustments, 'time', ['w'], { order: 'ascending' });
  return rows.map(({ effective_minor, is_clamped }) => [effective_minor, is_clamped]);
}

describe('what is given back', () => {
  test('is told as a total so far, in whatever order, and comes to the highest', async () => {
    for (const order of [
      [30, 50, 99],
      [99, 30, 50],
      [50, 99, 30],
    ]) {
      const story = createStory();
      await story.commit(sold);
      for (const amount of order) {
        const told = refunds(sold, amount, { amount, total_of: 'ch_1', external_ref: `refund:${amount}` });
        assert.equal((await story.commit(told)).status, 'recorded');
      }
      assert.deepEqual(await given(story), [
        [3_000, false],
        [2_000, false],
        [4_900, false],
      ]);
    }
  });

  test('by a chargeback comes back when that was won, and nothing else does', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.commit(refunds(sold, 1, { amount: 9 }));
    await story.commit(refunds(sold, 2, { kind: 'chargeback', amount: 60 }));
    await story.commit(refunds(sold, 3, { kind: 'reinstatement', amount: 80 }));
    await story.commit(refunds(sold, 4, { kind: 'reinstatement' }));
    assert.deepEqual(await given(story), [
      [900, false],
      [6_000, false],
      [-6_000, true],
      [0, false],
    ]);
    assert.equal((await story.conversion('in_1')).refunded_minor, 900);
  });

  test('under another name of an order is of that order, whichever of the three comes first', async () => {
    const back = () => refundsOrder('pi_1', 5, { amount: 33 });
    const told = { sold: () => sold, named: () => named('pi_1'), back };
    for (const order of [
      ['sold', 'named', 'back'],
      ['sold', 'back', 'named'],
      ['back', 'named', 'sold'],
      ['named', 'back', 'sold'],
    ] as const) {
      const story = createStory();
      for (const step of order) await story.commit(told[step]());
      assert.equal((await story.conversion('in_1')).refunded_minor, 3_300, order.join(', '));
    }
  });

  test('is given back once of an order that is said to be called as it is called', async () => {
    const story = createStory();
    await story.commit(refundsOrder('in_1', 5, { amount: 33, total_of: 'ch_1' }));
    await story.commit(named('in_1'));
    await story.commit(sold);
    assert.equal((await story.conversion('in_1')).refunded_minor, 3_300);
    assert.deepEqual(await given(story), [[3_300, false]]);
  });

  test('and waited under a name that turns out to be an order of its own is of that one', async () => {
    const story = createStory();
    await story.commit(refundsOrder('pi_1', 5, { amount: 33 }));
    await story.commit(sold);
    await story.commit(named('pi_1'));
    await story.commit(sale(6, { order_id: 'pi_1' }));
    const both = await Promise.all(['in_1', 'pi_1'].map((order) => story.conversion(order)));
    assert.deepEqual(
      both.map(({ refunded_minor }) => refunded_minor),
      [0, 3_300],
    );
  });

  test('beyond what is left is cut where its sender cannot take it back', async () => {
    const story = createStory();
    await story.commit(sold);
    const outcome = await story.commit({ ...refunds(sold, 1, { amount: 120 }), clamps: true });
    assert.equal(outcome.status, 'recorded');
    assert.deepEqual(await given(story), [[9_900, true]]);
  });
});
