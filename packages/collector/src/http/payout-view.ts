import { PAYOUT_STEPS, type PayoutItemRow, type PayoutRow } from '../domain/payout.ts';
import { isoOf } from '../domain/time.ts';
import { amountOf } from './conversion-view.ts';
import type { ProgramPayouts } from './operations/create-payouts.ts';
import { problemDetails } from './problem.ts';

/** A payout as the native API renders it. */
export function viewPayout(row: PayoutRow) {
  return {
    id: row.id,
    external_id: row.external_id,
    affiliate_id: row.affiliate_id,
    program_id: row.program_id,
    status: row.status,
    next_statuses: PAYOUT_STEPS[row.status],
    currency: row.currency,
    amount: amountOf(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    items: row.items,
    details: row.details,
    shared_with: row.shared_with,
    reference: row.reference,
    failure: row.failure,
    paid_at: row.paid_at === null ? null : isoOf(row.paid_at),
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}

/** How much of an earning is paid, in the payout's currency. */
export function viewItem({ earning_id, conversion_id, amount_minor }: PayoutItemRow, currency: string) {
  return { earning_id, conversion_id, amount: amountOf(amount_minor, currency), amount_minor };
}

export function viewProgramPayouts({ made, skipped }: ProgramPayouts) {
  return {
    made: made.map(({ row }) => viewPayout(row)),
    skipped: skipped.map(({ affiliate_id, error }) => ({ affiliate_id, error: problemDetails(error) })),
  };
}
