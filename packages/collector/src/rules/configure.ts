import type { AffiliateRow, LinkRow } from '../domain/affiliate.ts';
import type { BindKey, CreateAffiliate, CreateKey, CreateWorkspace, Outcome, RevokeKey } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import { affiliates, apiKeys, directory, links, touches, workspaces } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { ApiKeyRow, DirectoryRow, WorkspaceRow } from '../domain/workspace.ts';
import { Affected } from './affected.ts';
import { settle } from './settle.ts';

export function createWorkspace(draft: Draft, command: CreateWorkspace): Outcome {
  const { workspace_id, recorded_at, workspace } = command;
  if (draft.get<WorkspaceRow>(workspaces, [workspace_id])) return { status: 'duplicate' };
  draft.insert<WorkspaceRow>(workspaces, { ...workspace, workspace_id, created_at: recorded_at });
  return { status: 'recorded' };
}

export function createKey(draft: Draft, command: CreateKey): Outcome {
  const { workspace_id, recorded_at, key } = command;
  if (draft.get<ApiKeyRow>(apiKeys, [workspace_id, key.id])) return { status: 'duplicate' };
  draft.insert<ApiKeyRow>(apiKeys, { ...key, workspace_id, created_at: recorded_at, revoked_at: null, version: 1 });
  enter(draft, { kind: 'key', hash: key.hash, workspace_id, ref_id: key.id });
  return { status: 'recorded' };
}

/** Of requests that name different accounts the first one that is committed holds, for good. */
export function bindKey(draft: Draft, command: BindKey): Outcome {
  const key = draft.get<ApiKeyRow>(apiKeys, [command.workspace_id, command.key_id]);
  if (!key) return noKey(command.key_id);
  if (key.account === command.account) return { status: 'duplicate' };
  if (key.account !== null) {
    return {
      status: 'refused',
      code: 'conflict',
      message: 'account: is not the one that the key is for',
      detail: { field: 'account', hint: 'Use a key of its own for each account.' },
    };
  }
  draft.update<ApiKeyRow>(apiKeys, key, { account: command.account });
  return { status: 'recorded' };
}

export function revokeKey(draft: Draft, command: RevokeKey): Outcome {
  const key = draft.get<ApiKeyRow>(apiKeys, [command.workspace_id, command.key_id]);
  if (!key) return noKey(command.key_id);
  if (key.revoked_at !== null) return { status: 'duplicate' };
  draft.update<ApiKeyRow>(apiKeys, key, { revoked_at: command.recorded_at });
  return { status: 'recorded' };
}

/** An affiliate and a link with its code. Earlier touches that carry the code count from now on. */
export function createAffiliate(draft: Draft, command: CreateAffiliate): Outcome {
  const { workspace_id, recorded_at, affiliate, link } = command;
  if (draft.get<AffiliateRow>(affiliates, [workspace_id, affiliate.id])) return { status: 'duplicate' };
  if (draft.get<DirectoryRow>(directory, ['code', digestOf(link.code)])) {
    return {
      status: 'refused',
      code: 'conflict',
      message: `The code ${link.code} is taken.`,
      detail: { field: 'code', hint: 'Choose another code, or leave it out and one is made.' },
    };
  }
  draft.insert<AffiliateRow>(affiliates, { ...affiliate, workspace_id, created_at: recorded_at });
  draft.insert<LinkRow>(links, { ...link, workspace_id, affiliate_id: affiliate.id, created_at: recorded_at });
  enter(draft, { kind: 'code', hash: digestOf(link.code), workspace_id, ref_id: link.id });

  const affected = new Affected(draft, workspace_id);
  for (const touch of draft.find<TouchRow>(touches, 'code', [workspace_id, link.code])) affected.byTouch(touch);
  settle(draft, command, affected);
  return { status: 'recorded' };
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
