import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStory, type Story } from '../../../../test/contract/story.ts';
import { createDraft } from '../commit/draft.ts';
import { identifierKey } from '../domain/identity.ts';
import { DAY, HOUR, MINUTE } from '../domain/time.ts';
import { deviceOf } from './device.ts';

const AT = Date.UTC(2026, 10, 20, 12);

/** Who was at the laptop, so many hours after the beginning. */
function usersAt({ store }: Story, hours: readonly number[], trustedOnly = false): string[] {
  const device = deviceOf(createDraft(store.now), 'w', 'laptop', { from: AT, to: AT + DAY });
  return hours.map((hour) => {
    const { roots, since } = device.standingAt(AT + hour * HOUR, trustedOnly);
    return roots.length > 0
      ? roots.map(identifierKey).join(' ')
      : `nobody since ${since === null ? 'ever' : (since - AT) / HOUR}`;
  });
}

const signsIn = (story: Story, user_id: string, hour: number, more: object = {}) =>
  story.identifies('laptop', AT + hour * HOUR, { user_id, ...more });
const leaves = (story: Story, hour: number) => story.leaves('laptop', AT + hour * HOUR);

describe('a device', () => {
  test('is nobody’s until somebody signs in, and then it was theirs from the beginning', async () => {
    const story = createStory();
    assert.deepEqual(usersAt(story, [1]), ['nobody since ever']);
    await signsIn(story, 'ann', 5);
    assert.deepEqual(usersAt(story, [1, 5, 9]), ['user:ann', 'user:ann', 'user:ann']);
  });

  test('that is left belongs to the next who signs in, from then on', async () => {
    const story = createStory();
    await signsIn(story, 'ann', 2);
    await leaves(story, 4);
    assert.deepEqual(usersAt(story, [3, 4, 5]), ['user:ann', 'user:ann', 'nobody since 4']);
    await signsIn(story, 'bob', 8);
    assert.deepEqual(usersAt(story, [1, 3, 5, 9]), ['user:ann', 'user:ann', 'user:bob', 'user:bob']);
    await leaves(story, 10);
    await leaves(story, 12);
    assert.deepEqual(usersAt(story, [11, 13]), ['nobody since 10', 'nobody since 12']);
  });

  test('that nobody left stays the first user’s for as long as they are seen there', async () => {
    const story = createStory();
    for (const hour of [2, 3, 4, 6]) await signsIn(story, 'ann', hour);
    await signsIn(story, 'bob', 8);
    assert.deepEqual(usersAt(story, [1, 5, 6, 7, 9]), ['user:ann', 'user:ann', 'user:ann', 'user:bob', 'user:bob']);
  });

  test('tells the same whatever is heard first', async () => {
    const parts: ((story: Story) => Promise<unknown>)[] = [
      (story) => signsIn(story, 'ann', 2),
      (story) => leaves(story, 4),
      (story) => signsIn(story, 'bob', 8),
      (story) => signsIn(story, 'ann', 12),
    ];
    for (const order of [parts, parts.toReversed(), [2, 0, 3, 1].map((at) => parts[at] as (typeof parts)[0])]) {
      const story = createStory();
      for (const part of order) await part(story);
      assert.deepEqual(usersAt(story, [1, 3, 5, 9, 13]), ['user:ann', 'user:ann', 'user:bob', 'user:ann', 'user:ann']);
    }
  });

  test('is several identifiers’ as long as they do not contradict each other', async () => {
    const story = createStory();
    await story.identifies('laptop', AT + 2 * HOUR, { email: 'ann@x.org' });
    await signsIn(story, 'ann', 3);
    await signsIn(story, 'bob', 4);
    assert.match(usersAt(story, [1])[0] ?? '', /^email:[0-9a-f]+ user:ann$/);
    await story.knows(AT, { user: 'bob', email: 'ann@x.org' });
    assert.deepEqual(usersAt(story, [1]), ['user:bob']);
  });

  test('whose browser claims to be four users is believed about none of them; what keys say of it stands', async () => {
    const story = createStory();
    for (const [hour, user] of ['ann', 'bob', 'cid'].entries()) await signsIn(story, user, hour);
    assert.deepEqual(usersAt(story, [0, 1]), ['user:ann', 'user:bob']);
    await signsIn(story, 'dot', 20);
    assert.deepEqual(usersAt(story, [0, 1, 21]), ['nobody since ever', 'nobody since ever', 'nobody since ever']);
    await story.knows(AT + 9 * HOUR, { user: 'eve', visitor: 'laptop' });
    assert.deepEqual(usersAt(story, [0, 9]), ['user:eve', 'user:eve']);
  });

  test('is a user’s for who asks what keys said only where a key, or a proof, said so', async () => {
    const story = createStory();
    await signsIn(story, 'ann', 2);
    await story.knows(AT + 6 * HOUR, { user: 'bob', visitor: 'laptop' });
    assert.deepEqual(usersAt(story, [1]), ['user:ann']);
    assert.deepEqual(usersAt(story, [1], true), ['user:bob']);
    await story.proves('laptop', AT + 3 * HOUR, 'cid');
    assert.deepEqual(usersAt(story, [1, 4], true), ['user:cid', 'user:bob']);
  });

  test('loses a user whose link was removed, and keeps them lost', async () => {
    const story = createStory();
    await signsIn(story, 'ann', 2);
    await story.parts({ kind: 'visitor', value: 'laptop' }, { kind: 'user', value: 'ann' });
    await signsIn(story, 'ann', 3);
    assert.deepEqual(usersAt(story, [1, 4]), ['nobody since ever', 'nobody since ever']);
  });
});

describe('a sale', () => {
  test('is not credited with what somebody else did at a shared laptop', async () => {
    const story = createStory();
    await story.lands('laptop', AT, 'utm_source=news');
    await signsIn(story, 'ann', 1);
    await leaves(story, 2);
    await story.lands('laptop', AT + 3 * HOUR, 'utm_source=blog');
    await signsIn(story, 'bob', 4);
    await story.sells(AT + 5 * HOUR, 'bobs', { external_user_id: 'bob' });
    await story.sells(AT + 6 * HOUR, 'anns', { external_user_id: 'ann' });
    assert.equal((await story.answer('bobs')).source, 'blog');
    assert.equal((await story.answer('anns')).source, 'news');
    const { credit } = await story.conversion('anns');
    assert.deepEqual(
      credit.candidates.map(({ source, verdict }) => [source, verdict]),
      [['news', 'last_touch']],
    );
  });

  test('that a kiosk made without a name is whose who stood there', async () => {
    const story = createStory();
    await story.lands('laptop', AT, 'utm_source=news');
    await leaves(story, 1);
    await story.lands('laptop', AT + 2 * HOUR, 'utm_source=blog');
    await story.sells(AT + 2 * HOUR + MINUTE, 'o1', { visitor_id: 'laptop' });
    await leaves(story, 3);
    await story.sells(AT + 4 * HOUR, 'o2', { visitor_id: 'laptop' });
    assert.equal((await story.answer('o1')).source, 'blog');
    assert.equal((await story.answer('o2')).source, null);
  });

  test('names the identifier that speaks of somebody else', async () => {
    const story = createStory();
    await story.knows(AT, { user: 'ann', email: 'ann@x.org' });
    await story.sells(AT + HOUR, 'o1', { external_user_id: 'bob', email: 'ann@x.org' });
    const { credit } = await story.conversion('o1');
    assert.deepEqual(credit.conflicts, [{ kind: 'email', value: 'ann@x.org' }]);
  });

  test('of a customer is found through the email that a user gave', async () => {
    const story = createStory();
    await story.lands('laptop', AT, 'utm_source=news');
    await signsIn(story, 'ann', 1, { email: 'ann@x.org' });
    await story.sells(AT + 2 * HOUR, 'o1', { customer_id: 'cus_1', email: 'Ann@X.org' });
    assert.equal((await story.answer('o1')).source, 'news');
  });
});
