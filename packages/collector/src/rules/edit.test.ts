import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deletes, edits, refunds, refundsOrder, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { at } from '../../../../test/contract/barrier/reports.ts';
import { createStory } from '../../../../test/contract/story.ts';
import type { Outcome } from '../domain/command.ts';
import type { EditRow } from '../domain/edit.ts';
import { edits as editTable } from '../domain/schema.ts';

const sold = sale(0, { order_id: 'o1', external_ref: 'r1', visitor_id: 'v1' });

const refusalOf = (outcome: Outcome) =>
  outcome.status === 'refused' ? [outcome.code, outcome.detail?.field] : outcome.status;

describe('a change of a conversion', () => {
  test('leaves what it does not name, clears what is null, and the last one holds', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.commit(edits(sold, 1, { notes: 'one', origin: 'shop', metadata: { a: 1, b: 2 } }));
    await story.commit(edits(sold, 2, { notes: null, metadata: { b: 3 } }));
    const { notes, origin, metadata, amount_minor, updated_at, recorded_at } = await story.conversion('o1');
    assert.deepEqual([notes, origin, metadata, amount_minor], [null, 'shop', { b: 3 }, 9_900]);
    assert.deepEqual([recorded_at, updated_at], [at(0), at(2)]);
    const kept = await story.store.range<EditRow>(editTable, 'key', ['w'], { order: 'ascending' });
    assert.deepEqual(
      kept.map(({ sequence }) => sequence),
      [1, 2],
    );
  });

  test('that comes twice is one change', async () => {
    const story = createStory();
    await story.commit(sold);
    const once = edits(sold, 1, { notes: 'one' });
    assert.equal((await story.commit(once)).status, 'recorded');
    assert.equal((await story.commit(once)).status, 'duplicate');
  });

  test('of its time credits it anew', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.lands('v1', at(30), 'gclid=G');
    assert.equal((await story.answer('o1')).source, null);
    await story.commit(edits(sold, 1, { occurred_at: at(60) }));
    assert.equal((await story.answer('o1')).source, 'google');
    const kinds = (await story.receiptsOf(sold.conversion.id)).map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), ['edited', 'recorded', 'recredited']);
  });

  test('of its reference lets go of the old one; another’s is refused', async () => {
    const story = createStory();
    const other = sale(1, { order_id: 'o2', external_ref: 'r2' });
    for (const command of [sold, other]) await story.commit(command);
    assert.deepEqual(refusalOf(await story.commit(edits(sold, 2, { external_ref: 'r2' }))), [
      'conflict',
      'external_ref',
    ]);
    await story.commit(edits(sold, 3, { external_ref: 'r3' }));
    assert.equal((await story.commit(sale(4, { external_ref: 'r1' }))).status, 'recorded');
    assert.equal((await story.commit(sale(5, { external_ref: 'r3' }))).status, 'duplicate');
  });

  test('below what was given back, or to another currency than that, is refused', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.commit(refunds(sold, 1, { amount: 60 }));
    assert.deepEqual(refusalOf(await story.commit(edits(sold, 2, { amount_minor: 5_999 }))), ['conflict', 'amount']);
    await story.commit(edits(sold, 2, { amount_minor: 6_000 }));
    assert.equal((await story.conversion('o1')).refunded_minor, 6_000);
    const inDollars = edits(sold, 3, { amount_minor: 6_000, currency: 'USD' });
    assert.deepEqual(refusalOf(await story.commit(inDollars)), ['conflict', 'currency']);
  });
});

describe('a deletion', () => {
  test('keeps the keys: the same report again is refused, and counted', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.commit(deletes(sold, 1));
    assert.deepEqual(refusalOf(await story.commit(sale(2, { order_id: 'o1' }))), ['deleted', undefined]);
    assert.deepEqual(refusalOf(await story.commit(edits(sold, 3, { notes: 'x' }))), ['not_found', 'id']);
    assert.deepEqual(refusalOf(await story.commit(deletes(sold, 4))), ['not_found', 'id']);
    const receipts = await story.receiptsOf(sold.conversion.id);
    assert.equal(receipts.find(({ kind }) => kind === 'recorded')?.replays, 1);
  });

  test('may give the keys away: then the same report again is another conversion, and has the claims', async () => {
    const story = createStory();
    await story.commit(sold);
    await story.claims('v1', at(0), 'o1');
    await story.commit(refundsOrder('o1', 1, { amount: 10 }));
    await story.commit(deletes(sold, 1, true));
    assert.equal((await story.claimsOf('o1'))[0]?.is_open, true);
    const again = sale(2, { order_id: 'o1', external_ref: 'r1' });
    assert.equal((await story.commit(again)).status, 'recorded');
    const [claim] = await story.claimsOf('o1');
    assert.deepEqual([claim?.conversion_id, claim?.is_open], [again.conversion.id, false]);
  });

  test('of something that is not there is refused', async () => {
    assert.deepEqual(refusalOf(await createStory().commit(deletes(sold, 1))), ['not_found', 'id']);
  });
});
