import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { derivedId, isClickId, mintClickId, mintId } from './ids.ts';

describe('ids', () => {
  test('are made in order, so that they append to their index', () => {
    const ids = Array.from({ length: 1_000 }, mintId);
    assert.deepEqual(ids, ids.toSorted());
    assert.equal(new Set(ids).size, ids.length);
  });

  test('of clicks survive a URL and a checkout’s reference', () => {
    const id = mintClickId();
    assert.match(id, /^clk_[A-Za-z0-9_-]+$/);
    assert.equal(encodeURIComponent(id), id);
    assert.ok(isClickId(id));
    for (const text of ['', 'clk_', 'clk_short', 'clk_0123456789abcdef<', `x${id}`]) assert.ok(!isClickId(text), text);
  });

  test('that are derived follow from their parts and from nothing else', () => {
    assert.equal(derivedId('a', 'b'), derivedId('a', 'b'));
    assert.notEqual(derivedId('a', 'b'), derivedId('ab'));
    assert.notEqual(derivedId('a', 'b'), derivedId('b', 'a'));
    assert.match(derivedId('a'), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
