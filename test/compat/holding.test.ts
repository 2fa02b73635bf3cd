import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdingPoints } from './holding.ts';

const shows = new Map([
  ['v/a', ['v/p1', 'v/p2']],
  ['v/b', ['v/p2']],
]);
const holding = (points: string[], ...tests: [title: string, passed: boolean][]) => [
  ...holdingPoints(
    points,
    shows,
    tests.map(([title, passed]) => ({ title, passed })),
  ),
];

test('a point holds by a test that names it, or by one whose vector shows it', () => {
  assert.deepEqual(holding(['v/p1', 'v/p2', 'v/p3'], ['v/a: POST', true]), ['v/p1', 'v/p2']);
  for (const title of ['v/p3: it does', 'v/p3 does', 'v/p3, too', 'v/p3']) {
    assert.deepEqual(holding(['v/p3'], [title, true]), ['v/p3']);
  }
});

test('a point does not hold where nothing ran, or where one of several failed', () => {
  assert.deepEqual(holding(['v/p1']), []);
  assert.deepEqual(holding(['v/p1', 'v/p2'], ['v/a: x', true], ['v/b: x', false]), ['v/p1']);
  assert.deepEqual(holding(['v/p1', 'v/p2'], ['v/b: x', false], ['v/a: x', true]), ['v/p1']);
});

test('the beginning of an id is not the id', () => {
  assert.deepEqual(holding(['v/p'], ['v/p1: x', true]), []);
  assert.deepEqual(holding(['v/p1'], ['v/p: x', true], ['tests of v/p1', true]), []);
});
