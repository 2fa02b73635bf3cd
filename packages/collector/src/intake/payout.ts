import type { CreatePayout, Edit, Idempotency } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { PAYOUT_STEPS, type PayoutRow, type PayoutStatus } from '../domain/payout.ts';
import { intakeEdit } from './edit.ts';
import { isAhead } from './occurred-at.ts';

interface PayoutContext {
  workspace_id: string;
  received_at: number;
  idempotency?: Idempotency | undefined;
}

interface AskedPayout {
  /** Ours. */
  affiliate_id: string;
  external_id: string | null;
  earning_ids: string[] | null;
}

/** What an affiliate may be paid; of which earnings is chosen when it is accepted. */
export function intakePayout(
  { affiliate_id, external_id, earning_ids }: AskedPayout,
  context: PayoutContext,
): CreatePayout {
  const { workspace_id, received_at, idempotency } = context;
  return {
    kind: 'create_payout',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    payout: { id: mintId(), external_id, affiliate_id },
    earning_ids: earning_ids && [...new Set(earning_ids)],
    ...(idempotency && { idempotency }),
  };
}

/** What is done with a payout, and what is said of it. */
export type PayoutStep =
  | { status: 'approved' | 'canceled' | 'reopened' }
  | { status: 'paid'; reference: string | null; paid_at: number | undefined }
  | { status: 'failed'; failure: string };

/** A step of a payout as it was read. Throws `conflict` where it may not follow, `invalid` where it was paid in the future. */
export function intakePayoutStep(payout: PayoutRow, step: PayoutStep, received_at: number): Edit {
  if (!PAYOUT_STEPS[payout.status].includes(step.status)) throw wrongStep(payout, step.status);
  const { workspace_id, id, version } = payout;
  return { ...intakeEdit('payout', id, patchOf(step, received_at), { workspace_id, received_at }), version };
}

function patchOf(step: PayoutStep, receivedAt: number): Record<string, unknown> {
  if (step.status === 'approved') return { status: step.status, failure: null };
  if (step.status !== 'paid') return { ...step };
  if (step.paid_at !== undefined && isAhead(step.paid_at, receivedAt)) {
    throw new AppError('invalid', 'paid_at: lies more than 5 minutes in the future', {
      field: 'paid_at',
      hint: 'Say that it is paid when it is.',
    });
  }
  return { ...step, paid_at: step.paid_at ?? receivedAt };
}

/** By which routes a payout comes to be what. */
const VERBS: Readonly<Record<PayoutStatus, string>> = {
  draft: 'create',
  approved: 'approve',
  paid: 'pay',
  failed: 'fail',
  canceled: 'cancel',
  reopened: 'reopen',
};

function wrongStep({ status }: PayoutRow, wanted: PayoutStatus): AppError {
  const possible = PAYOUT_STEPS[status].map((next) => VERBS[next]).join(' or ');
  const hint =
    possible === ''
      ? `What is ${status} stays so: nothing is possible any more.`
      : `What is possible now: ${possible}.`;
  return new AppError('conflict', `status: is ${status}, so it cannot become ${wanted}`, { field: 'status', hint });
}
