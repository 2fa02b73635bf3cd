import type { CreateWorkspace, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { workspaces } from '../domain/schema.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';

export function createWorkspace(draft: Draft, command: CreateWorkspace): Outcome {
  const { workspace_id, recorded_at, workspace } = command;
  if (draft.get<WorkspaceRow>(workspaces, [workspace_id])) return { status: 'duplicate' };
  draft.insert<WorkspaceRow>(workspaces, { ...workspace, workspace_id, created_at: recorded_at });
  return { status: 'recorded' };
}
