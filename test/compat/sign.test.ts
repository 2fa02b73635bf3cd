import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSigning, signatureOf } from './sign.ts';

test('a signature is over the seconds, a dot and the bytes that are sent', () => {
  const at = Math.floor(Date.now() / 1_000);
  const signed = signatureOf({ secret: 'whsec_test', age: 10 }, Buffer.from('{}'));
  assert.ok([at - 10, at - 9].includes(Number(signed['x-affonso-timestamp'])));
  assert.match(signed['x-affonso-signature'] ?? '', /^[0-9a-f]{64}$/);
  const other = signatureOf({ secret: 'whsec_test', age: 10, over: '{} ' }, Buffer.from('{}'));
  assert.notEqual(other['x-affonso-signature'], signed['x-affonso-signature']);
});

test('how a request is signed is read', () => {
  assert.deepEqual(readSigning({ secret: 's' }, 'it'), { secret: 's', age: 0 });
  assert.deepEqual(readSigning({ secret: 's', age: -5, over: 'x' }, 'it'), { secret: 's', age: -5, over: 'x' });
  assert.throws(() => readSigning({}, 'it'), /it: "secret" is missing/);
  assert.throws(() => readSigning({ secret: 's', at: 1 }, 'it'), /there is no "at"/);
});
