import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deletes, edits, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { at } from '../../../../test/contract/barrier/reports.ts';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import type { TallyRow } from '../domain/conversion.ts';
import { tallies } from '../domain/schema.ts';

/** Reports and what they stand for, by facet and value; without what nothing has. */
async function countsOf({ store }: Story): Promise<Record<string, string>> {
  const rows = await store.range<TallyRow>(tallies, 'key', ['w'], { order: 'ascending' });
  const some = rows.filter(({ conversions }) => conversions !== 0);
  return Object.fromEntries(
    some.map(({ facet, value, conversions, counted }) => [`${facet} ${value}`, `${conversions}/${counted}`]),
  );
}

describe('conversions are counted', () => {
  test('by what they are, and by what they stand for, as they are now', async () => {
    const story = createStory();
    const [first, second] = [
      sale(0, { order_id: 'o1', count: 3, origin: 'shop' }),
      sale(1, { order_id: 'o2', name: 'lead' }),
    ];
    for (const command of [first, second, sale(2, { order_id: 'o1' })]) await story.commit(command);
    assert.deepEqual(await countsOf(story), {
      'all ': '2/4',
      'name lead': '1/1',
      'name purchase': '1/3',
      'origin shop': '1/3',
      'sales_status complete': '2/4',
    });
    await story.commit(edits(first, 3, { count: 5, origin: null, sales_status: 'open' }));
    await story.commit(deletes(second, 4));
    assert.deepEqual(await countsOf(story), {
      'all ': '1/5',
      'deleted ': '1/1',
      'name purchase': '1/5',
      'sales_status open': '1/5',
    });
  });

  test('and so are browsers’ reports that no server has confirmed', async () => {
    const story = createStory();
    await story.claims('v1', at(0), 'o1');
    await story.claims('v2', at(0), 'o2');
    assert.deepEqual(await countsOf(story), { 'unverified ': '2/2' });
    await story.commit(sale(1, { external_ref: 'o1' }));
    assert.equal((await countsOf(story))['unverified '], '1/1');
    await story.claims('v3', at(0), 'o1');
    assert.equal((await countsOf(story))['unverified '], '1/1');
  });
});
