import type { Config } from './config.ts';
import type { Command } from './domain/command.ts';
import type { ConnectionRow } from './domain/connection.ts';
import { AppError } from './domain/errors.ts';
import { connections } from './domain/schema.ts';
import type { WorkspaceRow } from './domain/workspace.ts';
import { type ShownConnection, viewConnection } from './http/connection-view.ts';
import { intakeConnection, intakeConnectionEdit } from './intake/connection.ts';
import { intakeDeletion } from './intake/edit.ts';
import { listConnections, readConnection } from './reports/connections.ts';
import type { Store } from './store/store.ts';
import { connectionPatch, newConnection } from './wire/connection.ts';
import { parse } from './wire/parse.ts';

export type { ShownConnection };

/** Where a provider delivers, live or test. */
export type ListedConnection = ShownConnection & { mode: 'live' | 'test' };

/** What the operator does about accounts at payment providers. */
export interface ConnectionsOperator {
  /** `given`: as `POST /v1/connections` takes it. */
  createConnection(given: unknown, options: { is_test: boolean }): Promise<ShownConnection>;
  listConnections(): Promise<ListedConnection[]>;
  /** `patch`: as `PATCH /v1/connections/:id` takes it. */
  updateConnection(id: string, patch: unknown): Promise<ShownConnection>;
  deleteConnection(id: string): Promise<void>;
}

interface Tools {
  store: Store;
  config: Config;
  commit(commands: readonly Command[]): Promise<void>;
  theWorkspace(): Promise<WorkspaceRow>;
}

export function createConnectionsOperator({ store, config, commit, theWorkspace }: Tools): ConnectionsOperator {
  const publicUrl = config.public_url ?? `http://localhost:${config.port}`;

  async function show(workspaceId: string, id: string): Promise<ShownConnection> {
    const found = await readConnection(store, { workspace_id: workspaceId, id });
    if (!found) throw new Error(`there is no connection ${id}`);
    return viewConnection(found, publicUrl);
  }

  /** Of either mode. */
  async function findConnection(id: string): Promise<ConnectionRow> {
    const { workspace_id, twin_id } = await theWorkspace();
    for (const workspace of [workspace_id, twin_id]) {
      const [row] = await store.find<ConnectionRow>(connections, 'key', [workspace, id]);
      if (row && row.deleted_at === null) return row;
    }
    const hint = 'clickstitch connections list shows them.';
    throw new AppError('not_found', `There is no connection ${id}.`, { field: 'id', hint });
  }

  return {
    async createConnection(given, { is_test }) {
      const workspace = await theWorkspace();
      const workspace_id = is_test ? workspace.twin_id : workspace.workspace_id;
      const command = intakeConnection(parse(newConnection, given), { workspace_id, received_at: Date.now() });
      await commit([command]);
      return show(workspace_id, command.connection.id);
    },

    async listConnections() {
      const { workspace_id, twin_id } = await theWorkspace();
      const listed = async (id: string, mode: ListedConnection['mode']): Promise<ListedConnection[]> => {
        const { rows } = await listConnections(store, { workspace_id: id, limit: 1_000, after: null });
        return rows.map((row) => ({ ...viewConnection(row, publicUrl), mode }));
      };
      return [...(await listed(workspace_id, 'live')), ...(await listed(twin_id, 'test'))];
    },

    async updateConnection(id, patch) {
      const row = await findConnection(id);
      const { workspace_id } = row;
      const context = { workspace_id, received_at: Date.now() };
      const command = intakeConnectionEdit(row, parse(connectionPatch, patch), context);
      if (command) await commit([command]);
      return show(workspace_id, id);
    },

    async deleteConnection(id) {
      const { workspace_id } = await findConnection(id);
      await commit([intakeDeletion('connection', id, { workspace_id, received_at: Date.now() })]);
    },
  };
}
