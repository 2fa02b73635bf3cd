import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reportContext } from '../../../../test/contract/report-context.ts';
import { createStory } from '../../../../test/contract/story.ts';
import { mintId } from '../domain/ids.ts';
import { intakeAffiliate } from '../intake/affiliate.ts';
import { intakeConversion } from '../intake/conversion.ts';

const SALE = Date.UTC(2026, 10, 20, 12);

describe('a server’s report', () => {
  test('of the same order is the same conversion as it stands, and is counted', async () => {
    const story = createStory();
    await story.sells(SALE, 'o1', { event_id: 'e1' });
    const { id } = await story.conversion('o1');
    for (const more of [{ event_id: 'e1' }, { amount: 1 }, { event_id: 'e9' }]) {
      const outcome = await story.sells(SALE + 1, 'o1', more);
      if (outcome.status !== 'duplicate') assert.fail(outcome.status);
      assert.equal(outcome.fact?.id, id);
      assert.equal((await story.conversion('o1')).amount_minor, 9_950);
    }
    const byEvent = await story.sells(SALE, undefined, { event_id: 'e1' });
    assert.equal(byEvent.status, 'duplicate');
    const [receipt] = await story.receiptsOf(id);
    assert.equal(receipt?.replays, 4);
  });

  test('of another name with the same order is another conversion', async () => {
    const story = createStory();
    await story.sells(SALE, 'o1');
    const outcome = await story.sells(SALE, 'o1', { name: 'refund_request' });
    assert.equal(outcome.status, 'recorded');
  });

  test('whose keys belong to two conversions is refused, records nothing, and both say so', async () => {
    const story = createStory();
    await story.sells(SALE, 'o1');
    await story.sells(SALE, 'o2', { event_id: 'e2' });
    const outcome = await story.sells(SALE, 'o1', { event_id: 'e2' });
    if (outcome.status !== 'refused') assert.fail(outcome.status);
    assert.equal(outcome.code, 'key_conflict');
    const [first, second] = [await story.conversion('o1'), await story.conversion('o2')];
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const receipts = await story.receiptsOf(one.id);
      assert.deepEqual(
        receipts.filter(({ kind }) => kind === 'key_conflict').map(({ other_id }) => other_id),
        [other.id],
      );
    }
  });

  test('without any key is a conversion of its own each time, but the very command only once', async () => {
    const story = createStory();
    const report = { name: 'lead', email: 'jane@x.org' };
    const context = reportContext('w', SALE);
    const command = intakeConversion(report, context);
    assert.equal((await story.commit(command)).status, 'recorded');
    assert.equal((await story.commit(command)).status, 'duplicate');
    assert.equal((await story.commit(intakeConversion(report, context))).status, 'recorded');
  });

  test('a key that is taken for an affiliate’s code is refused, a revoked key stays revoked', async () => {
    const story = createStory();
    await story.affiliate('amy');
    await assert.rejects(async () => {
      const given = { name: 'Other', code: 'amy' };
      const outcome = await story.commit(intakeAffiliate(given, { workspace_id: 'w', received_at: 0 }));
      if (outcome.status === 'refused') throw new Error(outcome.code);
    }, /conflict/);
    const missing = await story.commit({
      kind: 'revoke_key',
      workspace_id: 'w',
      id: mintId(),
      recorded_at: 0,
      key_id: 'none',
    });
    assert.equal(missing.status === 'refused' && missing.code, 'not_found');
  });
});
