import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isShareValid, readShare, signShare } from './share-token.ts';

const share = { workspace_id: '019-w', conversion_id: '019-c', expires_at: 1_800_000_000_000 };
const token = signShare(share, 'secret');

describe('a share token', () => {
  test('is read back and valid until it expires', () => {
    assert.deepEqual(readShare(token), share);
    assert.ok(isShareValid(token, share, 'secret', share.expires_at - 1));
    assert.ok(!isShareValid(token, share, 'secret', share.expires_at));
    assert.ok(!isShareValid(token, share, 'another secret', 0));
  });

  test('is not valid when any character of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('a', 'B', '0', '-', '.'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(changed !== token);
        const read = readShare(changed);
        assert.ok(!read || !isShareValid(changed, read, 'secret', 0));
      }),
    );
  });

  test('of nonsense is not read', () => {
    for (const text of ['', '.', '...', 'a.b.c', 'a.b.c.d.e', 'a.b.!.d'])
      assert.equal(readShare(text), undefined, text);
  });
});
