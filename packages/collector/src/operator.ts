import { randomBytes } from 'node:crypto';
import { identitySecretOf } from './auth/identity-proof.ts';
import { type KeyRequest, keyCommand } from './auth/key-command.ts';
import { type ShownKey, showKey } from './auth/shown-key.ts';
import { commitGroup } from './commit/group.ts';
import type { Config } from './config.ts';
import type { Command, ImportedRates } from './domain/command.ts';
import { AppError } from './domain/errors.ts';
import { mintId } from './domain/ids.ts';
import { apiKeys, workspaces } from './domain/schema.ts';
import type { SeveralSales, Why } from './domain/why.ts';
import type { ApiKeyRow, KeyKind, WorkspaceRow } from './domain/workspace.ts';
import { openStore } from './engine.ts';
import { intakeRates, spansOf, unknownRates } from './intake/exchange-rates.ts';
import { readRatesCsv } from './intake/rates-csv.ts';
import { type ConnectionsOperator, createConnectionsOperator } from './operator-connections.ts';
import { knownRates } from './reports/exchange-rates.ts';
import { explainSale } from './reports/why/why.ts';

/** What `init` made; keys are `null` where a workspace was there already, for a key is shown once. */
export interface Initialised {
  workspace_id: string;
  publishable_key: string | null;
  secret_key: string | null;
  test_publishable_key: string | null;
  test_secret_key: string | null;
}

export type { ListedConnection, ShownConnection } from './operator-connections.ts';
export type { KeyRequest, ShownKey };

/** Hears how far an import is. */
export interface ImportListener {
  /** It begins, with so many rates that are new. */
  begin(part: 'importing', rows: number): void;
  row(): void;
}

/** What the operator's commands do, on the database itself, beside a running collector or without one. */
export interface Operator extends ConnectionsOperator {
  init(options: { name: string; currency: string }): Promise<Initialised>;
  createKey(request: KeyRequest): Promise<{ id: string; key: string; signing_secret?: string }>;
  listKeys(): Promise<ShownKey[]>;
  revokeKey(id: string): Promise<void>;
  /** What servers prove by which user a browser is. */
  identitySecret(options: { is_test: boolean }): Promise<string>;
  /** Why a sale has its answer: by the id of a conversion, of a claim or of an order, which may be several. */
  why(id: string, options: { is_test: boolean }): Promise<Why | SeveralSales>;
  /** Takes the exchange rates of a CSV file, all or none; `skipped`: columns of currencies that exist no more. */
  importRates(
    text: string,
    options: { is_test: boolean },
    listener: ImportListener,
  ): Promise<ImportedRates & { skipped: string[] }>;
  close(): Promise<void>;
}

/** Opens the database, and creates and migrates it where needed. */
export async function openOperator(config: Config): Promise<Operator> {
  const store = await openStore(config.database);

  /** Commands of one workspace. */
  async function commit(commands: readonly Command[]): Promise<void> {
    for (const outcome of await commitGroup(store, commands)) {
      if (outcome.status === 'failed') throw new Error(outcome.message);
      if (outcome.status === 'refused') throw new AppError(outcome.code, outcome.message, outcome.detail);
    }
  }

  async function firstWorkspace(): Promise<WorkspaceRow | undefined> {
    const all = await store.range<WorkspaceRow>(workspaces, 'time', [], { order: 'ascending' });
    return all.find((workspace) => !workspace.is_test);
  }

  async function theWorkspace(): Promise<WorkspaceRow> {
    const workspace = await firstWorkspace();
    if (workspace) return workspace;
    throw new AppError('not_found', 'There is no workspace yet.', { hint: 'Run clickstitch init first.' });
  }

  async function keysOf(workspace: WorkspaceRow): Promise<ApiKeyRow[]> {
    const both = [workspace.workspace_id, workspace.twin_id].map((id) =>
      store.range<ApiKeyRow>(apiKeys, 'time', [id], { order: 'ascending' }),
    );
    return (await Promise.all(both)).flat();
  }

  return {
    ...createConnectionsOperator({ store, config, commit, theWorkspace }),

    async init({ name, currency }) {
      const known = await firstWorkspace();
      if (known) {
        return {
          workspace_id: known.workspace_id,
          publishable_key: null,
          secret_key: null,
          test_publishable_key: null,
          test_secret_key: null,
        };
      }
      const [live, test] = [mintId(), mintId()];
      const publishable = firstKey(live, 'publishable', false);
      const secret = firstKey(live, 'secret', false);
      const testPublishable = firstKey(test, 'publishable', true);
      const testSecret = firstKey(test, 'secret', true);
      // The twin comes first: by the live workspace, which is there last, one sees that all of it was done.
      await commit([
        newWorkspaceCommand(test, { name: `${name} (test)`, currency, is_test: true, twin_id: live }),
        ...[testPublishable, testSecret].map(({ command }) => command),
      ]);
      await commit([
        newWorkspaceCommand(live, { name, currency, is_test: false, twin_id: test }),
        ...[publishable, secret].map(({ command }) => command),
      ]);
      return {
        workspace_id: live,
        publishable_key: publishable.key,
        secret_key: secret.key,
        test_publishable_key: testPublishable.key,
        test_secret_key: testSecret.key,
      };
    },

    async createKey(request) {
      const workspace = await theWorkspace();
      const id = request.is_test ? workspace.twin_id : workspace.workspace_id;
      const { command, key } = keyCommand(id, request, Date.now());
      await commit([command]);
      const { id: key_id, signing_secret } = command.key;
      return { id: key_id, key, ...(signing_secret !== null && { signing_secret }) };
    },

    async listKeys() {
      return (await keysOf(await theWorkspace())).map(showKey);
    },

    async revokeKey(id) {
      const key = (await keysOf(await theWorkspace())).find((row) => row.id === id);
      if (!key)
        throw new AppError('not_found', `There is no key ${id}.`, { hint: 'clickstitch keys list shows them.' });
      await commit([
        { kind: 'revoke_key', workspace_id: key.workspace_id, id: mintId(), recorded_at: Date.now(), key_id: id },
      ]);
    },

    async identitySecret({ is_test }) {
      const workspace = await theWorkspace();
      const id = is_test ? workspace.twin_id : workspace.workspace_id;
      const [found] = await store.find<WorkspaceRow>(workspaces, 'key', [id]);
      if (!found) throw new Error(`there is no workspace ${id}`);
      return identitySecretOf(found.secret);
    },

    async why(id, { is_test }) {
      const { workspace_id, twin_id } = await theWorkspace();
      const why = await explainSale(store, { workspace_id: is_test ? twin_id : workspace_id, id });
      if (why) return why;
      throw new AppError(
        'not_found',
        `There is no conversion, claim or order ${id} among ${is_test ? 'test' : 'live'} data.`,
        {
          hint: is_test
            ? 'Without --test it is looked for among live data.'
            : 'With --test it is looked for among test data.',
        },
      );
    },

    async importRates(text, { is_test }, listener) {
      const { rates, skipped } = readRatesCsv(text);
      const { workspace_id: live, twin_id } = await theWorkspace();
      const [workspace_id, received_at] = [is_test ? twin_id : live, Date.now()];
      const known = await knownRates(store, { workspace_id, spans: spansOf(rates, received_at) });
      const unknown = unknownRates(rates, known);
      listener.begin('importing', unknown.length);
      for (const command of intakeRates(unknown, { workspace_id, received_at })) {
        await commit([command]);
        for (const _ of command.rates) listener.row();
      }
      return { taken: unknown.length, known: rates.length - unknown.length, skipped };
    },

    close: () => store.close(),
  };
}

function newWorkspaceCommand(
  workspaceId: string,
  workspace: { name: string; currency: string; is_test: boolean; twin_id: string },
): Command {
  return {
    kind: 'create_workspace',
    workspace_id: workspaceId,
    id: mintId(),
    recorded_at: Date.now(),
    workspace: { ...workspace, secret: randomBytes(32).toString('base64url') },
  };
}

function firstKey(workspaceId: string, kind: KeyKind, isTest: boolean) {
  const request: KeyRequest = {
    kind,
    is_test: isTest,
    name: 'first',
    origins: [],
    dialect: 'native',
    account: null,
    expires_at: null,
  };
  return keyCommand(workspaceId, request, Date.now());
}
