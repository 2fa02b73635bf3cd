import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deletes, edits, refunds, refundsOrder, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { Outcome } from '../domain/command.ts';
import { adjustments } from '../domain/schema.ts';

const sold = sale(0, { order_id: 'o1' });

const refundedOf = async (story: Story, order = 'o1') => (await story.conversion(order)).refunded_minor;
const refusalOf = (outcome: Outcome) =>
  outcome.status === 'refused' ? [outcome.code, outcome.detail?.field] : outcome.status;

async function given(story: Story): Promise<[number, boolean][]> {
  const rows = await story.store.range<AdjustmentRow>(adjustments, 'time', ['w'], { order: 'ascending' });
  return rows.map(({ effective_minor, is_clamped }) => [effective_minor, is_clamped]);
}

describe('a refund', () => {
  test('adds up to no more than the sale, and what is more is refused', async () => {
    const story = createStory();
    await story.commit(sold);
    assert.equal((await story.commit(refunds(sold, 1, { amount: 60 }))).status, 'recorded');
    assert.deepEqual(refusalOf(await story.commit(refunds(sold, 2, { amount: 39.01 }))), ['conflict', 'amount']);
    assert.equal((await story.commit(refunds(sold, 3, { amount: 39 }))).status, 'recorded');
    assert.deepEqual(refusalOf(await story.commit(refunds(sold, 4, {}))), ['conflict', 'amount']);
    assert.equal(await refundedOf(story), 9_900);
  });

  test('without an amount is of what is left then, whatever comes later', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.commit(refunds(sold, 3, { amount: 60 }));
    const rest = await story.commit(refunds(sold, 2, {}));
    assert.equal(rest.status === 'recorded' && rest.fact && 'effective_minor' in rest.fact, true);
    await story.commit(edits(sold, 5, { amount_minor: 20_000 }));
    assert.deepEqual(await given(story), [
      [3_900, false],
      [6_000, false],
    ]);
  });

  test('of an order that is not known waits for it; what is then too much is cut, the latest first', async () => {
    const story = createStory();
    await story.commit(refundsOrder('o1', 5, { amount: 60 }));
    await story.commit(refundsOrder('o1', 4, { amount: 50 }));
    assert.deepEqual(await given(story), [
      [0, false],
      [0, false],
    ]);
    const outcome = await story.commit(sold);
    assert.equal(outcome.status === 'recorded' && outcome.fact && 'refunded_minor' in outcome.fact, true);
    assert.deepEqual(await given(story), [
      [5_000, false],
      [4_900, true],
    ]);
    assert.equal(await refundedOf(story), 9_900);
  });

  test('that waited, and that does not, is of the conversion that has the order now', async () => {
    const story = createStory();
    await story.commit(refundsOrder('o1', 1, { amount: 10 }));
    await story.commit(sold);
    await story.commit(deletes(sold, 2, true));
    assert.deepEqual(refusalOf(await story.commit(refundsOrder('o1', 2, { amount: 5 }))), ['not_found', 'id']);
    const again = sale(3, { order_id: 'o1' });
    await story.commit(again);
    await story.commit(refundsOrder('o1', 4, { amount: 5 }));
    const rows = await story.store.range<AdjustmentRow>(adjustments, 'time', ['w'], { order: 'ascending' });
    assert.deepEqual(
      rows.map(({ conversion_id, effective_minor }) => [conversion_id, effective_minor]),
      [1_000, 500].map((minor) => [again.conversion.id, minor]),
    );
    assert.equal(await refundedOf(story), 0);
  });

  test('in another currency than the sale’s is refused, or gives nothing back where it waited', async () => {
    const story = createStory();
    await story.commit(refundsOrder('o1', 1, { amount: 10, currency: 'USD' }));
    await story.commit(sold);
    assert.deepEqual(await given(story), [[0, true]]);
    const outcome = await story.commit(refunds(sold, 2, { amount: 10, currency: 'USD' }));
    assert.deepEqual(refusalOf(outcome), ['invalid', 'currency']);
    assert.equal(await refundedOf(story), 0);
  });

  test('in another currency is changed at the rate of the day of the sale', async () => {
    const story = createStory();
    await story.commit(sold);
    const [date = ''] = new Date(sold.conversion.occurred_at).toISOString().split('T');
    const rates = [{ base: 'EUR', quote: 'USD', date, rate: '1.25' }];
    await story.commit({ kind: 'import_rates', workspace_id: 'w', id: 'rates', recorded_at: 1, rates });
    const outcome = await story.commit(refunds(sold, 2, { amount: 10, currency: 'USD' }));
    const fact = outcome.status === 'recorded' ? (outcome.fact as AdjustmentRow) : assert.fail();
    assert.deepEqual(
      [fact.amount_minor, fact.currency, fact.asked_minor, fact.asked_currency],
      [800, 'EUR', 1_000, 'USD'],
    );
    assert.equal(await refundedOf(story), 800);
  });

  test('with a reference that was given before is that one', async () => {
    const story = createStory();
    await story.commit(sold);
    const first = refunds(sold, 1, { amount: 10, external_ref: 'f1' });
    await story.commit(first);
    const again = await story.commit(refunds(sold, 2, { amount: 20, external_ref: 'f1' }));
    assert.equal(again.status === 'duplicate' && again.fact?.id, first.adjustment.id);
    assert.equal(await refundedOf(story), 1_000);
  });

  test('of what is unknown, deleted or without an amount is refused', async () => {
    const story = createStory();
    const free = sale(0, { order_id: 'o2', amount: null });
    await story.commit(free);
    assert.deepEqual(refusalOf(await story.commit(refunds(sold, 1, { amount: 1 }))), ['not_found', 'id']);
    assert.deepEqual(refusalOf(await story.commit(refunds(free, 1, { amount: 1 }))), ['conflict', 'amount']);
    await story.commit(sold);
    await story.commit(deletes(sold, 2));
    assert.deepEqual(refusalOf(await story.commit(refunds(sold, 3, { amount: 1 }))), ['not_found', 'id']);
  });
});
