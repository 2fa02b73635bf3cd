import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningReason, EarningRow, EarningStatus, FraudFinding } from '../domain/earning.ts';
import { shareOf } from '../domain/exchange.ts';
import type { IncentiveTerms } from '../domain/incentive.ts';
import type { ProgramTerms } from '../domain/program.ts';
import { DAY } from '../domain/time.ts';
import { changesOf } from './edits.ts';
import { maturityOf } from './maturity.ts';

/** What is judged of an earning. */
export interface Judging {
  earning: { id: string; isNew: boolean };
  terms: ProgramTerms;
  offer: Pick<IncentiveTerms, 'hold_days' | 'approval'>;
  commission_minor: number;
  fraud: readonly FraudFinding[];
}

export type Judgement = Pick<
  EarningRow,
  'commission_minor' | 'reversed_minor' | 'due_minor' | 'status' | 'reason' | 'hold_until'
>;

/** What is owed of a commission, and whether it may be paid. */
export function judge(
  draft: Draft,
  conversion: ConversionRow,
  { earning, terms, offer, commission_minor, fraud }: Judging,
): Judgement {
  const reversed_minor = reversedOf(conversion, commission_minor);
  const hold_until = heldUntil(conversion, offer.hold_days ?? terms.hold_days);
  const due_minor = commission_minor - reversed_minor;
  const said = { commission_minor, reversed_minor, due_minor, hold_until };
  const as = (status: EarningStatus, reason: EarningReason | null = null): Judgement => ({ ...said, status, reason });
  const declined = (reason: EarningReason): Judgement => ({ ...as('declined', reason), due_minor: 0 });

  const review = earning.isNew ? undefined : reviewOf(draft, conversion.workspace_id, earning.id);
  const override = conversion.earning_status;
  if (override === 'declined' || review === 'declined') return declined('declined_by_hand');
  if (due_minor === 0) return as('reversed', 'refunded');
  if (override === 'awaiting_review') return as('awaiting_review', 'manual_approval');
  if (override === 'pending' || override === 'ready' || override === 'paid') return as(override);
  if (review !== 'approved') {
    if (fraud.some(({ mode }) => mode === 'block')) return declined('fraud');
    if (fraud.length > 0) return as('awaiting_review', 'fraud');
    if (isPartlyRefunded(conversion)) return as('awaiting_review', 'partial_refund_unknown');
    if ((offer.approval ?? terms.earning_approval) === 'manual') return as('awaiting_review', 'manual_approval');
  }
  const matured = earning.isNew ? undefined : maturityOf(draft, conversion.workspace_id, earning.id);
  const isHeld = (offer.hold_days ?? terms.hold_days) > 0 && (matured?.as_of ?? 0) < hold_until;
  return as(isHeld ? 'pending' : 'ready');
}

function reversedOf(conversion: ConversionRow, commissionMinor: number): number {
  const { amount_minor, refunded_minor, sales_status, earning_status } = conversion;
  const isUndone = sales_status === 'refunded' || earning_status === 'refunded' || earning_status === 'dispute';
  if (isUndone) return commissionMinor;
  return amount_minor === null || amount_minor === 0 ? 0 : shareOf(commissionMinor, refunded_minor, amount_minor);
}

function isPartlyRefunded({ sales_status, refunded_minor }: ConversionRow): boolean {
  return sales_status === 'partial_refunded' && refunded_minor === 0;
}

/** A sale that is reported late is held as if it were of the day before, so that nobody skips the hold by dating back. */
export function heldUntil({ occurred_at, recorded_at }: ConversionRow, holdDays: number): number {
  return Math.max(occurred_at, recorded_at - DAY) + holdDays * DAY;
}

function reviewOf(draft: Draft, workspaceId: string, earningId: string): unknown {
  return changesOf(draft, workspaceId, earningId)
    .map(({ patch }) => patch['review'])
    .findLast((review) => review !== undefined);
}
