import { Router } from 'express';
import type { SourceRow } from '../domain/source.ts';
import { isoOf } from '../domain/time.ts';
import { listQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createSource, deleteSource, readSource, updateSource } from './operations/configure-source.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/sources` */
export function sourceRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const created = await createSource(context, caller, request.body, operationRequest(context, request, caller));
    sendCreated(response, created, viewSource(created.row));
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(listQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_sources', { workspace_id, limit, after });
    response.json({ data: rows.map(viewSource), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const { row } = await readSource(context, caller, request.params.id);
    response.json({ data: viewSource(row) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    const { row } = await updateSource(context, caller, change, { received_at: context.now() });
    response.json({ data: viewSource(row) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const { row } = await deleteSource(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: viewSource(row) });
  });

  return router;
}

function viewSource({ id, external_id, name, type, category, channel, creator_id, campaign_id, ...row }: SourceRow) {
  return {
    id,
    external_id,
    name,
    type,
    category,
    channel,
    creator_id,
    campaign_id,
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}
