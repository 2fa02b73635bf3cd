import type { ReceiptRow } from '../domain/receipt.ts';
import { isoOf } from '../domain/time.ts';
import { claimantInWords } from '../explain/touch-words.ts';
import { ATTRIBUTION_WORDS, CLAIM_WORDS, DEBT_WORDS, explainCredit, RECEIPT_WORDS } from '../explain/verdicts.ts';
import { claimantsIn } from '../reports/receipts.ts';
import { viewAttribution } from './conversion-view.ts';

/** A receipt as the native API renders it: what was decided, by which rule, and why the others lost. */
export function viewReceipt(receipt: ReceiptRow, conversionId: string) {
  const { credit, before } = receipt;
  return {
    id: receipt.command_id,
    conversion_id: conversionId,
    subject_id: receipt.subject_id,
    kind: receipt.kind,
    cause: receipt.cause,
    recorded_at: isoOf(receipt.recorded_at),
    replays: receipt.replays,
    other_id: receipt.other_id,
    explanation: credit ? `${RECEIPT_WORDS[receipt.kind]} ${explainCredit(credit)}` : RECEIPT_WORDS[receipt.kind],
    attributed_to: credit ? viewAttribution(credit.attributed_to) : null,
    owed_to: credit?.owed_to ?? null,
    debt_rule: credit?.debt_rule ?? null,
    candidates: (credit?.candidates ?? []).map((candidate) => ({
      ...candidate,
      occurred_at: isoOf(candidate.occurred_at),
      explanation: ATTRIBUTION_WORDS[candidate.verdict],
    })),
    more_candidates: credit?.more_candidates ?? 0,
    debt_candidates: (credit?.debt_candidates ?? []).map((candidate) => ({
      ...candidate,
      occurred_at: isoOf(candidate.occurred_at),
      explanation: DEBT_WORDS[candidate.verdict],
    })),
    claimants: (credit ? claimantsIn(credit) : []).map((claimant) => ({
      ...claimant,
      explanation: claimantInWords(claimant),
    })),
    claims: (credit?.claims ?? []).map((claim) => ({ ...claim, explanation: CLAIM_WORDS[claim.verdict] })),
    found_by: credit?.found_by ?? [],
    before: before && { ...before, attributed_to: viewAttribution(before.attributed_to) },
  };
}
