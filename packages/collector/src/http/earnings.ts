import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';
import type { EarningAccount } from '../domain/told-earning.ts';
import { viewEarning, viewEarningAccount } from '../explain/earning-view.ts';
import { intakeEarningReview } from '../intake/earning-review.ts';
import type { EarningPlace } from '../reports/earnings/list-earnings.ts';
import { earningReview, listEarningsQuery } from '../wire/earning.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { submitOne } from './submit.ts';

/** `/v1/earnings` */
export function earningRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, status = null, ...named } = parse(listEarningsQuery, request.query);
    const idOf = (id: string | undefined) => (id === undefined ? null : cleanText(id));
    const { rows, next } = await context.ask('list_earnings', {
      workspace_id,
      affiliate_id: idOf(named.affiliate_id),
      program_id: idOf(named.program_id),
      conversion_id: idOf(named.conversion_id),
      status,
      limit,
      after: earningPlace(cursor),
    });
    response.json({ data: rows.map(viewEarning), next_cursor: next && writeCursor(next.occurred_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    response.json({ data: viewEarningAccount(await findEarning(context, workspace_id, request.params.id)) });
  });

  for (const [path, decision] of [
    ['/:id/approve', 'approved'],
    ['/:id/decline', 'declined'],
  ] as const) {
    router.post(path, async (request, response) => {
      const { workspace_id } = await authenticate(context, request);
      refuseIdempotencyKey(request);
      const { note = null } = parse(earningReview, request.body ?? {});
      const { earning } = await findEarning(context, workspace_id, String(request.params['id']));
      await submitOne(context, intakeEarningReview(earning, { decision, note }, context.now()));
      response.json({ data: viewEarningAccount(await findEarning(context, workspace_id, earning.id)) });
    });
  }

  return router;
}

/** Throws `invalid` of a cursor that was not handed out. */
export function earningPlace(cursor: string | undefined): EarningPlace | null {
  const place = readCursor(cursor);
  return place && { occurred_at: place.at, id: place.id };
}

/** Throws `not_found`. */
async function findEarning(context: HttpContext, workspaceId: string, id: string): Promise<EarningAccount> {
  const account = await context.ask('read_earning', { workspace_id: workspaceId, id: cleanText(id) });
  if (account) return account;
  throw new AppError('not_found', `There is no earning ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
