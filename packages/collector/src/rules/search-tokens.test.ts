import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deletes, edits, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { at } from '../../../../test/contract/barrier/reports.ts';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import type { TokenRow } from '../domain/conversion.ts';
import { tokens } from '../domain/schema.ts';

async function wordsIn({ store }: Story): Promise<string[]> {
  const rows = await store.range<TokenRow>(tokens, 'key', ['w'], { order: 'ascending' });
  return rows.map(({ token, occurred_at }) => `${token}@${(occurred_at - at(0)) / 60_000}`).sort();
}

describe('a conversion is found', () => {
  test('by its ids, by who bought, and by what is written of it, as it is now', async () => {
    const story = createStory();
    const told = {
      order_id: 'O-1',
      email: 'Lee@x.org',
      notes: 'A gift',
      metadata: { plan: 'Gold', seats: 2, ok: true },
    };
    const sold = sale(0, { ...told, visitor_id: 'v1' });
    await story.commit(sold);
    const kept = ['o-1', 'lee@x.org', 'purchase', 'gold', '2'];
    assert.deepEqual(await wordsIn(story), [...kept, 'a', 'gift'].map((word) => `${word}@0`).sort());
    await story.commit(edits(sold, 1, { notes: 'A present', occurred_at: at(-1) }));
    assert.deepEqual(await wordsIn(story), [...kept, 'a', 'present'].map((word) => `${word}@-1`).sort());
    await story.commit(deletes(sold, 2));
    assert.deepEqual(await wordsIn(story), []);
  });

  test('by 40 words at most, the most telling first', async () => {
    const story = createStory();
    const notes = Array.from({ length: 60 }, (_, word) => `word${word}`).join(' ');
    await story.commit(sale(0, { order_id: 'o1', notes }));
    const words = await wordsIn(story);
    assert.equal(words.length, 40);
    assert.ok(words.includes('o1@0') && words.includes('word0@0') && !words.includes('word59@0'));
  });
});
