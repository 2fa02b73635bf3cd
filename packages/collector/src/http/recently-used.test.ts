import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecentlyUsed } from './recently-used.ts';

test('what was not asked for the longest gives way', () => {
  const memory = createRecentlyUsed<number>(2);
  memory.set('a', 1);
  memory.set('b', 2);
  assert.equal(memory.get('a'), 1);
  memory.set('c', 3);
  assert.deepEqual([memory.get('a'), memory.get('b'), memory.get('c')], [1, undefined, 3]);
  memory.set('a', 4);
  memory.set('d', 5);
  assert.deepEqual([memory.get('a'), memory.get('c'), memory.get('d')], [4, undefined, 5]);
});
