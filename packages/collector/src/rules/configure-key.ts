import type { BindKey, CreateKey, Outcome, RevokeKey } from '../domain/command.ts';
import type { DialectName } from '../domain/dialect.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import { apiKeys, directory, edits } from '../domain/schema.ts';
import { type ApiKeyRow, accountHashOf, type DirectoryRow } from '../domain/workspace.ts';

/**
 * Keys, and what becomes of them. A key is bound and revoked once each; in a log in which that comes before the key it is
 * kept until the key is there.
 */

const BOUND = 1;
const REVOKED = 2;

/** Where it is for an account, that is the workspace's from now on in the key's dialect; for another none is made. */
export function createKey(draft: Draft, command: CreateKey): Outcome {
  const { workspace_id, recorded_at, key } = command;
  if (draft.get<ApiKeyRow>(apiKeys, [workspace_id, key.id])) return { status: 'duplicate' };
  const early = draft.find<EditRow>(edits, 'key', [workspace_id, key.id]);
  const row: ApiKeyRow = { ...key, workspace_id, created_at: recorded_at, revoked_at: null, version: 1 };
  Object.assign(row, ...early.map(({ patch }) => patch));
  if (row.account !== null && !isFree(draft, row, row.account)) return otherAccount(key.dialect);
  draft.insert<ApiKeyRow>(apiKeys, row);
  enter(draft, { kind: 'key', hash: key.hash, workspace_id, ref_id: key.id });
  claimAccount(draft, row);
  for (const change of early) draft.remove<EditRow>(edits, change);
  return { status: 'recorded' };
}

/** Of requests that name different accounts the first one that is committed holds, for good. */
export function bindKey(draft: Draft, command: BindKey): Outcome {
  const { workspace_id, key_id, account } = command;
  const logged: BindKey = { ...command, is_accepted: true };
  const key = draft.get<ApiKeyRow>(apiKeys, [workspace_id, key_id]);
  if (!key) return command.is_accepted ? keep(draft, command, BOUND, { account }) : noKey(key_id);
  if (key.account === account) return { status: 'duplicate' };
  if (key.account !== null || !isFree(draft, key, account)) return notTheKeys();
  draft.update<ApiKeyRow>(apiKeys, key, { account });
  claimAccount(draft, key);
  return { status: 'recorded', logged };
}

export function revokeKey(draft: Draft, command: RevokeKey): Outcome {
  const { workspace_id, key_id, recorded_at } = command;
  const logged: RevokeKey = { ...command, is_accepted: true };
  const key = draft.get<ApiKeyRow>(apiKeys, [workspace_id, key_id]);
  if (!key) return command.is_accepted ? keep(draft, command, REVOKED, { revoked_at: recorded_at }) : noKey(key_id);
  if (key.revoked_at !== null) return { status: 'duplicate' };
  draft.update<ApiKeyRow>(apiKeys, key, { revoked_at: recorded_at });
  return { status: 'recorded', logged };
}

/** Keeps what was accepted of a key that is not there yet. */
function keep(draft: Draft, command: BindKey | RevokeKey, sequence: number, patch: Partial<ApiKeyRow>): Outcome {
  const { workspace_id, key_id, id, recorded_at } = command;
  if (draft.get<EditRow>(edits, [workspace_id, key_id, sequence])) return { status: 'duplicate' };
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
  return { status: 'recorded', logged: command };
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
