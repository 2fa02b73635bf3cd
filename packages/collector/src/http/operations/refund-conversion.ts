import type { Caller } from '../../auth/keyring.ts';
import type { AdjustmentRow } from '../../domain/adjustment.ts';
import { AppError } from '../../domain/errors.ts';
import { intakeAdjustment } from '../../intake/adjustment.ts';
import { parse } from '../../wire/parse.ts';
import { newOrderRefund, newRefund } from '../../wire/refund.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';
import { findReported } from './show-conversion.ts';

export interface Refunded {
  outcome: 'recorded' | 'duplicate';
  row: AdjustmentRow;
  is_replayed: boolean;
}

/**
 * Gives something of a conversion back. Throws `invalid`, `not_found`, and `conflict` where it is more than is left, or where its
 * reference is that of another conversion's refund.
 */
export async function refundConversion(
  context: HttpContext,
  caller: Caller,
  { id, given }: { id: string; given: unknown },
  request: OperationRequest,
): Promise<Refunded> {
  const refund = parse(newRefund, given ?? {});
  const { row } = await findReported(context, caller.workspace_id, id);
  const refunded = await submit(context, intakeAdjustment(refund, row, { ...caller, ...request }));
  if (refunded.row.conversion_id === row.id) return refunded;
  const of = refunded.row.conversion_id ?? `that order ${refunded.row.order_id} will be`;
  throw new AppError('conflict', `external_ref: is that of a refund of conversion ${of}`, {
    field: 'external_ref',
    hint: 'Each refund has a reference of its own.',
  });
}

/** The same of an order; one that is not known yet is waited for. */
export async function refundOrder(
  context: HttpContext,
  caller: Caller,
  given: unknown,
  request: OperationRequest,
): Promise<Refunded> {
  const { order_id, name, ...refund } = parse(newOrderRefund, given);
  const { conversion } = await context.ask('read_order', { workspace_id: caller.workspace_id, name, order_id });
  return submit(
    context,
    intakeAdjustment(refund, conversion ?? { id: null, name, order_id }, { ...caller, ...request }),
  );
}

async function submit(context: HttpContext, command: ReturnType<typeof intakeAdjustment>): Promise<Refunded> {
  const outcome = await submitOne(context, command);
  const row = factOf<AdjustmentRow>(outcome, 'effective_minor');
  return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}
