import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { uuidV7 } from './uuid-v7.ts';

it('makes version 7 UUIDs whose time can be read back', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 48 - 1 }), (at) => {
      const id = uuidV7(at);
      assert.match(id, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), at);
    }),
  );
});

it('makes different ones within a millisecond, using all values of each random digit', () => {
  const ids = Array.from({ length: 2000 }, () => uuidV7(1_700_000_000_000));
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(ids.map((id) => id[15])).size, 16);
  // The digit that also says the variant is the same in all.
  assert.deepEqual(new Set(ids.map((id) => id[19])), new Set(['8']));
  for (const position of [20, 24]) assert.equal(new Set(ids.map((id) => id[position])).size, 16);
  assert.equal(new Set(ids.map((id) => id[35])).size, 16);
});
