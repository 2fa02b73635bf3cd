import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SESSION_GAP, sessionIdOf, sessionsOf } from './session.ts';
import { MINUTE, SECOND } from './time.ts';

const event = (occurred_at: number, id = `e${occurred_at}`) => ({ id, name: 'page_view', occurred_at });
const spansOf = (...given: Parameters<typeof sessionsOf>) =>
  sessionsOf(...given).map(({ started_at, ended_at }) => [started_at, ended_at]);

/** Minutes apart, so that pauses of exactly half an hour come up. */
const times = fc.array(
  fc.integer({ min: 0, max: 400 }).map((at) => at * 10 * MINUTE),
  { maxLength: 40 },
);

describe('a session', () => {
  test('ends after more than 30 minutes in which nothing happened', () => {
    assert.deepEqual(spansOf([event(0), event(SESSION_GAP)], []), [[0, SESSION_GAP]]);
    assert.deepEqual(spansOf([event(0), event(SESSION_GAP + 1)], []), [
      [0, 0],
      [SESSION_GAP + 1, SESSION_GAP + 1],
    ]);
  });

  test('ends where the visitor arrives anew, and not by the arrival that it began with', () => {
    const events = [event(0), event(MINUTE), event(2 * MINUTE)];
    assert.deepEqual(spansOf(events, [0]), [[0, 2 * MINUTE]]);
    assert.deepEqual(spansOf(events, [0, 30 * SECOND]), [
      [0, 0],
      [MINUTE, 2 * MINUTE],
    ]);
    assert.deepEqual(spansOf(events, [2 * MINUTE]), [
      [0, MINUTE],
      [2 * MINUTE, 2 * MINUTE],
    ]);
  });

  test('has an id that follows from where it begins', () => {
    assert.equal(sessionIdOf('w', 'v', 5), sessionIdOf('w', 'v', 5));
    assert.notEqual(sessionIdOf('w', 'v', 5), sessionIdOf('w', 'v', 6));
    assert.notEqual(sessionIdOf('w', 'v', 5), sessionIdOf('w', 'u', 5));
  });
});

test('sessions do not depend on the order of events, nor on copies of them', () => {
  fc.assert(
    fc.property(times, times, fc.infiniteStream(fc.integer()), (at, arrivals, random) => {
      const events = at.map((time, place) => event(time, `e${place}`));
      const shuffled = [...events, ...events.slice(0, 5)]
        .map((one) => ({ one, rank: random.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one);
      assert.deepEqual(sessionsOf(shuffled, arrivals.toReversed()), sessionsOf(events, arrivals));
    }),
  );
});

test('every event is in one session, which no pause and no arrival divides, and none could be one with the next', () => {
  fc.assert(
    fc.property(times, times, (at, arrivals) => {
      const events = at.map((time, place) => event(time, `e${place}`));
      const sessions = sessionsOf(events, arrivals);
      assert.equal(sessions.flatMap((session) => session.events).length, events.length);
      const isDivided = (last: number, next: number) =>
        next - last > SESSION_GAP || arrivals.some((arrival) => arrival > last && arrival <= next);
      for (const [place, { events: own, started_at, ended_at }] of sessions.entries()) {
        assert.deepEqual([own[0]?.occurred_at, own.at(-1)?.occurred_at], [started_at, ended_at]);
        for (const [after, one] of own.slice(1).entries()) {
          assert.ok(!isDivided(own[after]?.occurred_at ?? 0, one.occurred_at));
        }
        const next = sessions[place + 1];
        if (next) assert.ok(isDivided(ended_at, next.started_at));
      }
    }),
  );
});
