import { digestOf } from '../domain/ids.ts';
import { apiKeys, directory, workspaces } from '../domain/schema.ts';
import type { ApiKeyRow, DirectoryRow, KeyKind, WorkspaceRow } from '../domain/workspace.ts';
import type { Reader } from '../store/store.ts';

/** Who is calling, as far as a key says. */
export interface Caller {
  workspace_id: string;
  key_id: string;
  kind: KeyKind;
  is_test: boolean;
  /** Hosts from which a publishable key may be used; empty for every host. */
  origins: readonly string[];
  /** The workspace's default currency. */
  currency: string;
}

export interface Keyring {
  /** The caller that a key stands for; `undefined` where the key is unknown or revoked. */
  identify(key: string): Promise<Caller | undefined> | Caller | undefined;
}

/** A key that was revoked anywhere is dead here after this many milliseconds. */
const REMEMBERED_FOR = 1_000;
const REMEMBERED_AT_MOST = 10_000;
const KEY = /^cs_(pk|sk)_(live|test)_[A-Za-z0-9_-]{20,64}$/;

export function createKeyring({ reader, now }: { reader: Reader; now: () => number }): Keyring {
  const remembered = new Map<string, { caller: Caller; until: number }>();

  async function lookUp(key: string): Promise<Caller | undefined> {
    const [entry] = await reader.find<DirectoryRow>(directory, 'key', ['key', digestOf(key)]);
    if (!entry) return undefined;
    const [row] = await reader.find<ApiKeyRow>(apiKeys, 'key', [entry.workspace_id, entry.ref_id]);
    const [workspace] = await reader.find<WorkspaceRow>(workspaces, 'key', [entry.workspace_id]);
    if (!row || !workspace || row.revoked_at !== null) {
      remembered.delete(key);
      return undefined;
    }
    const { workspace_id, id, kind, is_test, origins } = row;
    const caller = { workspace_id, key_id: id, kind, is_test, origins, currency: workspace.currency };
    if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
    remembered.set(key, { caller, until: now() + REMEMBERED_FOR });
    return caller;
  }

  return {
    identify(key) {
      const known = remembered.get(key);
      if (known && known.until > now()) return known.caller;
      return KEY.test(key) ? lookUp(key) : undefined;
    },
  };
}
