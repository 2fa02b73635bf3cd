import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenOut } from './times.ts';

test('what is too long is written out', () => {
  assert.deepEqual(
    writtenOut({ a: { $times: [3, 'x'] }, b: [{ $times: [2, { c: { $times: [2, 'y'] } }] }], d: null }),
    {
      a: 'xxx',
      b: [[{ c: 'yy' }, { c: 'yy' }]],
      d: null,
    },
  );
  for (const wrong of [{ $times: 3 }, { $times: ['3', 'x'] }, { $times: [3, 'x', 'y'] }, { $times: [3, 'x'], a: 1 }]) {
    assert.throws(() => writtenOut(wrong), /expected \{"\$times"/);
  }
});
