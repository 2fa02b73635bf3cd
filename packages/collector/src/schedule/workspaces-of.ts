import { workspaces } from '../domain/schema.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import type { Reader } from '../store/store.ts';

const WORKSPACES_AT_ONCE = 500;

/** Every workspace, by id. */
export async function* workspacesOf(reader: Reader): AsyncGenerator<WorkspaceRow> {
  for (let last: WorkspaceRow | undefined; ; ) {
    const rows: WorkspaceRow[] = await reader.range<WorkspaceRow>(workspaces, 'key', [], {
      order: 'ascending',
      limit: WORKSPACES_AT_ONCE,
      after: last && [last.workspace_id],
    });
    yield* rows;
    last = rows.at(-1);
    if (!last || rows.length < WORKSPACES_AT_ONCE) return;
  }
}
