import { Router } from 'express';
import { viewToldEarning } from '../explain/earning-view.ts';
import { listReviewsQuery } from '../wire/earning.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { earningPlace } from './earnings.ts';
import { writeCursor } from './page-cursor.ts';

/** `/v1/reviews`: what somebody has to look at. */
export function reviewRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(listReviewsQuery, request.query);
    const after = earningPlace(cursor);
    const { rows, next } = await context.ask('list_reviews', { workspace_id, limit, after });
    response.json({ data: rows.map(viewToldEarning), next_cursor: next && writeCursor(next.occurred_at, next.id) });
  });

  return router;
}
