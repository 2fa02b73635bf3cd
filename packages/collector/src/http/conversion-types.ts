import { Router } from 'express';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import { isoOf } from '../domain/time.ts';
import { listQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import {
  createConversionType,
  deleteConversionType,
  readConversionType,
  updateConversionType,
} from './operations/configure-conversion-type.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/conversion-types` */
export function conversionTypeRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    const created = await createConversionType(context, caller, request.body, asked);
    sendCreated(response, created, viewConversionType(created.row));
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(listQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_conversion_types', { workspace_id, limit, after });
    response.json({ data: rows.map(viewConversionType), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: viewConversionType(await readConversionType(context, caller, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    const row = await updateConversionType(context, caller, change, { received_at: context.now() });
    response.json({ data: viewConversionType(row) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const row = await deleteConversionType(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: viewConversionType(row) });
  });

  return router;
}

function viewConversionType(row: ConversionTypeRow) {
  const { id, external_id, name, description, category, currency, fields, workflow_id, master_workflow_id } = row;
  return {
    id,
    external_id,
    name,
    description,
    category,
    currency,
    fields,
    workflow_id,
    master_workflow_id,
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}
