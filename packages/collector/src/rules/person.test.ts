import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import { createDraft } from '../commit/draft.ts';
import type { Identifier } from '../domain/identity.ts';
import { edges } from '../domain/schema.ts';
import { DAY, HOUR } from '../domain/time.ts';
import { identifierKey, personOf, rootOf, SHARED_ABOVE } from './person.ts';

const AT = Date.UTC(2026, 10, 20, 12);
const visitor = (value: string): Identifier => ({ kind: 'visitor', value });

function rootIn({ store }: Story, of: Identifier, trustedOnly = false): string {
  return identifierKey(rootOf(createDraft(store.now), 'w', of, trustedOnly));
}

const identify = (story: Story, who: string, at: number, user: object) =>
  story.sends(who, at, { name: 'identify', user });
/** A server links a browser to whom it names. */
const link = (story: Story, who: string, at: number, named: object) =>
  story.sells(at, undefined, { visitor_id: who, name: 'lead', ...named });

describe('a person', () => {
  test('is the strongest identifier that others lead to', async () => {
    const story = createStory();
    await identify(story, 'phone', AT, { email: 'jane@x.org' });
    assert.equal(rootIn(story, visitor('phone')), 'email:jane@x.org');
    await link(story, 'laptop', AT, { email: 'jane@x.org', external_user_id: 'u1' });
    assert.equal(rootIn(story, visitor('phone')), 'user:u1');
    const members = personOf(createDraft(story.store.now), 'w', visitor('phone')).map(identifierKey);
    assert.deepEqual(members.sort(), ['email:jane@x.org', 'user:u1', 'visitor:laptop', 'visitor:phone']);
  });

  test('is linked by a secret key before any browser, and by the earliest before the latest', async () => {
    const story = createStory();
    await identify(story, 'tablet', AT - DAY, { user_id: 'u1' });
    await identify(story, 'tablet', AT - 2 * DAY, { user_id: 'u2' });
    assert.equal(rootIn(story, visitor('tablet')), 'user:u2');
    await link(story, 'tablet', AT, { external_user_id: 'u3' });
    await link(story, 'tablet', AT + HOUR, { external_user_id: 'u4' });
    assert.equal(rootIn(story, visitor('tablet')), 'user:u3');
  });

  test('never merges two users, whatever they share', async () => {
    const story = createStory();
    for (const user_id of ['u1', 'u2']) await identify(story, 'tablet', AT, { user_id, email: 'family@x.org' });
    assert.equal(rootIn(story, { kind: 'user', value: 'u1' }), 'user:u1');
    assert.equal(rootIn(story, { kind: 'user', value: 'u2' }), 'user:u2');
  });

  test('is told by the same link whether it was claimed twice, early or late', async () => {
    const story = createStory();
    for (const at of [AT, AT - DAY, AT + DAY]) await identify(story, 'phone', at, { email: 'jane@x.org' });
    const found = await story.store.find(edges, 'key', ['w', 'visitor', 'phone']);
    assert.deepEqual(
      found.map(({ occurred_at, trusted }) => [occurred_at, trusted]),
      [[AT - DAY, false]],
    );
  });

  test('is nobody whom more than 50 name; claims alone do not count against what a secret key said', async () => {
    const story = createStory();
    const shared = { email: 'office@x.org' };
    await link(story, 'known', AT, shared);
    for (let other = 1; other < SHARED_ABOVE; other += 1) await identify(story, `v${other}`, AT, shared);
    assert.equal(rootIn(story, visitor('v1')), 'email:office@x.org');
    await identify(story, 'v50', AT, shared);
    assert.equal(rootIn(story, visitor('v1')), 'visitor:v1');
    assert.equal(rootIn(story, visitor('known')), 'email:office@x.org');
    for (let other = 1; other < SHARED_ABOVE; other += 1) await link(story, `t${other}`, AT, shared);
    assert.equal(rootIn(story, visitor('known'), true), 'email:office@x.org');
    await link(story, 't50', AT, shared);
    assert.equal(rootIn(story, visitor('known'), true), 'visitor:known');
  });

  test('is not led to by values that stand for nobody', async () => {
    const story = createStory();
    for (const who of ['a', 'b']) await identify(story, who, AT, { user_id: 'undefined', email: '[object Object]' });
    assert.deepEqual(await story.store.range(edges, 'key', ['w'], { order: 'ascending' }), []);
  });
});
