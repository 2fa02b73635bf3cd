import { LOG } from './commit/catch-up.ts';
import { oneWorkspace } from './commit/one-workspace.ts';
import { type DatabaseConfig, placeOf, readConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import { workspaces } from './domain/schema.ts';
import type { AnyTable } from './domain/table.ts';
import type { WorkspaceRow } from './domain/workspace.ts';
import { countCompared, type ReplayedLedger, replayLedger } from './ledger-replay.ts';
import { openSource } from './replayer.ts';
import { type CheckedLedger, checkLedger, LEDGER_TABLES } from './reports/ledger/check-ledger.ts';
import { workspacesOf } from './schedule/workspaces-of.ts';
import { checkIntegrity } from './store/sqlite/check-integrity.ts';
import type { Store } from './store/store.ts';

/** One thing that a collector needs before anything else. */
export interface Finding {
  name: 'settings' | 'database' | 'integrity' | 'workspace';
  is_well: boolean;
  says: string;
  hint: string | null;
}

/** Whether a collector can work here. What rests on something that fails is not looked at. Changes nothing. */
export async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const findings: Finding[] = [];
  const well = (name: Finding['name'], says: string) => findings.push({ name, is_well: true, says, hint: null });
  const ill = (name: Finding['name'], says: string, hint: string | null = null) => {
    findings.push({ name, is_well: false, says, hint });
    return findings;
  };
  const told = (name: Finding['name'], error: unknown) => {
    const hint = error instanceof AppError ? error.detail.hint : undefined;
    return ill(name, error instanceof Error ? error.message : String(error), hint ?? null);
  };

  let database: DatabaseConfig;
  try {
    database = readConfig(environment).database;
    well('settings', 'can be used');
  } catch (error) {
    return told('settings', error);
  }
  let store: Store;
  try {
    store = await openSource(database);
    well('database', `${placeOf(database)} can be read, and its tables are those of this version`);
  } catch (error) {
    return told('database', error);
  }
  try {
    if (database.engine === 'sqlite') {
      const faults = checkIntegrity(database.path);
      if (faults.length > 0)
        return ill(
          'integrity',
          faults.join('\n'),
          'Stop its collector, keep the file, and go on with a copy from before.',
        );
      well('integrity', 'SQLite finds nothing wrong with the file');
    }
    const [first] = await store.range<WorkspaceRow>(workspaces, 'time', [], { order: 'ascending', limit: 1 });
    if (!first) return ill('workspace', 'there is no workspace yet', 'Run clickstitch init first.');
    well('workspace', 'there is one');
    return findings;
  } catch (error) {
    return told(database.engine === 'sqlite' ? 'integrity' : 'database', error);
  } finally {
    await store.close();
  }
}

export interface ExaminedLedger {
  workspaces: (CheckedLedger & { name: string })[];
  /** `null` where it was not derived again. */
  replay: ReplayedLedger | null;
  /** Rows of the log. */
  log: number;
}

/** Hears how far it is. */
export interface DoctorListener {
  begin(part: 'checking' | 'deriving' | 'comparing', rows: number): void;
  row(): void;
}

interface LedgerQuestion {
  /** `null` for all. */
  workspace_id: string | null;
  /** `null`: only where the log is short. */
  replays: boolean | null;
}

/** A log of fewer rows than this is derived again unasked. */
export const SHORT_LOG = 100_000;

/** Holds what is owed and paid against what it follows from. Reads only, beside running collectors. */
export async function examineLedger(
  database: DatabaseConfig,
  { workspace_id, replays }: LedgerQuestion,
  listener: DoctorListener,
): Promise<ExaminedLedger> {
  const store = await openSource(database);
  try {
    const chosen: WorkspaceRow[] = [];
    for await (const workspace of workspacesOf(store)) {
      if (workspace_id === null || workspace.workspace_id === workspace_id) chosen.push(workspace);
    }
    if (chosen.length === 0) {
      const which = workspace_id === null ? 'There is no workspace yet.' : `There is no workspace ${workspace_id}.`;
      throw new AppError('not_found', which, { hint: 'clickstitch init makes one, and prints its id.' });
    }
    const checked: ExaminedLedger['workspaces'] = [];
    listener.begin('checking', await countAll(store, LEDGER_TABLES));
    for (const { workspace_id: id, name } of chosen) {
      checked.push({ ...(await checkLedger(store, id, listener.row)), name });
    }
    const log = await countAll(store, LOG);
    if (!(replays ?? log < SHORT_LOG)) return { workspaces: checked, replay: null, log };
    const source = workspace_id === null ? store : oneWorkspace(store, workspace_id);
    const rows = { log, facts: await countCompared(store) };
    return { workspaces: checked, replay: await replayLedger(source, rows, listener), log };
  } finally {
    await store.close();
  }
}

async function countAll(store: Store, tables: readonly AnyTable[]): Promise<number> {
  let rows = 0;
  for (const table of tables) rows += await store.count(table);
  return rows;
}
