import type { Edit } from '../domain/command.ts';
import type { Edited } from '../domain/edit.ts';
import { mintId } from '../domain/ids.ts';

export interface EditContext {
  workspace_id: string;
  received_at: number;
}

/** A change of columns. */
export function intakeEdit(
  subject: Edited,
  subjectId: string,
  patch: Record<string, unknown>,
  { workspace_id, received_at }: EditContext,
): Edit {
  return {
    kind: 'edit',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    subject,
    subject_id: subjectId,
    sequence: null,
    patch,
    is_delete: false,
    releases_keys: false,
  };
}

/** Takes something away. With its keys, what has them may be reported again. */
export function intakeDeletion(subject: Edited, subjectId: string, context: EditContext, releasesKeys = false): Edit {
  return { ...intakeEdit(subject, subjectId, {}, context), is_delete: true, releases_keys: releasesKeys };
}
