import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callProblems } from './call-problems.ts';
import type { Entry } from './entry.ts';
import type { Situation } from './situation.ts';

function titlesOf(name: string, given?: object, event?: object): string[] {
  const entry = { at: 0, url: '', verb: 'track', name, args: [name, given], happened: [], ...(event && { event }) };
  const titles: string[] = [];
  callProblems([entry as Entry], {} as Situation, (title) => titles.push(title));
  return titles;
}

describe('a call that reports a sale', () => {
  it('lacks nothing where it says what it must', () => {
    assert.deepEqual(titlesOf('purchase', { order_id: 7, value: '49.90', currency: 'EUR' }), []);
    assert.deepEqual(titlesOf('purchase', { order_id: 'A', value: 0, currency: 'eur' }), []);
    assert.deepEqual(titlesOf('refund', { order_id: 'A' }), []);
    assert.deepEqual(titlesOf('lead'), []);
  });

  it('lacks what it does not say, or says in a way that nobody reads', () => {
    assert.deepEqual(titlesOf('purchase'), ['purchase without an order_id', 'purchase without a value']);
    assert.deepEqual(titlesOf('purchase', { order_id: 1, value: 5 }), ['purchase without a currency']);
    assert.deepEqual(titlesOf('purchase', { order_id: 1, value: '€5', currency: '€' }), [
      'purchase with the value €5',
      'purchase with the currency €',
    ]);
    assert.deepEqual(titlesOf('refund', { value: 5, currency: 'EUR' }), ['refund without an order_id']);
  });

  it('is judged by what is sent, where a hook has put it right', () => {
    assert.deepEqual(titlesOf('purchase', { order_id: 1 }, { order_id: '1', value: 5, currency: 'EUR' }), []);
  });
});
