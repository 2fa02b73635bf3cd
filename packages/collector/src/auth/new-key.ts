import { randomBytes } from 'node:crypto';
import { digestOf } from '../domain/ids.ts';
import type { KeyKind } from '../domain/workspace.ts';

/** A key as it is shown once, and what is kept of it. */
export interface NewKey {
  key: string;
  hash: string;
  hint: string;
}

/** `cs_pk_live_…`, `cs_sk_test_…`: kind and mode can be read off a key, and 192 random bits cannot be guessed. */
export function createNewKey(kind: KeyKind, isTest: boolean): NewKey {
  const prefix = `cs_${kind === 'secret' ? 'sk' : 'pk'}_${isTest ? 'test' : 'live'}_`;
  const key = prefix + randomBytes(24).toString('base64url');
  return { key, hash: digestOf(key), hint: `${key.slice(0, prefix.length + 4)}…` };
}
