import { randomBytes } from 'node:crypto';
import { type DialectName, keyPrefixOf } from '../domain/dialect.ts';
import { digestOf } from '../domain/ids.ts';
import type { KeyKind } from '../domain/workspace.ts';

/** A key as it is shown once, and what is kept of it. */
export interface NewKey {
  key: string;
  hash: string;
  hint: string;
}

/**
 * `cs_pk_live_…`, `cs_sk_test_…`, `nxr_live_…`: kind, mode and dialect can be read off a key, and 192 random bits cannot
 * be guessed. Publishable keys are `native`.
 */
export function createNewKey(kind: KeyKind, isTest: boolean, dialect: DialectName = 'native'): NewKey {
  const prefix = kind === 'secret' ? keyPrefixOf(dialect, isTest) : `cs_pk_${isTest ? 'test' : 'live'}_`;
  const key = prefix + randomBytes(24).toString('base64url');
  return { key, hash: digestOf(key), hint: `${key.slice(0, prefix.length + 4)}…` };
}
