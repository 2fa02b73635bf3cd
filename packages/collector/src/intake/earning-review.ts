import type { Edit } from '../domain/command.ts';
import type { EarningRow } from '../domain/earning.ts';
import { AppError } from '../domain/errors.ts';
import { intakeEdit } from './edit.ts';

interface EarningDecision {
  decision: 'approved' | 'declined';
  note: string | null;
}

/** Somebody approves or declines an earning. Throws `conflict` where it is paid. */
export function intakeEarningReview(
  earning: EarningRow,
  { decision, note }: EarningDecision,
  receivedAt: number,
): Edit {
  const { workspace_id, id, status } = earning;
  if (status === 'paid') {
    throw new AppError('conflict', `The earning ${id} is paid.`, {
      field: 'id',
      hint: 'What is paid stays paid; what is given back of its sale is taken off the next payout.',
    });
  }
  return intakeEdit('earning', id, { review: decision, note }, { workspace_id, received_at: receivedAt });
}
