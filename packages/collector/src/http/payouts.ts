import { type Request, type Response, Router } from 'express';
import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import type { PayoutRow } from '../domain/payout.ts';
import { cleanText } from '../domain/text.ts';
import { intakePayoutStep, type PayoutStep } from '../intake/payout.ts';
import { listQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { newPayout, payoutFailed, payoutPaid, payoutStep, payoutsQuery } from '../wire/payout.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createPayout, createProgramPayouts } from './operations/create-payouts.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { sendPayoutFile } from './payout-export.ts';
import { viewItem, viewPayout, viewProgramPayouts } from './payout-view.ts';
import { factOf, submitOne } from './submit.ts';

/** `/v1/payouts` */
export function payoutRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    const { program_id, affiliate_id, ...given } = parse(newPayout, request.body);
    if (affiliate_id !== undefined) {
      const made = await createPayout(context, caller, { ...given, affiliate_id }, asked);
      return sendCreated(response, made, viewPayout(made.row));
    }
    const payouts = await createProgramPayouts(context, caller, program_id ?? '', asked);
    const isReplayed = payouts.made.length > 0 && payouts.made.every(({ is_replayed }) => is_replayed);
    if (isReplayed) response.set('Idempotency-Replayed', 'true');
    response.json({ data: viewProgramPayouts(payouts) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, affiliate_id, status = null } = parse(payoutsQuery, request.query);
    const place = readCursor(cursor);
    const { rows, next } = await context.ask('list_payouts', {
      workspace_id,
      affiliate_id: affiliate_id === undefined ? null : await ourIdOf(context, workspace_id, affiliate_id),
      status,
      limit,
      after: place && { created_at: place.at, id: place.id },
    });
    response.json({ data: rows.map(viewPayout), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/export', async (request, response) => {
    await sendPayoutFile(context, await authenticate(context, request), request, response);
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: viewPayout(await readPayout(context, caller, request.params.id)) });
  });

  router.get('/:id/items', async (request, response) => {
    const caller = await authenticate(context, request);
    const { workspace_id, id, currency } = await readPayout(context, caller, request.params.id);
    const { limit, cursor } = parse(listQuery, request.query);
    const after = readCursor(cursor)?.id ?? null;
    const { rows, next } = await context.ask('list_payout_items', { workspace_id, payout_id: id, limit, after });
    response.json({ data: rows.map((row) => viewItem(row, currency)), next_cursor: next && writeCursor(0, next) });
  });

  /** One step of a payout; `read` tells what the body says of it. */
  function step(verb: string, read: (body: unknown) => PayoutStep): void {
    router.post(`/:id/${verb}`, async (request: Request<{ id: string }>, response: Response) => {
      const caller = await authenticate(context, request);
      refuseIdempotencyKey(request);
      const taken = read(request.body ?? {});
      const payout = await readPayout(context, caller, request.params.id);
      const outcome = await submitOne(context, intakePayoutStep(payout, taken, context.now()));
      response.json({ data: viewPayout(factOf<PayoutRow>(outcome, 'shared_with')) });
    });
  }

  step('approve', (body) => ({ ...parse(payoutStep, body), status: 'approved' }));
  step('cancel', (body) => ({ ...parse(payoutStep, body), status: 'canceled' }));
  step('reopen', (body) => ({ ...parse(payoutStep, body), status: 'reopened' }));
  step('fail', (body) => ({ status: 'failed', failure: parse(payoutFailed, body).reason }));
  step('pay', (body) => {
    const { reference = null, paid_at } = parse(payoutPaid, body);
    return { status: 'paid', reference, paid_at };
  });

  return router;
}

/** By our id or the caller's. Throws `not_found`. */
async function readPayout(context: HttpContext, { workspace_id }: Caller, id: string): Promise<PayoutRow> {
  const row = await context.ask('read_payout', { workspace_id, id: cleanText(id) });
  if (row) return row;
  throw new AppError('not_found', `There is no payout ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

/** Of an affiliate who is not known, or was deleted, the id as it was given. */
async function ourIdOf(context: HttpContext, workspace_id: string, id: string): Promise<string> {
  const found = await context.ask('read_affiliate', { workspace_id, id: cleanText(id) });
  return found?.affiliate.id ?? cleanText(id);
}
