import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { CommandRow } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { EditRow } from '../domain/edit.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { adjustments, claims, commands, contacts, conversions, edits, receipts } from '../domain/schema.ts';
import type { Table } from '../domain/table.ts';
import { disownContactKeys, ownContactKeys } from './configure-conversions.ts';
import { disownKeys } from './dedupe.ts';
import { editedOf } from './edits.ts';
import { forget } from './idempotency.ts';
import { patchOf } from './patch.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { samenessKeys } from './record-conversion.ts';
import { redactCommand, redactContact, redactCredit, redactPatch, redactReceipt, redactReport } from './redact.ts';
import { findBy } from './search-tokens.ts';

/** Takes a person out of what was accepted, in the log and in the rows that hold the same words. */

/** Writes a row in other words under the same key; what has no version, and the log, changes in no other way. */
export function rewrite<Row extends object>(draft: Draft, table: Table<Row>, row: Row, redacted: Row): void {
  if (JSON.stringify(row) === JSON.stringify(redacted)) return;
  draft.remove<Row>(table, row);
  draft.insert<Row>(table, redacted);
}

/** A command of the log; `false` where there is none. */
export function eraseInCommand(draft: Draft, workspaceId: string, id: string, pseudonyms: Pseudonyms): boolean {
  const [row] = draft.find<CommandRow>(commands, 'key', [workspaceId, id]);
  if (row?.body.kind === 'create_contact') return eraseContact(draft, workspaceId, row.body.contact.id, pseudonyms);
  if (row?.body.kind === 'edit' && row.body.subject === 'contact') {
    return eraseContact(draft, workspaceId, row.body.subject_id, pseudonyms);
  }
  return rewriteCommand(draft, row, pseudonyms);
}

function rewriteCommand(draft: Draft, row: CommandRow | undefined, pseudonyms: Pseudonyms): boolean {
  if (row && 'idempotency' in row.body) forget(draft, row.body);
  if (row) rewrite<CommandRow>(draft, commands, row, { ...row, body: redactCommand(row.body, pseudonyms) });
  return row !== undefined;
}

/** A contact, what was changed of it, and the keys by which it is known again. */
function eraseContact(draft: Draft, workspaceId: string, id: string, pseudonyms: Pseudonyms): boolean {
  const contact = draft.get<ContactRow>(contacts, [workspaceId, id]);
  const [row] = draft.find<CommandRow>(commands, 'key', [workspaceId, contact?.command_id ?? '']);
  if (!contact || row?.body.kind !== 'create_contact') return false;
  disownContactKeys(draft, workspaceId, row.body.contact, editedOf(draft, workspaceId, id));
  rewriteCommand(draft, row, pseudonyms);
  draft.update<ContactRow>(contacts, contact, patchOf(contact, redactContact(contact, pseudonyms)));
  eraseInEdits(draft, workspaceId, id, pseudonyms);
  ownContactKeys(draft, { workspace_id: workspaceId, row: contact, edited: editedOf(draft, workspaceId, id) });
  return true;
}

/** A conversion and the report that it came from; `false` where the log does not hold that. */
export function eraseInConversion(draft: Draft, conversion: ConversionRow, pseudonyms: Pseudonyms): boolean {
  const { workspace_id, id } = conversion;
  const before = { ...conversion };
  draft.update<ConversionRow>(conversions, conversion, patchOf(before, redactReport(before, pseudonyms)));
  findBy(draft, before, conversion);
  eraseInEdits(draft, workspace_id, id, pseudonyms);
  for (const adjustment of draft.find<AdjustmentRow>(adjustments, 'conversion', [workspace_id, id])) {
    if (adjustment.reason !== null) draft.update<AdjustmentRow>(adjustments, adjustment, { reason: null });
    eraseInCommand(draft, workspace_id, adjustment.command_id, pseudonyms);
  }
  const recorded = draft
    .find<ReceiptRow>(receipts, 'key', [workspace_id, id])
    .find((receipt) => receipt.kind === 'recorded');
  if (!recorded) return false;
  const [command] = draft.find<CommandRow>(commands, 'key', [workspace_id, recorded.command_id]);
  if (command?.body.kind === 'record_conversion') disownKeys(draft, workspace_id, samenessKeys(command.body), id);
  return rewriteCommand(draft, command, pseudonyms);
}

/** What was changed of a thing, and the commands that changed it. */
export function eraseInEdits(draft: Draft, workspaceId: string, subjectId: string, pseudonyms: Pseudonyms): void {
  for (const edit of draft.find<EditRow>(edits, 'key', [workspaceId, subjectId])) {
    draft.update<EditRow>(edits, edit, { patch: redactPatch(edit.patch) });
    const [command] = draft.find<CommandRow>(commands, 'key', [workspaceId, edit.command_id]);
    rewriteCommand(draft, command, pseudonyms);
  }
}

/** The answers that conversions and claims were given: what they say of the person is said of the pseudonym. */
export function eraseInAnswers(
  draft: Draft,
  some: { conversions: Iterable<ConversionRow>; claims: Iterable<ClaimRow> },
  pseudonyms: Pseudonyms,
): void {
  for (const row of some.conversions) eraseInAnswer(draft, conversions, row, pseudonyms);
  for (const row of some.claims) eraseInAnswer(draft, claims, row, pseudonyms);
}

function eraseInAnswer<Row extends ConversionRow | ClaimRow>(
  draft: Draft,
  table: Table<Row>,
  row: Row,
  pseudonyms: Pseudonyms,
): void {
  const { workspace_id, id } = row;
  const credit = redactCredit(row.credit, pseudonyms);
  if (JSON.stringify(credit) !== JSON.stringify(row.credit)) {
    draft.update<Row>(table, row, { credit } as Partial<Row>);
  }
  for (const receipt of draft.find<ReceiptRow>(receipts, 'key', [workspace_id, id])) {
    rewrite<ReceiptRow>(draft, receipts, receipt, redactReceipt(receipt, pseudonyms));
  }
}
