import assert from 'node:assert/strict';
import { it } from 'node:test';
import { textOf } from './text-of.ts';

it('takes strings and numbers that say something', () => {
  assert.equal(textOf('A-1'), 'A-1');
  assert.equal(textOf(1001), '1001');
  assert.equal(textOf(0), '0');
  assert.equal(textOf(49.9), '49.9');
});

it('takes nothing else', () => {
  for (const value of ['', undefined, null, Number.NaN, Number.POSITIVE_INFINITY, true, {}, [], Symbol('x'), 1n]) {
    assert.equal(textOf(value), undefined);
  }
});
