import { Router } from 'express';
import { connectionsQuery } from '../wire/connection.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import { viewConnection } from './connection-view.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import {
  createConnection,
  deleteConnection,
  readConnection,
  updateConnection,
} from './operations/configure-connection.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/connections`: accounts at payment providers whose webhooks are taken at `/hooks/:id`. */
export function connectionRoutes(context: HttpContext): Router {
  const router = Router();
  const now = () => ({ received_at: context.now() });
  const view = (found: Parameters<typeof viewConnection>[0]) => viewConnection(found, context.publicUrl());

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    refuseIdempotencyKey(request);
    response.status(201).json({ data: view(await createConnection(context, caller, request.body, now())) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(connectionsQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_connections', { workspace_id, limit, after });
    response.json({ data: rows.map(view), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: view(await readConnection(context, caller, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    response.json({ data: view(await updateConnection(context, caller, change, now())) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: view(await deleteConnection(context, caller, request.params.id, now())) });
  });

  return router;
}
