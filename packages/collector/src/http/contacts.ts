import { Router } from 'express';
import type { ContactRow } from '../domain/contact.ts';
import { AppError } from '../domain/errors.ts';
import { isoOf } from '../domain/time.ts';
import { contactsQuery } from '../wire/contact.ts';
import { parseItems } from '../wire/items.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { sendCreated, sendItems } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createContacts, deleteContact, readContact, updateContact } from './operations/configure-contact.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/contacts` */
export function contactRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    if (Array.isArray(request.body)) {
      const created = await createContacts(context, caller, parseItems(request.body), asked);
      return sendItems(response, created, ({ row }) => viewContact(row));
    }
    const [created] = await createContacts(context, caller, [request.body], asked);
    if (!created || created instanceof AppError) throw created ?? new Error('a contact was not answered');
    sendCreated(response, created, viewContact(created.row));
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, kind = null } = parse(contactsQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_contacts', { workspace_id, kind, limit, after });
    response.json({ data: rows.map(viewContact), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: viewContact(await readContact(context, caller, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    response.json({ data: viewContact(await updateContact(context, caller, change, { received_at: context.now() })) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const { id } = request.params;
    response.json({ data: viewContact(await deleteContact(context, caller, id, { received_at: context.now() })) });
  });

  return router;
}

function viewContact(row: ContactRow) {
  return {
    id: row.id,
    external_id: row.external_id,
    kind: row.kind,
    email: row.email,
    phone: row.phone,
    name: row.name,
    first_name: row.first_name,
    last_name: row.last_name,
    workflow_id: row.workflow_id,
    campaign_id: row.campaign_id,
    metadata: row.metadata,
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}
