import type { CommandRow, Edit, Fact, Outcome } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import { commands, contacts, conversions, conversionTypes, edits, sources } from '../domain/schema.ts';
import type { SourceRow } from '../domain/source.ts';
import type { Table } from '../domain/table.ts';
import { contactEditRefusal, nameContact, ownContactKeys, ownTypeKeys } from './configure-conversions.ts';
import { conversionEditRefusal, editConversion } from './edit-conversion.ts';
import { afterEdits, type Edited, editedBy, editedOf, keepEdit, lastEditOf } from './edits.ts';
import { patchOf } from './patch.ts';

/**
 * Changes or deletes something. Each change is numbered when it is accepted; what the changes come to follows from the
 * numbers, so a log that is derived in another order, even a change before what it changes, gives the same.
 */
export function edit(draft: Draft, command: Edit): Outcome {
  const { workspace_id, subject_id } = command;
  if (isKnown(draft, command)) return { status: 'duplicate' };
  const before = subjectOf(draft, command);
  const refusal = command.sequence === null ? refusalOf(draft, command, before) : undefined;
  if (refusal) return refusal;

  const last = lastEditOf(draft, workspace_id, subject_id)?.sequence ?? 0;
  const sequence = command.sequence ?? last + 1;
  const change = keepEdit(draft, command, sequence);
  const isInOrder = sequence > last;
  const edited = (row: Changed) => (isInOrder ? editedBy(change, row) : editedOf(draft, workspace_id, subject_id));
  const fact = before && carryOut(draft, command, before, edited(before));
  if (command.identifiers) nameContact(draft, command, command.identifiers);
  const { version: _, ...accepted } = command;
  return { status: 'recorded', fact, logged: { ...accepted, sequence } };
}

function isKnown(draft: Draft, { workspace_id, id, subject_id, sequence }: Edit): boolean {
  if (sequence !== null) return draft.get<EditRow>(edits, [workspace_id, subject_id, sequence]) !== undefined;
  return draft.find<CommandRow>(commands, 'key', [workspace_id, id]).length > 0;
}

type Subject = ContactRow | SourceRow | ConversionTypeRow;
type Changed = Subject | ConversionRow;

const TABLES = { contact: contacts, source: sources, conversion_type: conversionTypes };

function tableOf(subject: keyof typeof TABLES): Table<Subject> {
  return TABLES[subject] as unknown as Table<Subject>;
}

function subjectOf(draft: Draft, { workspace_id, subject, subject_id }: Edit): Changed | undefined {
  if (subject === 'conversion') return draft.get<ConversionRow>(conversions, [workspace_id, subject_id]);
  return draft.get<Subject>(tableOf(subject), [workspace_id, subject_id]);
}

function refusalOf(draft: Draft, command: Edit, before: Changed | undefined): Outcome | undefined {
  if (!before || before.deleted_at !== null) {
    const what = command.subject.replace('_', ' ');
    return {
      status: 'refused',
      code: 'not_found',
      message: `There is no ${what} ${command.subject_id}.`,
      detail: { field: 'id', hint: 'Check the id, and that the key is of the same mode (live or test).' },
    };
  }
  if (command.version !== undefined && command.version !== before.version) {
    return {
      status: 'refused',
      code: 'conflict',
      message: 'It was changed meanwhile.',
      detail: { field: 'version', hint: 'Send it again.' },
    };
  }
  if (command.subject === 'conversion') {
    return conversionEditRefusal(draft, command, before as ConversionRow);
  }
  return command.subject === 'contact' ? contactEditRefusal(draft, command, before as ContactRow) : undefined;
}

function carryOut(draft: Draft, command: Edit, before: Changed, edited: Edited): Fact | undefined {
  if (command.subject === 'conversion') {
    return editConversion(draft, command, before as ConversionRow, edited);
  }
  const row = before as Subject;
  const was = { ...row };
  const { version: _, ...after } = afterEdits(row, edited);
  draft.update<Subject>(tableOf(command.subject), row, patchOf(row, after));
  const keys = { workspace_id: row.workspace_id, row, edited };
  if (command.subject === 'contact')
    ownContactKeys(draft, keys as Parameters<typeof ownContactKeys>[1], was as ContactRow);
  else ownTypeKeys(draft, command.subject, keys);
  return row;
}
