import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory } from '../../../../test/contract/story.ts';
import { DAY, HOUR, MINUTE } from '../domain/time.ts';

const SALE = Date.UTC(2026, 10, 20, 12);

describe('whom a sale makes us owe', () => {
  test('the latest affiliate touch in the window; an ad after it earns the credit and not the money', async () => {
    const story = createStory();
    const amy = await story.affiliate('amy');
    await story.lands('ann', SALE - 2 * DAY, 'via=AMY');
    await story.lands('ann', SALE - DAY, 'gclid=G');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    assert.deepEqual(await story.answer('o1'), {
      source: 'google',
      owed: amy,
      rule: 'last_affiliate_touch',
      claims: [],
    });
  });

  test('the click that the server reports comes before a later affiliate’s touch', async () => {
    const story = createStory();
    const [amy] = [await story.affiliate('amy'), await story.affiliate('ben')];
    const click = await story.follows('amy', SALE - 3 * DAY);
    await click.arrives();
    await story.lands('ann', SALE - DAY, 'via=ben');
    await story.sells(SALE, 'o1', { visitor_id: 'ann', click_id: click.id });
    const { credit } = await story.conversion('o1');
    assert.equal(credit.owed_to?.affiliate_id, amy);
    assert.equal(credit.owed_to?.click_id, click.id);
    assert.equal(credit.debt_rule, 'reported_click');
    assert.deepEqual(
      credit.debt_candidates.map(({ code, verdict }) => [code, verdict]),
      [
        ['amy', 'reported_click'],
        ['ben', 'outranked'],
      ],
    );
  });

  test('a click that is not known yet makes nothing owed until it arrives', async () => {
    const story = createStory();
    const amy = await story.affiliate('amy');
    const click = await story.follows('amy', SALE - DAY);
    await story.sells(SALE, 'o1', { click_id: click.id });
    assert.equal((await story.answer('o1')).rule, 'unknown_click');
    await click.arrives();
    assert.equal((await story.answer('o1')).owed, amy);
    const receipts = await story.receiptsOf((await story.conversion('o1')).id);
    const late = receipts.find(({ kind }) => kind === 'recredited');
    assert.equal(late?.cause, 'record_click');
    assert.deepEqual([late?.before?.owed_to, late?.credit?.owed_to?.affiliate_id], [null, amy]);
  });

  test('a reported click more than 30 days old makes nothing owed and says why', async () => {
    const story = createStory();
    await story.affiliate('amy');
    const click = await story.follows('amy', SALE - 30 * DAY - 1);
    await click.arrives();
    await story.sells(SALE, 'o1', { click_id: click.id });
    const { credit } = await story.conversion('o1');
    assert.equal(credit.owed_to, null);
    assert.deepEqual(
      credit.debt_candidates.map(({ verdict }) => verdict),
      ['before_the_window'],
    );
  });

  test('an affiliate who signs up late is owed for what their code brought', async () => {
    const story = createStory();
    await story.lands('ann', SALE - DAY, 'ref=amy');
    await story.sells(SALE, 'o1', { visitor_id: 'ann' });
    assert.equal((await story.answer('o1')).owed, null);
    const amy = await story.affiliate('amy');
    assert.equal((await story.answer('o1')).owed, amy);
  });

  test('two sales of a person are under one referral, two persons’ under two', async () => {
    const story = createStory();
    await story.affiliate('amy');
    for (const visitor of ['ann', 'bob']) await story.lands(visitor, SALE - DAY, 'via=amy');
    await story.sells(SALE, 'o1', { visitor_id: 'ann', email: 'ann@x.org' });
    await story.sells(SALE + HOUR, 'o2', { email: 'ann@x.org' });
    await story.sells(SALE, 'o3', { visitor_id: 'bob' });
    const [first, second, other] = await Promise.all(
      ['o1', 'o2', 'o3'].map(async (order) => (await story.conversion(order)).credit.owed_to?.referral_id),
    );
    assert.ok(first);
    assert.equal(second, first);
    assert.notEqual(other, first);
  });

  test('a touch that only a browser’s claim leads to awaits review', async () => {
    const story = createStory();
    await story.affiliate('amy');
    await story.lands('evil', SALE - DAY, 'via=amy');
    await story.sells(SALE, 'o1', { email: 'jane@x.org' });
    await story.sends('evil', SALE + MINUTE, { name: 'identify', user: { email: 'jane@x.org' } });
    const { credit } = await story.conversion('o1');
    assert.equal(credit.owed_to, null);
    assert.equal(credit.debt_rule, 'awaits_review');
    assert.deepEqual(
      credit.debt_candidates.map(({ verdict }) => verdict),
      ['unlinked_claim'],
    );
    await story.sells(SALE + HOUR, 'o2', { visitor_id: 'evil', email: 'jane@x.org' });
    assert.equal((await story.answer('o1')).rule, 'last_affiliate_touch', 'the server’s word for it is enough');
  });
});

describe('what a forger cannot do', () => {
  test('a landing with another’s click id takes nothing away and brings nothing', async () => {
    const story = createStory();
    const [amy] = [await story.affiliate('amy'), await story.affiliate('evil')];
    const click = await story.follows('amy', SALE - DAY);
    await click.arrives();
    await story.sells(SALE, 'o1', { click_id: click.id });
    await story.lands('forger', SALE + MINUTE / 4, `cs_click=${click.id}&via=evil`);
    await story.lands('forger', SALE - DAY, `cs_click=${click.id}&via=evil`);
    assert.equal((await story.answer('o1')).owed, amy);
  });

  test('a landing with a click id that the collector never gave out pays nobody', async () => {
    const story = createStory();
    await story.affiliate('evil');
    const unknown = 'clk_0123456789abcdef0123456789abcdef';
    await story.lands('forger', SALE - DAY, `cs_click=${unknown}&via=evil`);
    await story.sells(SALE, 'o1', { click_id: unknown });
    assert.deepEqual((await story.answer('o1')).owed, null);
    assert.equal((await story.answer('o1')).rule, 'awaits_review');
  });

  test('no number of claimed links dissolves a person that a secret key linked, or moves the referral', async () => {
    const story = createStory();
    const amy = await story.affiliate('amy');
    await story.lands('ann', SALE - DAY, 'via=amy');
    await story.sells(SALE - HOUR, 'o1', { visitor_id: 'ann', email: 'jane@x.org' });
    await story.sells(SALE, 'o2', { email: 'jane@x.org' });
    const before = (await story.conversion('o2')).credit.owed_to;
    assert.equal(before?.affiliate_id, amy);
    for (let forger = 0; forger < 60; forger += 1) {
      const user = { email: 'jane@x.org', ...(forger % 2 === 0 ? { user_id: 'evil' } : {}) };
      await story.sends(`forger-${forger}`, SALE, { name: 'identify', user });
    }
    assert.deepEqual((await story.conversion('o2')).credit.owed_to, before);
  });
});
