import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory } from '../../../../test/contract/story.ts';
import { CLOCK_TOLERANCE, DAY, HOUR, MINUTE } from '../domain/time.ts';

const SALE = Date.UTC(2026, 10, 20, 12);

describe('which touch earned the sale', () => {
  test('the last one does, and the receipt lists the others with the reason', async () => {
    const story = createStory();
    await story.lands('ann', SALE - 5 * DAY, 'utm_source=news');
    await story.lands('ann', SALE - 2 * DAY, 'gclid=G');
    await story.lands('ann', SALE - DAY, 'utm_source=blog');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    const { credit, id } = await story.conversion('o1');
    assert.equal(credit.attributed_to?.source, 'blog');
    assert.deepEqual(
      credit.candidates.map(({ source, verdict }) => [source, verdict]),
      [
        ['blog', 'last_touch'],
        ['google', 'earlier_touch'],
        ['news', 'earlier_touch'],
      ],
    );
    const [receipt] = await story.receiptsOf(id);
    assert.equal(receipt?.kind, 'recorded');
    assert.deepEqual(receipt?.credit, credit);
  });

  const edges: [string, number, string | null][] = [
    ['30 days before the sale', -30 * DAY, 'news'],
    ['a millisecond more than 30 days before', -30 * DAY - 1, null],
    ['in the millisecond of the sale', 0, 'news'],
    ['as late as a browser’s clock may be off', CLOCK_TOLERANCE, 'news'],
    ['later than that', CLOCK_TOLERANCE + 1, null],
  ];
  for (const [what, offset, source] of edges) {
    test(`a touch ${what} ${source ? 'counts' : 'does not'}`, async () => {
      const story = createStory();
      await story.lands('ann', SALE + offset, 'utm_source=news');
      await story.sells(SALE, 'o1', { visitor_id: 'ann' });
      assert.equal((await story.answer('o1')).source, source);
    });
  }

  test('a touch that only seems later than the sale gives way to one before it', async () => {
    const story = createStory();
    await story.lands('ann', SALE + 1_000, 'utm_source=thanks');
    await story.lands('ann', SALE - 29 * DAY, 'utm_source=news');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    assert.equal((await story.answer('o1')).source, 'news');
  });

  test('another browser’s touch counts when the two are one person, and not before', async () => {
    const story = createStory();
    await story.lands('phone', SALE - DAY, 'utm_source=news');
    await story.sells(SALE, 'o1', { visitor_id: 'laptop', email: 'jane@x.org' });
    assert.equal((await story.answer('o1')).source, null);
    await story.sends('phone', SALE + HOUR, { name: 'identify', user: { email: 'Jane@X.org' } });
    assert.equal((await story.answer('o1')).source, 'news');
  });

  test('a touch that arrives late credits anew, with a receipt that has the answer before and after', async () => {
    const story = createStory();
    await story.lands('ann', SALE - 2 * DAY, 'utm_source=news');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    await story.lands('ann', SALE - DAY, 'utm_source=blog');
    const receipts = await story.receiptsOf((await story.conversion('o1')).id);
    const recredited = receipts.find(({ kind }) => kind === 'recredited');
    assert.equal(recredited?.before?.attributed_to?.source, 'news');
    assert.equal(recredited?.credit?.attributed_to?.source, 'blog');
    assert.equal(recredited?.cause, 'record_event');
  });

  test('late evidence that changes no answer is noted as such', async () => {
    const story = createStory();
    await story.lands('ann', SALE - DAY, 'utm_source=news');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    await story.lands('ann', SALE - 2 * DAY, 'utm_source=blog');
    const { id } = await story.conversion('o1');
    assert.deepEqual((await story.receiptsOf(id)).map(({ kind }) => kind).sort(), ['reconsidered', 'recorded'].sort());
  });

  test('two events of one browser with the same id both leave a receipt', async () => {
    const story = createStory();
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    for (const [at, name] of ['page_view', 'scroll'].entries()) {
      const touch = { id: name, occurred_at: SALE - MINUTE + at, url: 'https://shop.test/', utm: { source: name } };
      await story.sends('ann', SALE - MINUTE + at, { id: 'same', name, touch });
    }
    const receipts = await story.receiptsOf((await story.conversion('o1')).id);
    const recredited = receipts.filter(({ kind }) => kind === 'recredited');
    assert.deepEqual(
      recredited.map(({ credit }) => credit?.attributed_to?.source),
      ['page_view', 'scroll'],
    );
  });

  test('of differing reports of one touch the one recorded first stands, whichever comes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const story = createStory();
      const reports = [
        { at: SALE - HOUR, source: 'first' },
        { at: SALE - HOUR + 1, source: 'second' },
      ];
      for (const which of order) {
        const report = reports[which] ?? assert.fail();
        const touch = { id: 't', occurred_at: SALE - DAY, url: 'https://shop.test/', utm: { source: report.source } };
        await story.sends('ann', report.at, { touch });
      }
      await story.sells(SALE, 'o1', { visitor_id: 'ann' });
      assert.equal((await story.answer('o1')).source, 'first');
    }
  });
});
