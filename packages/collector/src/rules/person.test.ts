import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import { createDraft } from '../commit/draft.ts';
import { type Identifier, type IdentifierKind, identifierKey, nodeOf } from '../domain/identity.ts';
import { edges } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';
import { IDENTIFIERS_AT_MOST, personOf, rootOf } from './person.ts';

const AT = Date.UTC(2026, 10, 20, 12);
const one = (kind: IdentifierKind, value: string): Identifier => nodeOf({ kind, value });
const jane = one('email', 'jane@x.org');

function rootIn({ store }: Story, of: Identifier, trustedOnly = false): string {
  return identifierKey(rootOf(createDraft(store.now), 'w', of, trustedOnly));
}

function membersIn({ store }: Story, of: Identifier): string[] {
  return personOf(createDraft(store.now), 'w', of).map(identifierKey).sort();
}

describe('a person', () => {
  test('is the strongest identifier that others lead to', async () => {
    const story = createStory();
    await story.knows(AT, { email: 'jane@x.org', phone: '+4915112345678' });
    assert.equal(rootIn(story, one('phone', '+4915112345678')), identifierKey(jane));
    await story.knows(AT, { lead: 'l1', email: 'jane@x.org' });
    assert.equal(rootIn(story, one('phone', '+4915112345678')), 'lead:l1');
    await story.knows(AT, { user: 'u1', email: 'jane@x.org' });
    assert.deepEqual(
      membersIn(story, jane),
      [identifierKey(jane), identifierKey(one('phone', '+4915112345678')), 'user:u1'].sort(),
    );
  });

  test('is linked by a secret key before any browser, and by the earliest before the latest', async () => {
    const story = createStory();
    await story.identifies('tablet', AT - DAY, { user_id: 'u1', email: 'jane@x.org' });
    await story.identifies('tablet', AT - 2 * DAY, { user_id: 'u2', email: 'jane@x.org' });
    assert.equal(rootIn(story, jane), 'user:u2');
    await story.knows(AT, { user: 'u3', email: 'jane@x.org' });
    await story.knows(AT - DAY, { user: 'u4', email: 'jane@x.org' });
    assert.equal(rootIn(story, jane), 'user:u4');
  });

  test('is found by the hash of an email as by the email', async () => {
    const story = createStory();
    await story.knows(AT, { user: 'u1', email: jane.value.toUpperCase() });
    assert.equal(rootIn(story, one('email', 'jane@x.org')), 'user:u1');
  });

  test('never merges two users, whatever they share', async () => {
    const story = createStory();
    for (const user of ['u1', 'u2']) {
      await story.knows(AT, { user, email: 'family@x.org', phone: '+4915112345678', visitor: 'tablet' });
    }
    assert.equal(rootIn(story, one('user', 'u1')), 'user:u1');
    assert.equal(rootIn(story, one('user', 'u2')), 'user:u2');
  });

  test('is told by the same link whether it was claimed twice, early or late', async () => {
    const story = createStory();
    for (const at of [AT, AT - DAY, AT + DAY]) await story.identifies('phone', at, { email: 'jane@x.org' });
    const found = await story.store.find(edges, 'key', ['w', 'visitor', 'phone']);
    assert.deepEqual(
      found.map(({ occurred_at, trusted }) => [occurred_at, trusted]),
      [[AT - DAY, false]],
    );
  });

  test('is nobody whom more than 50 name; claims alone do not count against what a secret key said', async () => {
    const story = createStory();
    const office = one('lead', 'office');
    const named = (number: number) => one('email', `${number}@x.org`);
    for (let other = 1; other <= IDENTIFIERS_AT_MOST; other += 1) {
      await story.knows(AT, { lead: 'office', email: `${other}@x.org` });
    }
    assert.equal(rootIn(story, named(1)), identifierKey(office));
    await story.knows(AT, { lead: 'office', email: 'one-more@x.org' });
    assert.equal(rootIn(story, named(1)), identifierKey(named(1)));
  });

  test('is not led to by values that stand for nobody', async () => {
    const story = createStory();
    for (const who of ['a', 'b']) {
      await story.identifies(who, AT, { user_id: 'undefined', email: '[object Object]' });
    }
    assert.deepEqual(await story.store.range(edges, 'key', ['w'], { order: 'ascending' }), []);
  });
});

describe('an alias', () => {
  test('joins users in chains, rings and whatever order, and one stands for all', async () => {
    const pairs = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['d', 'c'],
    ] as const;
    for (const order of [pairs, pairs.toReversed()]) {
      const story = createStory();
      for (const [user, previous] of order) await story.joins(user, previous, AT);
      await story.knows(AT, { user: 'd', email: 'jane@x.org' });
      assert.equal(rootIn(story, jane), 'user:a');
      assert.deepEqual(
        membersIn(story, one('user', 'b')),
        ['user:a', 'user:b', 'user:c', 'user:d', identifierKey(jane)].sort(),
      );
    }
  });

  test('that is removed parts them again, but for those whom another alias joins', async () => {
    const story = createStory();
    for (const [user, previous] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'b'],
    ] as const) {
      await story.joins(user, previous, AT);
    }
    await story.parts(one('user', 'c'), one('user', 'b'));
    assert.equal(rootIn(story, one('user', 'c')), 'user:a');
    await story.parts(one('user', 'b'), one('user', 'a'));
    assert.equal(rootIn(story, one('user', 'a')), 'user:a');
    assert.deepEqual(membersIn(story, one('user', 'd')), ['user:b', 'user:c', 'user:d']);
    await story.joins('a', 'b', AT - DAY);
    assert.equal(rootIn(story, one('user', 'b')), 'user:b');
  });
});
