import type { Command } from '../domain/command.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Credit } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { ReceiptKind, ReceiptRow } from '../domain/receipt.ts';
import { claims, conversions, receipts } from '../domain/schema.ts';
import type { Affected } from './affected.ts';
import { coverIdOf } from './claims.ts';
import { countClaim } from './counts.ts';
import { creditOfClaim, creditOfConversion } from './credit.ts';

/** Gives every conversion and claim that a command may have changed its answer anew, with a receipt where it differs. */
export function settle(draft: Draft, command: Command, affected: Affected): void {
  for (const claim of affected.claims) settleClaim(draft, command, claim, affected);
  for (const conversion of affected.conversions) {
    recredit(draft, command, conversion, creditOfConversion(draft, conversion), (credit) =>
      draft.update<ConversionRow>(conversions, conversion, { credit }),
    );
  }
}

function settleClaim(draft: Draft, command: Command, claim: ClaimRow, affected: Affected): void {
  const coverId = coverIdOf(draft, claim);
  for (const id of [coverId, claim.conversion_id]) {
    const cover = id === null ? undefined : draft.get<ConversionRow>(conversions, [claim.workspace_id, id]);
    if (cover) affected.conversions.add(cover);
  }
  if (coverId !== claim.conversion_id) {
    if (claim.is_open !== (coverId === null)) countClaim(draft, claim, coverId === null ? 1 : -1);
    draft.update<ClaimRow>(claims, claim, { conversion_id: coverId, is_open: coverId === null });
    issueReceipt(draft, command, { subject_id: claim.id, kind: 'covered', other_id: coverId });
  }
  recredit(draft, command, claim, creditOfClaim(draft, claim), (credit) =>
    draft.update<ClaimRow>(claims, claim, { credit }),
  );
}

function recredit(
  draft: Draft,
  command: Command,
  subject: ConversionRow | ClaimRow,
  credit: Credit,
  write: (credit: Credit) => void,
): void {
  const before = subject.credit;
  if (JSON.stringify(before) === JSON.stringify(credit)) return;
  write(credit);
  const changed = answerOf(before) !== answerOf(credit);
  issueReceipt(draft, command, {
    subject_id: subject.id,
    kind: changed ? 'recredited' : 'reconsidered',
    // The answer is in the subject's row; to keep each state of its evidence would let anyone fill the disk.
    credit: changed ? credit : null,
    before: changed
      ? { attributed_to: before.attributed_to, owed_to: before.owed_to, debt_rule: before.debt_rule }
      : null,
  });
}

function answerOf({ attributed_to, owed_to, debt_rule }: Credit): string {
  return JSON.stringify([attributed_to, owed_to, debt_rule]);
}

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
function commandIdOf(command: Command): string {
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
