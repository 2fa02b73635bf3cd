import type { DialectName } from '../domain/dialect.ts';
import { isoOf } from '../domain/time.ts';
import type { ApiKeyRow, KeyKind, KeyScope } from '../domain/workspace.ts';

/** A key as lists show it: without the key itself. */
export interface ShownKey {
  id: string;
  kind: KeyKind;
  dialect: DialectName;
  mode: 'live' | 'test';
  name: string;
  hint: string;
  origins: string[];
  scopes: KeyScope[];
  account: string | null;
  /** Its requests must be signed where they can be. */
  is_signed: boolean;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
}

export function showKey(row: ApiKeyRow): ShownKey {
  const { id, kind, dialect, name, hint, origins, scopes, account } = row;
  return {
    id,
    kind,
    dialect,
    mode: row.is_test ? 'test' : 'live',
    name,
    hint,
    origins,
    scopes,
    account,
    is_signed: row.signing_secret !== null,
    created_at: isoOf(row.created_at),
    expires_at: row.expires_at === null ? null : isoOf(row.expires_at),
    revoked_at: row.revoked_at === null ? null : isoOf(row.revoked_at),
  };
}
