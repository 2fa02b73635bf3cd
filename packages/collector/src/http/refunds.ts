import { type Response, Router } from 'express';
import type { AdjustmentRow } from '../domain/adjustment.ts';
import { isoOf } from '../domain/time.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { amountOf } from './conversion-view.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { type Refunded, refundConversion, refundOrder } from './operations/refund-conversion.ts';
import { findReported } from './operations/show-conversion.ts';

/** Refunds under `/v1/conversions`. */
export function refundRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/refund', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    sendRefund(response, await refundOrder(context, caller, request.body, asked));
  });

  router.post('/:id/refund', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    const of = { id: request.params.id, given: request.body };
    sendRefund(response, await refundConversion(context, caller, of, asked));
  });

  router.get('/:id/refunds', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { row } = await findReported(context, workspace_id, request.params.id);
    const found = await context.ask('list_refunds', { workspace_id, conversion_id: row.id });
    response.json({ data: found.map(viewRefund) });
  });

  return router;
}

/** 202 of what waits for its order, when it is new. */
function sendRefund(response: Response, refunded: Refunded): void {
  const data = viewRefund(refunded.row);
  const isNewAndWaits = data.status === 'pending' && (refunded.outcome === 'recorded' || refunded.is_replayed);
  sendCreated(response, refunded, data, isNewAndWaits ? 202 : undefined);
}

function viewRefund(row: AdjustmentRow) {
  return {
    id: row.id,
    status: row.conversion_id === null ? 'pending' : 'applied',
    kind: row.kind,
    conversion_id: row.conversion_id,
    name: row.name,
    order_id: row.order_id,
    external_ref: row.external_ref,
    total_of: row.total_of,
    amount: amountOf(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    asked:
      row.asked_minor === null
        ? null
        : { amount: amountOf(row.asked_minor, row.asked_currency), currency: row.asked_currency },
    refunded: { amount: amountOf(row.effective_minor, row.currency), amount_minor: row.effective_minor },
    is_clamped: row.is_clamped,
    reason: row.reason,
    occurred_at: isoOf(row.occurred_at),
    recorded_at: isoOf(row.recorded_at),
  };
}
