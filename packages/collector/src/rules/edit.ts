import type { CommandRow, Edit, Fact, Outcome } from '../domain/command.ts';
import type { ConnectionRow } from '../domain/connection.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import {
  affiliates,
  commands,
  connections,
  contacts,
  conversions,
  conversionTypes,
  coupons,
  earnings,
  edits,
  incentives,
  links,
  payouts,
  programs,
  referrals,
  sources,
} from '../domain/schema.ts';
import type { SourceRow } from '../domain/source.ts';
import type { Table } from '../domain/table.ts';
import { contactEditRefusal, nameContact, ownContactKeys, ownTypeKeys } from './configure-conversions.ts';
import { decideAnew } from './configure-programs.ts';
import { conversionEditRefusal, editConversion } from './edit-conversion.ts';
import { markByEdit, type ProgramSubject, programEditRefusal, type Standing } from './edit-program.ts';
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
  const edited = (row: { updated_at: number }) =>
    isInOrder ? editedBy(change, row) : editedOf(draft, workspace_id, subject_id);
  const fact =
    before && !isStanding(command.subject)
      ? carryOut(draft, command, before as Editable, edited(before as Editable))
      : (before as Fact | undefined);
  if (isOfProgram(command.subject)) {
    decideAnew(draft, command, (affected) => markByEdit(draft, command, before, affected));
  }
  if (command.identifiers) nameContact(draft, command, command.identifiers);
  const { version: _, ...accepted } = command;
  return { status: 'recorded', fact, logged: { ...accepted, sequence } };
}

function isKnown(draft: Draft, { workspace_id, id, subject_id, sequence }: Edit): boolean {
  if (sequence !== null) return draft.get<EditRow>(edits, [workspace_id, subject_id, sequence]) !== undefined;
  return draft.find<CommandRow>(commands, 'key', [workspace_id, id]).length > 0;
}

type Subject = ContactRow | SourceRow | ConversionTypeRow | ConnectionRow | ProgramSubject;
type Editable = Subject | ConversionRow;
type Changed = Editable | Standing;

const TABLES = {
  contact: contacts,
  source: sources,
  conversion_type: conversionTypes,
  program: programs,
  incentive: incentives,
  affiliate: affiliates,
  link: links,
  coupon: coupons,
  payout: payouts,
  referral: referrals,
  earning: earnings,
  conversion: conversions,
  connection: connections,
};

/** Follows from other facts: a change of it is kept, and it is derived anew. */
function isStanding(subject: Edit['subject']): boolean {
  return subject === 'referral' || subject === 'earning';
}

function isOfProgram(subject: Edit['subject']): boolean {
  return isStanding(subject) || ['program', 'incentive', 'affiliate', 'link', 'coupon', 'payout'].includes(subject);
}

function tableOf<Row extends object>(subject: Edit['subject']): Table<Row> {
  return TABLES[subject] as unknown as Table<Row>;
}

function subjectOf(draft: Draft, { workspace_id, subject, subject_id }: Edit): Changed | undefined {
  return draft.get<Changed>(tableOf(subject), [workspace_id, subject_id]);
}

function refusalOf(draft: Draft, command: Edit, before: Changed | undefined): Outcome | undefined {
  if (!before || ('deleted_at' in before && before.deleted_at !== null)) {
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
  if (isOfProgram(command.subject)) {
    return programEditRefusal(draft, command, before as ProgramSubject | Standing);
  }
  return command.subject === 'contact' ? contactEditRefusal(draft, command, before as ContactRow) : undefined;
}

function carryOut(draft: Draft, command: Edit, before: Editable, edited: Edited): Fact | undefined {
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
  else if ('external_id' in row) ownTypeKeys(draft, command.subject, { ...keys, row });
  return row;
}
