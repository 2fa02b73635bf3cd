import { DIALECTS, type DialectName, keyPrefixOf } from '../domain/dialect.ts';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import { apiKeys, directory, workspaces } from '../domain/schema.ts';
import {
  type ApiKeyRow,
  accountHashOf,
  type DirectoryRow,
  type KeyKind,
  type KeyScope,
  type WorkspaceRow,
} from '../domain/workspace.ts';
import type { Announcements, Reader } from '../store/store.ts';
import { identitySecretOf } from './identity-proof.ts';

/** Who is calling, as far as a key says. */
export interface Caller {
  workspace_id: string;
  key_id: string;
  kind: KeyKind;
  is_test: boolean;
  /** Hosts from which a publishable key may be used; empty for every host. */
  origins: readonly string[];
  /** Whose words it speaks. */
  dialect: DialectName;
  /** What a secret key may do. */
  scopes: readonly KeyScope[];
  /**
   * The caller's own id of the account that the key is for, or else the workspace in its dialect; `null` before a request
   * named one. It may have been bound a moment ago all the same: only the command that binds it tells.
   */
  account: string | null;
  /** When the key ends by itself, ms UTC. */
  expires_at: number | null;
  /** By which its requests are signed, where they must be. */
  signing_secret: string | null;
  /** The workspace's default currency. */
  currency: string;
  /** What the workspace's servers prove by which user a browser is. */
  identity_secret: string;
}

export interface Keyring {
  /**
   * The caller that a key stands for; `undefined` where the key is unknown or revoked. Throws `unauthorized`, or rejects
   * with it, where the key has expired.
   */
  identify(key: string): Promise<Caller | undefined> | Caller | undefined;
  /** Looks every key up again, for one was changed here. */
  forget(): void;
}

interface Remembered {
  caller: Caller;
  looked_up_at: number;
}

/** A key that was revoked anywhere is dead here after this many milliseconds, whatever is heard. */
const REMEMBERED_FOR = 1_000;
/** Where every change is heard of, a key is looked up again only after this many milliseconds. */
const REMEMBERED_WHILE_HEARD = 60_000;
const REMEMBERED_AT_MOST = 10_000;
const PREFIXES = [
  'cs_pk_live_',
  'cs_pk_test_',
  ...DIALECTS.flatMap((name) => [keyPrefixOf(name), keyPrefixOf(name, true)]),
];
const KEY = new RegExp(`^(?:${PREFIXES.join('|')})[A-Za-z0-9_-]{20,64}$`);

export interface KeyringOptions {
  reader: Reader;
  now: () => number;
  /** Where they are heard, keys are kept longer, and forgotten at once when any is changed. */
  announcements?: Announcements | undefined;
}

export function createKeyring({ reader, now, announcements }: KeyringOptions): Keyring {
  let remembered = new Map<string, Remembered>();
  const forget = () => {
    remembered = new Map();
  };
  announcements?.onChange(forget);

  async function lookUp(key: string): Promise<Caller | undefined> {
    const [before, looked_up_at] = [remembered, now()];
    const [entry] = await reader.find<DirectoryRow>(directory, 'key', ['key', digestOf(key)]);
    if (!entry) return undefined;
    const [[row], [workspace]] = await Promise.all([
      reader.find<ApiKeyRow>(apiKeys, 'key', [entry.workspace_id, entry.ref_id]),
      reader.find<WorkspaceRow>(workspaces, 'key', [entry.workspace_id]),
    ]);
    if (!row || !workspace || row.revoked_at !== null) {
      remembered.delete(key);
      return undefined;
    }
    const { workspace_id, id, kind, is_test, origins, dialect, scopes, signing_secret, expires_at } = row;
    const account = row.account ?? (await accountOf(workspace_id, dialect));
    const { currency, secret } = workspace;
    const identity_secret = identitySecretOf(secret);
    const caller: Caller = {
      workspace_id,
      key_id: id,
      kind,
      is_test,
      origins,
      dialect,
      scopes,
      account,
      expires_at,
      signing_secret,
      currency,
      identity_secret,
    };
    // What was forgotten meanwhile may have been forgotten for this key's sake.
    if (before === remembered) {
      if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
      remembered.set(key, { caller, looked_up_at });
    }
    return unlessExpired(caller);
  }

  /** That of other keys of a dialect in the workspace, for there is one at most. */
  async function accountOf(workspaceId: string, dialect: DialectName): Promise<string | null> {
    if (dialect === 'native') return null;
    const hash = accountHashOf(workspaceId, dialect);
    const [entry] = await reader.find<DirectoryRow>(directory, 'key', ['account', hash]);
    return entry?.ref_id ?? null;
  }

  function unlessExpired(caller: Caller): Caller {
    if (caller.expires_at === null || now() < caller.expires_at) return caller;
    throw new AppError('unauthorized', 'The key has expired.', {
      field: 'key',
      hint: 'Create another with clickstitch keys create.',
    });
  }

  function isFresh(lookedUpAt: number): boolean {
    const age = now() - lookedUpAt;
    if (age < REMEMBERED_FOR) return true;
    const heardSince = announcements?.heardSince() ?? null;
    return heardSince !== null && lookedUpAt >= heardSince && age < REMEMBERED_WHILE_HEARD;
  }

  return {
    identify(key) {
      const known = remembered.get(key);
      if (known && isFresh(known.looked_up_at)) return unlessExpired(known.caller);
      return KEY.test(key) ? lookUp(key) : undefined;
    },
    forget,
  };
}
