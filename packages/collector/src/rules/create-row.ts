import type { Command, Fact, Idempotency, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { Table } from '../domain/table.ts';
import { type DedupeKey, holdersOf, ownKeys } from './dedupe.ts';
import { afterEdits, type Edited, editedOf } from './edits.ts';
import { recall, remember } from './idempotency.ts';

/** A command that makes something which is changed later, and may be sent twice. */
export type Creating = Command & { idempotency?: Idempotency | undefined; is_accepted?: true };

interface Creation<Row> {
  command: Creating;
  row: Row;
  keysOf: (row: Row) => DedupeKey[];
  /** Looked at once, when it is accepted. */
  refusalOf?: () => Outcome | undefined;
}

/** What a row has when nobody has changed it yet. */
export function fresh(workspaceId: string, recordedAt: number) {
  return { workspace_id: workspaceId, created_at: recordedAt, updated_at: recordedAt, deleted_at: null, version: 1 };
}

/** Makes something once: by its id, by its keys, and for its `Idempotency-Key`. Changes that are known already are made. */
export function createRow<Row extends Fact & { created_at: number }>(
  draft: Draft,
  table: Table<Row>,
  { command, row, keysOf, refusalOf }: Creation<Row>,
): Outcome {
  const { workspace_id } = command;
  const rowOf = (id: string) => draft.get<Row>(table, [workspace_id, id]);
  const same = rowOf(row.id);
  if (same) return { status: 'duplicate', fact: same };
  if (!command.is_accepted) {
    const replayed = recall(draft, command, rowOf);
    if (replayed) return replayed;
    const [holder] = holdersOf(draft, workspace_id, keysOf(row));
    if (holder !== undefined) {
      remember(draft, command, holder);
      return { status: 'duplicate', fact: rowOf(holder) };
    }
    const refusal = refusalOf?.();
    if (refusal) return refusal;
  }
  const edited = editedOf(draft, workspace_id, row.id);
  const now = afterEdits(row, edited);
  own(draft, { workspace_id, row: now, edited }, [row, now], keysOf);
  draft.insert<Row>(table, now);
  remember(draft, command, row.id);
  return { status: 'recorded', fact: now, logged: { ...command, is_accepted: true } as never };
}

export interface Owning<Row> {
  workspace_id: string;
  row: Row;
  edited: Edited;
}

/** Of what is deleted the keys are free again. */
export function own<Row extends { id: string }>(
  draft: Draft,
  { workspace_id, row, edited }: Owning<Row>,
  before: readonly Row[],
  keysOf: (row: Row) => DedupeKey[],
): void {
  const ever = [...before, ...edited.changes.map(({ patch }) => ({ ...row, ...patch }))].flatMap(keysOf);
  const keeps = edited.deleted_at === null ? keysOf(row) : [];
  ownKeys(draft, workspace_id, row.id, { keeps, ever });
}
