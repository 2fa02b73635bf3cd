import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';
import { explainCredit } from '../explain/verdicts.ts';
import { intakeEdit } from '../intake/edit.ts';
import { conversionOfReferral } from '../intake/referral.ts';
import type { ShownReferral } from '../reports/referrals/referrals.ts';
import { parse } from '../wire/parse.ts';
import { listReferralsQuery, newReferral, referralPatch } from '../wire/referral.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createNativeConversion } from './operations/create-conversion.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { viewReferral } from './referral-view.ts';
import { submitOne } from './submit.ts';

/** `/v1/referrals` */
export function referralRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, affiliate_id } = parse(listReferralsQuery, request.query);
    const place = readCursor(cursor);
    const { rows, next } = await context.ask('list_referrals', {
      workspace_id,
      affiliate_id: affiliate_id === undefined ? null : cleanText(affiliate_id),
      limit,
      after: place && { since: place.at, id: place.id },
    });
    response.json({ data: rows.map(viewReferral), next_cursor: next && writeCursor(next.since, next.id) });
  });

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const given = conversionOfReferral(parse(newReferral, request.body));
    const created = await createNativeConversion(context, caller, given, operationRequest(context, request, caller));
    const { id, workspace_id, credit } = created.shown.row;
    const referral = credit.owed_to
      ? await context.ask('read_referral', { workspace_id, id: credit.owed_to.referral_id })
      : null;
    sendCreated(response, created, {
      referral: referral && viewReferral(referral),
      conversion_id: id,
      debt_rule: credit.debt_rule,
      explanation: explainCredit(credit),
    });
  });

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    response.json({ data: viewReferral(await findReferral(context, workspace_id, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const patch = parse(referralPatch, request.body);
    const { referral } = await findReferral(context, workspace_id, request.params.id);
    if (Object.keys(patch).length > 0) {
      const received_at = context.now();
      await submitOne(context, intakeEdit('referral', referral.id, patch, { workspace_id, received_at }));
    }
    response.json({ data: viewReferral(await findReferral(context, workspace_id, referral.id)) });
  });

  return router;
}

/** By its id, that of one of its conversions, or the click that it began with. Throws `not_found`. */
async function findReferral(context: HttpContext, workspaceId: string, id: string): Promise<ShownReferral> {
  const found = await context.ask('resolve_referral', { workspace_id: workspaceId, name: cleanText(id) });
  if (found?.referral) return found.referral;
  throw new AppError('not_found', `There is no referral ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
