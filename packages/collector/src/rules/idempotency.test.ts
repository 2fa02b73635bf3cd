import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asked, refunds, sale, tries } from '../../../../test/contract/barrier/ledger-reports.ts';
import { createStory } from '../../../../test/contract/story.ts';
import { DAY, MINUTE } from '../domain/time.ts';

const IN_A_DAY = DAY / MINUTE;
const other = { idempotency: { ...asked('k1').idempotency, body_hash: 'another body' } };

describe('a request with an Idempotency-Key', () => {
  test('is carried out once within a day, and answered with what it made', async () => {
    const story = createStory();
    const first = sale(0, {}, asked('k1'));
    await story.commit(first);
    const again = await story.commit(sale(IN_A_DAY - 1, {}, asked('k1')));
    if (again.status !== 'duplicate') assert.fail(again.status);
    assert.deepEqual([again.fact?.id, again.is_replayed], [first.conversion.id, true]);
    assert.equal((await story.commit(sale(IN_A_DAY, {}, asked('k1')))).status, 'recorded');
  });

  test('is refused with another body, at another place it is another request', async () => {
    const story = createStory();
    const first = sale(0, { order_id: 'o1' }, asked('k1'));
    await story.commit(first);
    const outcome = await story.commit(sale(1, {}, other));
    assert.equal(outcome.status === 'refused' && outcome.detail?.field, 'Idempotency-Key');
    const idempotency = { ...asked('k1').idempotency, place: 'key POST /v1/conversions/1/refund' };
    const refund = { ...refunds(first, 2, { amount: 1 }), idempotency };
    assert.equal((await story.commit(refund)).status, 'recorded');
    const again = { ...refunds(first, 3, { amount: 1 }), idempotency };
    assert.equal((await story.commit(again)).status, 'duplicate');
  });

  test('that found what it reports is remembered like one that made it', async () => {
    const story = createStory();
    const first = sale(0, { order_id: 'o1' });
    await story.commit(first);
    const found = await story.commit(sale(1, { order_id: 'o1' }, asked('k1')));
    assert.equal(found.status === 'duplicate' && found.is_replayed, undefined);
    const again = await story.commit(sale(2, {}, asked('k1')));
    assert.equal(again.status === 'duplicate' && again.fact?.id, first.conversion.id);
    assert.equal((await story.commit(sale(3, {}, other))).status, 'refused');
  });
});

describe('a client that repeats itself without an id', () => {
  test('within minutes has reported it before; otherwise the same body is another conversion', async () => {
    const story = createStory();
    const first = sale(0, {}, tries(false));
    await story.commit(first);
    const again = await story.commit(sale(5, {}, tries(true)));
    assert.equal(again.status === 'duplicate' && again.fact?.id, first.conversion.id);
    assert.equal((await story.commit(sale(6, {}, tries(false)))).status, 'recorded');
    assert.equal((await story.commit(sale(12, {}, tries(true)))).status, 'recorded');
  });

  test('may overtake itself', async () => {
    const story = createStory();
    const retry = sale(1, {}, tries(true));
    await story.commit(retry);
    const overtaken = await story.commit(sale(0, {}, tries(false)));
    assert.equal(overtaken.status === 'duplicate' && overtaken.fact?.id, retry.conversion.id);
    assert.equal((await story.commit(sale(2, {}, tries(false)))).status, 'recorded');
  });
});
