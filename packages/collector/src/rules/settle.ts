import type { Command } from '../domain/command.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Credit } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { claims, conversions } from '../domain/schema.ts';
import type { Affected } from './affected.ts';
import { coverIdOf } from './claims.ts';
import { countClaim } from './counts.ts';
import { answerFor, creditOfClaim } from './credit.ts';
import { earn } from './earn.ts';
import { issueReceipt } from './receipts.ts';

/** Gives every conversion and claim that a command may have changed its answer anew, with a receipt where it differs. */
export function settle(draft: Draft, command: Command, affected: Affected): void {
  for (const claim of affected.claims) settleClaim(draft, command, claim, affected);
  // An answer rests on earlier sales alone: in their order each is settled once, as a rule.
  while (affected.conversions.size > 0) {
    const waiting = new Set([...affected.conversions].sort(byPlace));
    affected.conversions.clear();
    affected.waiting = waiting;
    for (const conversion of waiting) {
      waiting.delete(conversion);
      settleConversion(draft, command, conversion, affected);
      for (const marked of affected.conversions) if (waiting.has(marked)) affected.conversions.delete(marked);
    }
  }
}

function byPlace(a: ConversionRow, b: ConversionRow): number {
  return a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1);
}

function settleConversion(draft: Draft, command: Command, conversion: ConversionRow, affected: Affected): void {
  const { credit, buyer } = answerFor(draft, conversion);
  recredit(draft, command, conversion, credit, (answer) =>
    draft.update<ConversionRow>(conversions, conversion, { credit: answer }),
  );
  earn(draft, command, { ...conversion, credit }, buyer, affected);
}

function settleClaim(draft: Draft, command: Command, claim: ClaimRow, affected: Affected): void {
  const coverId = coverIdOf(draft, claim);
  for (const id of [coverId, claim.conversion_id]) {
    const cover = id === null ? undefined : draft.find<ConversionRow>(conversions, 'key', [claim.workspace_id, id])[0];
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
