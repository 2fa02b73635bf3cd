import type { Command } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { ReceiptKind, ReceiptRow } from '../domain/receipt.ts';
import { receipts } from '../domain/schema.ts';

export type ReceiptFacts = Pick<ReceiptRow, 'subject_id' | 'kind'> &
  Partial<Pick<ReceiptRow, 'credit' | 'before' | 'other_id'>>;

/** Writes down what a command decided; of one command and subject each kind once. */
export function issueReceipt(draft: Draft, command: Command, facts: ReceiptFacts): void {
  const commandId = commandIdOf(command);
  const key = [command.workspace_id, facts.subject_id, commandId, facts.kind];
  if (draft.get<ReceiptRow>(receipts, key)) return;
  draft.insert<ReceiptRow>(receipts, {
    workspace_id: command.workspace_id,
    command_id: commandId,
    cause: command.kind,
    recorded_at: command.recorded_at,
    credit: null,
    before: null,
    other_id: null,
    replays: 0,
    ...facts,
  });
}

/** A browser chooses its events' ids, and only with visitor and name do they tell one event from another. */
export function commandIdOf(command: Command): string {
  if (command.kind !== 'record_event') return command.id;
  return `${command.visitor_id}/${encodeURIComponent(command.name)}/${command.id}`;
}

/** Counts that a report came again, on the receipt of the one that was recorded. */
export function countReplay(draft: Draft, workspaceId: string, subjectId: string, kind: ReceiptKind): void {
  const [receipt] = draft
    .find<ReceiptRow>(receipts, 'key', [workspaceId, subjectId])
    .filter((candidate) => candidate.kind === kind);
  if (receipt) draft.add<ReceiptRow>(receipts, receipt, 'replays', 1);
}
