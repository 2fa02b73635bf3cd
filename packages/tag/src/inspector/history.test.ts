import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from '../api.ts';
import { isUnderWay, verdictOf } from './entry.ts';
import { createHistory } from './history.ts';

const call = (verb: Call[2], ...args: unknown[]): Call => [1, 'https://a.example/', verb, args];

describe('the history', () => {
  it('has one entry a call, named by what it is about', () => {
    const history = createHistory(
      () => 5,
      () => undefined,
    );
    const lead = call('track', 'lead');
    assert.equal(history.of(lead), history.of(lead));
    history.of(call('page', undefined, false));
    history.of(call('identify', 'u'));
    assert.deepEqual(
      history.entries.map(({ name, by, args }) => [name, by, args]),
      [
        ['lead', undefined, ['lead']],
        ['page_view', 'tag', undefined],
        ['identify', undefined, ['u']],
      ],
    );
  });

  it('takes what comes back hashed for the call that was held', () => {
    const history = createHistory(
      () => 5,
      () => undefined,
    );
    const entry = history.of(call('identify', 'u', { email: 'a@b.example' }));
    history.happen(entry, 'held');
    assert.equal(history.of(call('hashed', { user_id: 'u' })), entry);
  });

  it('finds events by id and name; of several the first that is not settled', () => {
    const history = createHistory(
      () => 5,
      () => undefined,
    );
    const event = { id: 'purchase.1', name: 'purchase' };
    const [one, two] = [history.of(call('track', 'purchase')), history.of(call('track', 'purchase'))];
    for (const entry of [one, two]) {
      entry.event = event;
      history.happen(entry, 'waiting');
    }
    assert.equal(history.find(event), one);
    assert.equal(history.find(event, new Set([one])), two);
    history.happen(one, 'taken');
    assert.equal(history.find(event), two);
    assert.equal(history.find({ ...event, name: 'refund' }), undefined);
  });

  it('judges by the latest that decides, and knows what is still under way', () => {
    const history = createHistory(
      () => 5,
      () => undefined,
    );
    const entry = history.of(call('track', 'lead'));
    for (const [what, verdict, more] of [
      ['left_out', 'left_out', false],
      ['waiting', 'waiting', true],
      ['not_stored', 'waiting', true],
      ['failed', 'failed', true],
      ['taken', 'taken', false],
    ] as const) {
      entry.event = { id: 'x', name: 'lead' };
      history.happen(entry, what);
      assert.deepEqual([verdictOf(entry), isUnderWay(entry)], [verdict, more]);
    }
  });

  it('forgets the oldest beyond a thousand, and what is settled when it is cleared', () => {
    let changes = 0;
    const history = createHistory(
      () => 5,
      () => changes++,
    );
    for (let n = 0; n < 1005; n++) history.happen(history.of(call('track', `call_${n}`)), n % 2 ? 'held' : 'dropped');
    assert.deepEqual([history.entries.length, history.forgotten(), history.entries[0]?.name], [1000, 5, 'call_5']);
    history.clear();
    assert.ok(history.entries.every((entry) => verdictOf(entry) === 'held'));
    assert.deepEqual([history.entries.length, history.forgotten()], [500, 0]);
    assert.ok(changes > 2010);
  });
});
