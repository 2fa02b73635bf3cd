import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import { HOUR, MINUTE } from '../domain/time.ts';

const SALE = Date.UTC(2026, 10, 20, 12);

/** Tells a story in the order given and in the reverse, for neither may matter. */
async function inBothOrders(
  tell: (story: Story) => Promise<[string, (story: Story) => Promise<unknown>][]>,
  check: (story: Story) => Promise<void>,
): Promise<void> {
  for (const turn of [false, true]) {
    const story = createStory();
    const parts = await tell(story);
    for (const [, part] of turn ? parts.reverse() : parts) await part(story);
    await check(story);
  }
}

describe('a browser’s report and the server’s report of one order', () => {
  test('count once; the server’s values stand, and the browser’s touch is the buyer’s', async () => {
    await inBothOrders(
      async () => [
        ['landing', (story) => story.lands('ann', SALE - HOUR, 'utm_source=news')],
        ['claim', (story) => story.claims('ann', SALE, 'o1', { value: 5, currency: 'USD' })],
        ['report', (story) => story.sells(SALE + MINUTE, 'o1', { visitor_id: 'ann' })],
      ],
      async (story) => {
        const { amount_minor, currency, id } = await story.conversion('o1');
        assert.deepEqual([amount_minor, currency], [9_950, 'EUR']);
        const [claim] = await story.claimsOf('o1');
        assert.deepEqual([claim?.conversion_id, claim?.is_open], [id, false]);
        assert.deepEqual(await story.answer('o1'), { source: 'news', owed: null, rule: 'none', claims: ['linked'] });
      },
    );
  });

  test('a claim alone is open, shows its touch and owes nothing', async () => {
    const story = createStory();
    await story.affiliate('amy');
    await story.lands('ann', SALE - HOUR, 'via=amy');
    await story.claims('ann', SALE, 'o1');
    const [claim] = await story.claimsOf('o1');
    assert.equal(claim?.is_open, true);
    assert.equal(claim?.credit.attributed_to?.channel, 'affiliate');
    assert.deepEqual([claim?.credit.owed_to, claim?.credit.debt_rule], [null, 'unverified']);
  });

  test('a lone claim near the sale lends its touches to the credit, and to no debt', async () => {
    await inBothOrders(
      async (story) => {
        await story.affiliate('amy');
        return [
          ['landing', () => story.lands('ann', SALE - HOUR, 'via=amy')],
          ['claim', () => story.claims('ann', SALE + HOUR, 'o1')],
          ['report', () => story.sells(SALE, 'o1')],
        ];
      },
      async (story) => {
        const { credit } = await story.conversion('o1');
        assert.equal(credit.attributed_to?.channel, 'affiliate');
        assert.deepEqual([credit.owed_to, credit.debt_rule], [null, 'awaits_review']);
        assert.deepEqual((await story.answer('o1')).claims, ['added_context']);
      },
    );
  });

  const verdicts: [string, string[], number, object, string[]][] = [
    ['an hour and a millisecond away', ['ann'], HOUR + 1, {}, ['too_far_in_time']],
    ['from two unknown browsers', ['ann', 'bob'], 0, {}, ['ambiguous', 'ambiguous']],
    [
      'from an unknown browser beside the buyer’s',
      ['ann', 'bob'],
      0,
      { visitor_id: 'bob' },
      ['server_knows_better', 'linked'],
    ],
  ];
  for (const [what, visitors, offset, report, expected] of verdicts) {
    test(`claims ${what}: ${expected.join(', ')}`, async () => {
      await inBothOrders(
        async () => [
          ...visitors.map((visitor): [string, (story: Story) => Promise<unknown>] => [
            visitor,
            async (story) => {
              await story.lands(visitor, SALE - HOUR, `utm_source=${visitor}`);
              await story.claims(visitor, SALE + offset, 'o1');
            },
          ]),
          ['report', (story) => story.sells(SALE, 'o1', report)],
        ],
        async (story) => {
          const { source, claims } = await story.answer('o1');
          assert.deepEqual(claims.sort(), [...expected].sort());
          assert.equal(source, 'visitor_id' in report ? 'bob' : null);
        },
      );
    });
  }

  test('a forged claim of a foreign order, before or after, neither blocks nor changes it nor makes it owed', async () => {
    await inBothOrders(
      async (story) => {
        await story.affiliate('evil');
        return [
          ['forged landing', () => story.lands('forger', SALE - HOUR, 'via=evil')],
          ['forged claim', () => story.claims('forger', SALE, 'o1', { value: 1_000_000 })],
          ['landing', () => story.lands('ann', SALE - HOUR, 'utm_source=news')],
          ['report', () => story.sells(SALE, 'o1', { visitor_id: 'ann' })],
        ];
      },
      async (story) => {
        assert.equal((await story.conversion('o1')).amount_minor, 9_950);
        const expected = { source: 'news', owed: null, rule: 'none', claims: ['server_knows_better'] };
        assert.deepEqual(await story.answer('o1'), expected);
      },
    );
  });

  test('the same order claimed by two browsers is two claims; claimed twice by one it is one', async () => {
    const story = createStory();
    await story.claims('ann', SALE, 'o1');
    const again = await story.claims('ann', SALE, 'o1');
    const reloaded = await story.claims('ann', SALE + MINUTE, 'o1', { id: 'another-event' });
    assert.deepEqual([again.status, reloaded.status], ['duplicate', 'duplicate']);
    await story.claims('forger', SALE, 'o1');
    const claims = await story.claimsOf('o1');
    assert.deepEqual(claims.map(({ visitor_id }) => visitor_id).sort(), ['ann', 'forger']);
    const [own] = claims.filter(({ visitor_id }) => visitor_id === 'ann');
    const [receipt] = await story.receiptsOf(own?.id ?? '');
    assert.equal(receipt?.replays, 2);
  });

  test('a flood of claims makes no answer long and no disk full, and the buyer’s own claim does not go under', async () => {
    await inBothOrders(
      async () => [
        ['claim', (story) => story.claims('ann', SALE - MINUTE, 'o1')],
        ...Array.from({ length: 40 }, (_, at): [string, (story: Story) => Promise<unknown>] => [
          'forged claim',
          (story) => story.claims(`forger-${at}`, SALE + at, 'o1'),
        ]),
        ['report', (story) => story.sells(SALE, 'o1', { visitor_id: 'ann' })],
        ...Array.from({ length: 40 }, (_, at): [string, (story: Story) => Promise<unknown>] => [
          'forged claim',
          (story) => story.claims(`forger-${at + 40}`, SALE + at, 'o1'),
        ]),
      ],
      async (story) => {
        const { credit, id } = await story.conversion('o1');
        assert.equal(credit.claims.length, 21);
        assert.deepEqual(credit.claims[0]?.visitor_id, 'ann');
        assert.deepEqual(
          new Set(credit.claims.slice(1).map(({ verdict }) => verdict)),
          new Set(['server_knows_better']),
        );
        assert.ok((await story.claimsOf('o1')).every((claim) => claim.conversion_id === id));
        const receipts = (await story.receiptsOf(id)).filter(({ kind }) => kind === 'reconsidered');
        assert.ok(receipts.every((receipt) => receipt.credit === null));
      },
    );
  });

  test('of a flood of unknown browsers none is heard', async () => {
    const story = createStory();
    await story.sells(SALE, 'o1');
    await story.lands('forger-0', SALE - HOUR, 'utm_source=evil');
    for (let at = 0; at < 25; at += 1) await story.claims(`forger-${at}`, SALE + (at === 0 ? HOUR : 2 * HOUR), 'o1');
    assert.equal((await story.answer('o1')).source, null);
  });

  test('a claim moves from the conversion with its event to the one with its order, and both answers say so', async () => {
    const story = createStory();
    await story.claims('ann', SALE, 'o1');
    await story.sells(SALE, 'other', { event_id: 'purchase-o1' });
    assert.deepEqual((await story.answer('other')).claims, ['added_context']);
    await story.sells(SALE, 'o1');
    assert.deepEqual((await story.answer('other')).claims, []);
    assert.deepEqual((await story.answer('o1')).claims, ['added_context']);
  });
});
