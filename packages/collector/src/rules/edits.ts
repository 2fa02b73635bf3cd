import type { Edit } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import { edits } from '../domain/schema.ts';

/** What all changes of something come to. */
export interface Edited {
  /** Columns and the values that they have in the end. */
  patch: Record<string, unknown>;
  /** Of the latest change; `null` where there is none. */
  updated_at: number | null;
  deleted_at: number | null;
  releases_keys: boolean;
  changes: readonly EditRow[];
}

/** Of what nobody has changed. */
export const UNCHANGED: Edited = {
  patch: {},
  updated_at: null,
  deleted_at: null,
  releases_keys: false,
  changes: [],
};

/** All changes of something, in the order of their numbers. */
export function changesOf(draft: Draft, workspaceId: string, subjectId: string): EditRow[] {
  return draft.find<EditRow>(edits, 'key', [workspaceId, subjectId]).toSorted((a, b) => a.sequence - b.sequence);
}

/** Changes are numbered as they are accepted, so what they come to does not depend on when they are looked at. */
export function editedOf(draft: Draft, workspaceId: string, subjectId: string): Edited {
  const changes = changesOf(draft, workspaceId, subjectId);
  const end = changes.find(({ is_delete }) => is_delete);
  return {
    patch: Object.assign({}, ...changes.map(({ patch }) => patch)),
    updated_at: changes.reduce<number | null>((at, { recorded_at }) => Math.max(at ?? 0, recorded_at), null),
    deleted_at: end?.recorded_at ?? null,
    releases_keys: end?.releases_keys === true,
    changes,
  };
}

/** References that a conversion had before or after any of its changes. */
export function referencesOf(conversion: { external_ref: string | null }, { changes }: Edited): Set<string> {
  const given = [conversion.external_ref, ...changes.map(({ patch }) => patch['external_ref'])];
  return new Set(given.filter((reference) => typeof reference === 'string'));
}

/** A row as it is after all its changes. */
export function afterEdits<Row extends { recorded_at?: number; created_at?: number }>(row: Row, edited: Edited): Row {
  const since = row.recorded_at ?? row.created_at ?? 0;
  const updated_at = Math.max(since, edited.updated_at ?? since);
  return { ...row, ...edited.patch, updated_at, deleted_at: edited.deleted_at };
}

/** The latest change of something; what it says of the thing holds until another comes. */
export function lastEditOf(draft: Draft, workspaceId: string, subjectId: string): EditRow | undefined {
  return draft.latest<EditRow>(edits, 'key', [workspaceId, subjectId], { limit: 1 })[0];
}

/**
 * What one change adds to a row that has all those before it: the same as what all of them come to, without looking at
 * them again.
 */
export function editedBy(change: EditRow, row: { updated_at: number }): Edited {
  const { patch, is_delete, releases_keys, recorded_at } = change;
  return {
    patch,
    updated_at: Math.max(row.updated_at, recorded_at),
    deleted_at: is_delete ? recorded_at : null,
    releases_keys: is_delete && releases_keys,
    changes: [change],
  };
}

/** Keeps a change under its number. */
export function keepEdit(draft: Draft, command: Edit, sequence: number): EditRow {
  const { workspace_id, subject_id, subject, patch, is_delete, releases_keys, recorded_at } = command;
  const row: EditRow = {
    workspace_id,
    subject_id,
    sequence,
    subject,
    patch,
    is_delete,
    releases_keys,
    command_id: command.id,
    recorded_at,
    version: 1,
  };
  draft.insert<EditRow>(edits, row);
  return row;
}
