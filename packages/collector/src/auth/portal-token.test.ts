import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isPortalPassGenuine, readPortalPass, referralPseudonym, signPortalPass } from './portal-token.ts';
import { isShareValid, readShare, signShare } from './share-token.ts';

const pass = { workspace_id: '019-w', affiliate_id: '019-a', expires_at: 1_800_000_000_000 };
const token = signPortalPass(pass, 'secret');

describe('a portal token', () => {
  test('is read back, and genuine for its secret alone', () => {
    assert.deepEqual(readPortalPass(token), pass);
    assert.ok(isPortalPassGenuine(token, pass, 'secret'));
    assert.ok(!isPortalPassGenuine(token, pass, 'another secret'));
  });

  test('is not genuine when any character of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('a', 'B', '0', '-', '.'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(changed !== token);
        const read = readPortalPass(changed);
        assert.ok(!read || !isPortalPassGenuine(changed, read, 'secret'));
      }),
    );
  });

  test('is no link to a receipt, nor the other way round', () => {
    const share = readShare(token);
    assert.ok(share && !isShareValid(token, share, 'secret', 0));
    const shared = signShare({ workspace_id: '019-w', conversion_id: '019-a', expires_at: pass.expires_at }, 'secret');
    assert.ok(!isPortalPassGenuine(shared, pass, 'secret'));
  });

  test('of nonsense is not read', () => {
    for (const text of ['', '.', '...', 'a.b.c', 'a.b.c.d.e', 'a.b.!.d'])
      assert.equal(readPortalPass(text), undefined, text);
  });
});

test('a referral’s pseudonym is the same each time, and follows from the secret', () => {
  const name = referralPseudonym('019-r', 'secret');
  assert.match(name, /^r_[0-9a-f]{12}$/);
  assert.equal(referralPseudonym('019-r', 'secret'), name);
  assert.notEqual(referralPseudonym('019-r', 'another'), name);
  assert.notEqual(referralPseudonym('019-q', 'secret'), name);
});
