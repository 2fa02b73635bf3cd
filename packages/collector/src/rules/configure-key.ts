import type { BindKey, CreateKey, Outcome, RevokeKey } from '../domain/command.ts';
import type { DialectName } from '../domain/dialect.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import { apiKeys, directory, edits } from '../domain/schema.ts';
import { type ApiKeyRow, accountHashOf, type DirectoryRow } from '../domain/workspace.ts';

/**
 * Keys, and what becomes of them. A key is bound and revoked once each, and both are kept beside it, so a log in which
 * they come before the key gives the same.
 */

const BOUND = 1;
const REVOKED = 2;

/** Where it is for an account, that is the workspace's from now on in the key's dialect; for another none is made. */
export function createKey(draft: Draft, command: CreateKey): Outcome {
  const { workspace_id, recorded_at, key } = command;
  if (draft.get<ApiKeyRow>(apiKeys, [workspace_id, key.id])) return { status: 'duplicate' };
  const changes = draft.find<EditRow>(edits, 'key', [workspace_id, key.id]);
  const row: ApiKeyRow = { ...key, workspace_id, created_at: recorded_at, revoked_at: null, version: 1 };
  Object.assign(row, ...changes.map(({ patch }) => patch));
  if (row.account !== null && !isFree(draft, row, row.account)) return otherAccount(key.dialect);
  draft.insert<ApiKeyRow>(apiKeys, row);
  enter(draft, { kind: 'key', hash: key.hash, workspace_id, ref_id: key.id });
  claimAccount(draft, row);
  return { status: 'recorded' };
}

/** Of requests that name different accounts the first one that is committed holds, for good. */
export function bindKey(draft: Draft, command: BindKey): Outcome {
  const { workspace_id, key_id, account } = command;
  const key = draft.get<ApiKeyRow>(apiKeys, [workspace_id, key_id]);
  const bound = changeOf(draft, command, BOUND)?.patch['account'];
  if (bound !== undefined) return bound === account ? { status: 'duplicate' } : notTheKeys();
  if (!command.is_accepted) {
    if (!key) return noKey(key_id);
    if (key.account === account) return { status: 'duplicate' };
    if (key.account !== null || !isFree(draft, key, account)) return notTheKeys();
  }
  keep(draft, command, BOUND, { account });
  if (key) {
    draft.update<ApiKeyRow>(apiKeys, key, { account });
    claimAccount(draft, key);
  }
  return { status: 'recorded', logged: { ...command, is_accepted: true } };
}

export function revokeKey(draft: Draft, command: RevokeKey): Outcome {
  const { workspace_id, key_id, recorded_at } = command;
  const key = draft.get<ApiKeyRow>(apiKeys, [workspace_id, key_id]);
  if (!key && !command.is_accepted) return noKey(key_id);
  if (changeOf(draft, command, REVOKED)) return { status: 'duplicate' };
  keep(draft, command, REVOKED, { revoked_at: recorded_at });
  if (key) draft.update<ApiKeyRow>(apiKeys, key, { revoked_at: recorded_at });
  return { status: 'recorded', logged: { ...command, is_accepted: true } };
}

function changeOf(
  draft: Draft,
  { workspace_id, key_id }: BindKey | RevokeKey,
  sequence: number,
): EditRow | undefined {
  return draft.find<EditRow>(edits, 'key', [workspace_id, key_id]).find((change) => change.sequence === sequence);
}

function keep(draft: Draft, command: BindKey | RevokeKey, sequence: number, patch: Partial<ApiKeyRow>): void {
  const { workspace_id, key_id, id, recorded_at } = command;
  draft.insert<EditRow>(edits, {
    workspace_id,
    subject_id: key_id,
    sequence,
    subject: 'api_key',
    patch,
    is_delete: false,
    releases_keys: false,
    command_id: id,
    recorded_at,
    version: 1,
  });
}

/** Keys of ours are for every account, unless they were made for one. */
function isFree(draft: Draft, { workspace_id, dialect }: ApiKeyRow, account: string): boolean {
  if (dialect === 'native') return true;
  const claimed = draft.get<DirectoryRow>(directory, ['account', accountHashOf(workspace_id, dialect)]);
  return claimed === undefined || claimed.ref_id === account;
}

function claimAccount(draft: Draft, { workspace_id, dialect, account }: ApiKeyRow): void {
  if (dialect === 'native' || account === null) return;
  const hash = accountHashOf(workspace_id, dialect);
  if (draft.get<DirectoryRow>(directory, ['account', hash])) return;
  enter(draft, { kind: 'account', hash, workspace_id, ref_id: account });
}

function notTheKeys(): Outcome {
  return {
    status: 'refused',
    code: 'conflict',
    message: 'account: is not the one that the key is for',
    detail: { field: 'account', hint: 'A workspace is one organisation; give another a workspace of its own.' },
  };
}

function otherAccount(dialect: DialectName): Outcome {
  return {
    status: 'refused',
    code: 'conflict',
    message: `account: is not the one that the other keys of ${dialect} are for`,
    detail: { field: 'account', hint: 'A workspace is one organisation; give another a workspace of its own.' },
  };
}

function noKey(id: string): Outcome {
  return {
    status: 'refused',
    code: 'not_found',
    message: `There is no key ${id}.`,
    detail: { hint: 'Check the id, and that it is of the same mode (live or test).' },
  };
}

function enter(draft: Draft, entry: DirectoryRow): void {
  draft.insert<DirectoryRow>(directory, entry);
}
