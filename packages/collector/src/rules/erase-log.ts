import type { CommandRow } from '../domain/command.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { claims, commands, conversions, receipts } from '../domain/schema.ts';
import type { Table } from '../domain/table.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactCommand, redactCredit, redactReceipt, redactReport } from './redact.ts';

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
  if (row) rewrite<CommandRow>(draft, commands, row, { ...row, body: redactCommand(row.body, pseudonyms) });
  return row !== undefined;
}

/** A conversion and the report that it came from; `false` where the log does not hold that. */
export function eraseInConversion(draft: Draft, conversion: ConversionRow, pseudonyms: Pseudonyms): boolean {
  const { workspace_id, id } = conversion;
  const { identifiers, url, referrer, metadata, raw } = redactReport(conversion, pseudonyms);
  draft.update<ConversionRow>(conversions, conversion, { identifiers, url, referrer, metadata, raw });
  const recorded = draft
    .find<ReceiptRow>(receipts, 'key', [workspace_id, id])
    .find((receipt) => receipt.kind === 'recorded');
  return recorded !== undefined && eraseInCommand(draft, workspace_id, recorded.command_id, pseudonyms);
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
  const credit = redactCredit(row.credit, workspace_id, pseudonyms);
  if (JSON.stringify(credit) !== JSON.stringify(row.credit)) {
    draft.update<Row>(table, row, { credit } as Partial<Row>);
  }
  for (const receipt of draft.find<ReceiptRow>(receipts, 'key', [workspace_id, id])) {
    rewrite<ReceiptRow>(draft, receipts, receipt, redactReceipt(receipt, pseudonyms));
  }
}
