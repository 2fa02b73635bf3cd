import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { identitySecretOf, isProof } from './identity-proof.ts';

const SECRET = identitySecretOf('workspace secret');
const hashOf = (userId: string) => createHmac('sha256', SECRET).update(userId).digest('hex');

test('the secret follows from the workspace’s, and does not tell it', () => {
  assert.match(SECRET, /^[0-9a-f]{64}$/);
  assert.notEqual(SECRET, identitySecretOf('another'));
});

test('a proof holds for its user alone, in letters of any case', () => {
  assert.ok(isProof(hashOf('u1'), 'u1', SECRET));
  assert.ok(isProof(hashOf('ü 1').toUpperCase(), 'ü 1', SECRET));
  assert.ok(!isProof(hashOf('u1'), 'u2', SECRET));
  assert.ok(!isProof(hashOf('u1'), 'u1', identitySecretOf('another')));
});

test('what is no hash proves nothing', () => {
  for (const hash of [
    '',
    'x',
    'undefined',
    hashOf('u1').slice(2),
    `${hashOf('u1')}00`,
    `zz${hashOf('u1')}`,
    `${hashOf('u1')}zz`,
  ]) {
    assert.ok(!isProof(hash, 'u1', SECRET), hash);
  }
});
