import type { Edit, Fact, Outcome } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { Draft } from '../domain/draft.ts';
import { contacts, conversionTypes, sources } from '../domain/schema.ts';
import type { SourceRow } from '../domain/source.ts';
import type { Table } from '../domain/table.ts';
import { contactEditRefusal, nameContact, ownContactKeys, ownTypeKeys } from './configure-conversions.ts';
import { conversionAs, conversionEditRefusal, editConversion } from './edit-conversion.ts';
import { afterEdits, type Edited, editedOf, keepEdit } from './edits.ts';
import { patchOf } from './patch.ts';

/**
 * Changes or deletes something. Each change is numbered when it is accepted; what the changes come to follows from the
 * numbers, so a log that is derived in another order, even a change before what it changes, gives the same.
 */
export function edit(draft: Draft, command: Edit): Outcome {
  const { workspace_id, subject_id, sequence, id } = command;
  const { changes } = editedOf(draft, workspace_id, subject_id);
  const isKnown = changes.some((change) => change.command_id === id || change.sequence === sequence);
  if (isKnown) return { status: 'duplicate' };
  const before = subjectOf(draft, command);
  const refusal = sequence === null ? refusalOf(draft, command, before) : undefined;
  if (refusal) return refusal;

  const logged = keepEdit(draft, command, changes);
  const fact = before && carryOut(draft, command, before, editedOf(draft, workspace_id, subject_id));
  if (command.identifiers) nameContact(draft, command, command.identifiers);
  return { status: 'recorded', fact, logged };
}

type Subject = ContactRow | SourceRow | ConversionTypeRow;

const TABLES = { contact: contacts, source: sources, conversion_type: conversionTypes };

function tableOf(subject: keyof typeof TABLES): Table<Subject> {
  return TABLES[subject] as unknown as Table<Subject>;
}

function subjectOf(draft: Draft, { workspace_id, subject, subject_id }: Edit): Fact | undefined {
  if (subject === 'conversion') return conversionAs(draft, workspace_id, subject_id);
  return draft.get<Subject>(tableOf(subject), [workspace_id, subject_id]);
}

function refusalOf(draft: Draft, command: Edit, before: Fact | undefined): Outcome | undefined {
  if (!before || ('deleted_at' in before && before.deleted_at !== null)) {
    const what = command.subject.replace('_', ' ');
    return {
      status: 'refused',
      code: 'not_found',
      message: `There is no ${what} ${command.subject_id}.`,
      detail: { field: 'id', hint: 'Check the id, and that the key is of the same mode (live or test).' },
    };
  }
  if (command.subject === 'conversion') return conversionEditRefusal(draft, command);
  return command.subject === 'contact' ? contactEditRefusal(draft, command, before as ContactRow) : undefined;
}

function carryOut(draft: Draft, command: Edit, before: Fact, edited: Edited): Fact | undefined {
  if (command.subject === 'conversion') return editConversion(draft, command, edited);
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
