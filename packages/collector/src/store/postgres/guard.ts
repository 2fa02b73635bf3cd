import { hash } from 'node:crypto';
import { type AnchorPlan, type AnyTable, anchorAt, anchorPlanOf, type Cell, indexColumns } from '../../domain/table.ts';
import type { Seek, TableChanges } from '../store.ts';
import type { Connection } from './connection.ts';
import { ConflictError } from './failures.ts';

/**
 * What two writers need in order to meet although neither sees the other's rows yet. Every place where a rule seeks has
 * an anchor, a row that can be locked before there is anything else. A transaction reads the versions of its anchors
 * with, and never after, the rows that it seeks there. Before it writes, it locks the anchors under which it writes and
 * counts their versions up, and it shares those under which it only sought; where a version is not the one that was
 * read, someone else has written there, and all is done again.
 */
export interface Guard {
  /** Locks anchors before anything is read: those that an earlier attempt needed. */
  hold(names: ReadonlySet<string>): Promise<void>;
  /** Sees the versions of what is about to be sought; to be sent ahead of the seeks. */
  watch(seeks: readonly Seek[]): Promise<void>;
  /** Locks what is about to be written and makes sure that nothing that was sought has changed. Throws `ConflictError`. */
  close(changes: readonly TableChanges[]): Promise<void>;
  /** Every anchor that was sought or written so far, also in savepoints that were undone; the workspace comes first. */
  names(): ReadonlySet<string>;
  /** Undoes what the guard knows, together with a savepoint. */
  mark(): () => void;
}

interface Anchor {
  name: string;
  is_crowded: boolean;
}

/** Locks in the order of the array, those that are not there yet by making them. */
const HOLD = `INSERT INTO anchor AS a (workspace_id, name, version, previous)
  SELECT $1, n, 0, 0 FROM unnest($2::text[]) AS u(n)
  ON CONFLICT (workspace_id, name) DO UPDATE SET previous = a.previous`;
const READ = `SELECT a.name, a.version FROM unnest($2::text[]) AS u(n)
  CROSS JOIN LATERAL (SELECT name, version FROM anchor WHERE workspace_id = $1 AND name = u.n OFFSET 0) a`;
/** A transaction's id never comes back, so neither does a version. Rows are locked in the order of the array. */
const WRITE = `INSERT INTO anchor AS a (workspace_id, name, version, previous)
  SELECT $1, n, pg_current_xact_id()::text::bigint, 0 FROM unnest($2::text[]) AS u(n)
  ON CONFLICT (workspace_id, name) DO UPDATE SET previous = a.version, version = EXCLUDED.version
  RETURNING name, previous, version`;
/** Whoever has locked one of these is about to change it; to wait for that could be to wait for each other. */
const SHARE = `SELECT a.name, a.version FROM unnest($2::text[]) AS u(n)
  CROSS JOIN LATERAL (SELECT name, version FROM anchor WHERE workspace_id = $1 AND name = u.n FOR SHARE NOWAIT) a`;

/** Whoever holds a lock for longer is gone or stuck; it is asked for again. */
export const LOCK_WITHIN = '5s';
/**
 * Who did not lock all of them before it read would mostly wait in vain, for what another is changing it has read; and
 * while it waits, others wait for it. So it does not wait for long.
 */
const HURRY = `SET LOCAL lock_timeout = '20ms'`;
const NO_HURRY = `SET LOCAL lock_timeout = '${LOCK_WITHIN}'`;

const ABSENT = 0;
/** Stands before the workspace's id among names, and sorts before all of them. */
const WORKSPACE = '\u0000';
const LONGEST_NAME = 120;

export function createGuard(connection: Connection): Guard {
  let workspaceId: string | undefined;
  /** Versions when first sought. */
  let seen = new Map<string, number>();
  const needed = new Set<string>();
  /** Locked before anything was read. */
  let held: ReadonlySet<string> = new Set();
  /** Of those that were not held: what this transaction has locked and counted up, and what it shares. */
  let written = new Set<string>();
  let shared = new Set<string>();

  function of(table: AnyTable, cell: Cell | undefined): void {
    const id = String(cell);
    if (workspaceId !== undefined && workspaceId !== id) {
      throw new Error(`a transaction holds one workspace, and ${table.name} asks for another`);
    }
    workspaceId = id;
    needed.add(`${WORKSPACE}${id}`);
  }

  async function hold(names: ReadonlySet<string>): Promise<void> {
    if (names.size === 0) return;
    const [id, ...sorted] = [...names].sort();
    workspaceId = id?.slice(WORKSPACE.length);
    for (const name of names) needed.add(name);
    await connection.query(HOLD, [workspaceId, sorted]);
    held = new Set(sorted);
  }

  async function watch(seeks: readonly Seek[]): Promise<void> {
    const fresh = new Set<string>();
    for (const { table, index, prefix, is_guarded } of seeks) {
      const plan = is_guarded ? anchorPlanOf(table, index) : null;
      const anchor = plan && anchorOf(plan, prefix);
      if (!anchor) continue;
      of(table, prefix[0]);
      needed.add(anchor.name);
      if (anchor.is_crowded && !held.has(anchor.name)) {
        throw new ConflictError(`${anchor.name} must be held before it is read`);
      }
      if (!seen.has(anchor.name)) fresh.add(anchor.name);
    }
    if (fresh.size === 0) return;
    for (const name of fresh) seen.set(name, ABSENT);
    const { rows } = await connection.query(READ, [workspaceId, [...fresh]]);
    for (const { name, version } of rows as { name: string; version: number }[]) seen.set(name, version);
  }

  async function close(changes: readonly TableChanges[]): Promise<void> {
    const [write, share] = [new Set<string>(), new Set<string>()];
    for (const anchor of writtenUnder(changes, of)) {
      needed.add(anchor.name);
      (anchor.is_crowded ? share : write).add(anchor.name);
    }
    for (const [name, version] of seen) {
      if (!write.has(name)) (version === ABSENT && !held.has(name) ? write : share).add(name);
    }
    const toWrite = [...write].filter((name) => !written.has(name)).sort();
    const isSafe = (name: string) => [write, held, written, shared].some((names) => names.has(name));
    const toShare = [...share].filter((name) => !isSafe(name)).sort();
    await Promise.all([lock(toWrite), shareThem(toShare)]);
    written = new Set([...written, ...toWrite]);
    shared = new Set([...shared, ...toShare]);
  }

  async function lock(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const isInOrder = names.every((name) => held.has(name));
    if (!isInOrder) void connection.query(HURRY).catch(() => {});
    const written = connection.query(WRITE, [workspaceId, names]);
    if (!isInOrder) void connection.query(NO_HURRY).catch(() => {});
    const { rows } = await written;
    for (const { name, previous } of rows as { name: string; previous: number }[]) check(name, previous);
  }

  async function shareThem(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const { rows } = await connection.query(SHARE, [workspaceId, names]);
    if (rows.length < names.length) throw new ConflictError('an anchor is not there yet');
    for (const { name, version } of rows as { name: string; version: number }[]) check(name, version);
  }

  function check(name: string, version: number): void {
    const expected = seen.get(name);
    if (expected !== undefined && !held.has(name) && expected !== version) {
      throw new ConflictError(`${name} was written by another`);
    }
  }

  return {
    hold,
    watch,
    close,
    names: () => needed,
    mark() {
      const before = { seen: new Map(seen), written, shared };
      return () => {
        seen = before.seen;
        written = before.written;
        shared = before.shared;
      };
    },
  };
}

/** A row that changes is written where it was and where it will be; one that is deleted, where it was. */
function* writtenUnder(
  changes: readonly TableChanges[],
  of: (table: AnyTable, cell: Cell | undefined) => void,
): Generator<Anchor> {
  for (const { table, changes: ofTable } of changes) {
    const plans = Object.entries(table.anchors).filter((entry): entry is [string, AnchorPlan] => entry[1] !== null);
    for (const [index, plan] of plans) {
      const columns = indexColumns(table, index).slice(0, 1 + plan.columns);
      for (const change of ofTable) {
        const rows = change.kind === 'update' ? [change.before, change.row] : [change.row];
        for (const row of rows) {
          const cells = columns.map((column) => (row as Record<string, Cell>)[column] ?? null);
          of(table, cells[0]);
          const anchor = anchorOf(plan, cells);
          if (anchor) yield anchor;
        }
      }
    }
  }
}

function anchorOf(plan: AnchorPlan, prefix: readonly Cell[]): Anchor | null {
  const name = anchorAt(plan, prefix);
  return name === null ? null : { name: shortened(name), is_crowded: plan.is_crowded === true };
}

/** Plain ASCII, so that it sorts alike here and there, and short enough for an index. */
function shortened(name: string): string {
  const isPlain = name.length <= LONGEST_NAME && /^[\x20-\x7e]*$/.test(name);
  return isPlain ? name : `${name.slice(0, name.indexOf(':'))}#${hash('sha256', name, 'base64url')}`;
}
