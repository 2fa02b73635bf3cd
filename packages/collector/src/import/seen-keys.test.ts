import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeenKeys } from './seen-keys.ts';

test('a key is known from its second time on, with the line of its first', () => {
  const seen = createSeenKeys();
  for (let line = 1; line <= 5_000; line += 1) assert.equal(seen.see(`key ${line}`, line), undefined);
  for (let line = 1; line <= 5_000; line += 1) assert.equal(seen.see(`key ${line}`, 9_999), line);
  assert.equal(seen.see('another', 1), undefined);
});
