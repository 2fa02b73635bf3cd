import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { type KeyRequest, keyCommand } from './key-command.ts';

const NOW = 1_000;

const asked = (request: Partial<KeyRequest>) =>
  keyCommand(
    'w',
    {
      kind: 'secret',
      is_test: false,
      name: 'k',
      origins: [],
      dialect: 'native',
      account: null,
      expires_at: null,
      ...request,
    },
    NOW,
  ).command.key;

describe('keyCommand', () => {
  test('a secret key may do all that a key of its dialect can use, or what is named of it', () => {
    assert.deepEqual(asked({}).scopes, ['read', 'write', 'keys']);
    assert.deepEqual(asked({ dialect: 'nexor' }).scopes, ['read', 'write']);
    assert.deepEqual(asked({ scopes: ['write', 'read', 'read'] }).scopes, ['read', 'write']);
  });

  test('a publishable key has hosts, and no scopes', () => {
    const { origins, scopes } = asked({ kind: 'publishable', origins: ['https://Shop.example:1/'] });
    assert.deepEqual([origins, scopes], [['shop.example'], []]);
  });

  test('a key may have a signing secret: the one that is given, or a new one', () => {
    assert.equal(asked({}).signing_secret, null);
    const given = 'whsec_0123456789';
    assert.equal(asked({ dialect: 'affonso', signing_secret: given }).signing_secret, given);
    const made = asked({ dialect: 'affonso', signing_secret: 'generate' }).signing_secret;
    assert.match(String(made), /^whsec_[\w-]{43}$/);
    assert.notEqual(asked({ signing_secret: 'generate' }).signing_secret, made);
  });

  const refused: [string, Partial<KeyRequest>, string][] = [
    ['hosts of a secret key', { origins: ['shop.example'] }, 'origins'],
    ['a host that is none', { kind: 'publishable', origins: ['*.shop.example'] }, 'origins'],
    ['a dialect of a publishable key', { kind: 'publishable', dialect: 'whop' }, 'dialect'],
    ['scopes of a publishable key', { kind: 'publishable', scopes: ['read'] }, 'scopes'],
    ['an account of a publishable key', { kind: 'publishable', account: 'a' }, 'account'],
    ['no scope at all', { scopes: [] }, 'scopes'],
    ['a scope that no path of the dialect needs', { dialect: 'chase', scopes: ['read', 'keys'] }, 'scopes'],
    ['an end in the past', { expires_at: NOW }, 'expires_at'],
    ['a signing secret of a publishable key', { kind: 'publishable', signing_secret: 'generate' }, 'signing_secret'],
    ['a signing secret where nothing is signed', { dialect: 'whop', signing_secret: 'generate' }, 'signing_secret'],
    ['a signing secret that is short', { dialect: 'affonso', signing_secret: 'short' }, 'signing_secret'],
    ['a signing secret with blanks', { dialect: 'affonso', signing_secret: 'sixteen with blanks' }, 'signing_secret'],
  ];
  for (const [what, request, field] of refused) {
    test(`${what} is refused`, () => {
      assert.throws(
        () => asked(request),
        (error: unknown) => error instanceof AppError && error.detail.field === field && !!error.detail.hint,
      );
    });
  }
});
