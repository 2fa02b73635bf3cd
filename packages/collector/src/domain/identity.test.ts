import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { identifierOf, isBlockedValue, isStronger, strongestOf } from './identity.ts';

describe('identifiers', () => {
  test('values that sloppy code sends in place of an identity name nobody', () => {
    const blocked = [
      '',
      ' ',
      'null',
      'NULL',
      '"null"',
      "'undefined'",
      'Anonymous',
      'guest',
      '0',
      '000',
      '-1',
      'NaN',
      'none',
    ];
    for (const value of [...blocked, '[object Object]', '00000000-0000-0000-0000-000000000000', 'true']) {
      assert.ok(isBlockedValue(value), value);
      assert.equal(identifierOf('user', value), undefined, value);
    }
    for (const value of ['1', '10', 'null-island', 'guest7', '0a']) assert.ok(!isBlockedValue(value), value);
  });

  test('emails are compared without case and space, and keep their plus-tags', () => {
    assert.deepEqual(identifierOf('email', ' Jane+Shop@Example.com '), {
      kind: 'email',
      value: 'jane+shop@example.com',
    });
    assert.deepEqual(identifierOf('user', ' User-7 '), { kind: 'user', value: 'User-7' });
    assert.equal(identifierOf('user', 'x'.repeat(256)), undefined);
  });

  test('have an order of strength', () => {
    assert.ok(isStronger('user', 'customer'));
    assert.ok(isStronger('email', 'visitor'));
    assert.ok(!isStronger('email', 'email'));
    const [visitor, email, user] = [
      { kind: 'visitor', value: 'v' },
      { kind: 'email', value: 'e' },
      { kind: 'user', value: 'u' },
    ] as const;
    assert.equal(strongestOf([visitor, user, email]), user);
    assert.equal(strongestOf([visitor]), visitor);
    assert.equal(strongestOf([]), undefined);
  });
});
