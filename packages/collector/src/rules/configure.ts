import type { AffiliateRow, LinkRow } from '../domain/affiliate.ts';
import type { CreateAffiliate, CreateWorkspace, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import { affiliates, directory, links, touches, workspaces } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { DirectoryRow, WorkspaceRow } from '../domain/workspace.ts';
import { Affected } from './affected.ts';
import { settle } from './settle.ts';

export function createWorkspace(draft: Draft, command: CreateWorkspace): Outcome {
  const { workspace_id, recorded_at, workspace } = command;
  if (draft.get<WorkspaceRow>(workspaces, [workspace_id])) return { status: 'duplicate' };
  draft.insert<WorkspaceRow>(workspaces, { ...workspace, workspace_id, created_at: recorded_at });
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
  const hash = digestOf(link.code);
  draft.insert<DirectoryRow>(directory, { kind: 'code', hash, workspace_id, ref_id: link.id });

  const affected = new Affected(draft, workspace_id);
  for (const touch of draft.find<TouchRow>(touches, 'code', [workspace_id, link.code])) affected.byTouch(touch);
  settle(draft, command, affected);
  return { status: 'recorded' };
}
