import { Router } from 'express';
import type { LinkRow } from '../domain/affiliate.ts';
import { isoOf } from '../domain/time.ts';
import { ofAffiliateQuery } from '../wire/link.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { readAffiliate } from './operations/configure-affiliate.ts';
import { createLink, deleteLink, readLink, updateLink } from './operations/configure-link.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/links` */
export function linkRoutes(context: HttpContext): Router {
  const router = Router();
  const view = (link: LinkRow) => viewLink(context, link);

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const link = await createLink(context, caller, request.body, { received_at: context.now() });
    response.status(201).json({ data: view(link) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, affiliate_id } = parse(ofAffiliateQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const owner = await askedOwner(context, workspace_id, affiliate_id);
    const { rows, next } = await context.ask('list_links', { workspace_id, limit, after, affiliate_id: owner });
    response.json({ data: rows.map(view), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: view(await readLink(context, caller, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    response.json({ data: view(await updateLink(context, caller, change, { received_at: context.now() })) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const was = await deleteLink(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: view(was) });
  });

  return router;
}

/** Our id of the affiliate whose things are asked for; `null` for everybody's. Throws `not_found`. */
export async function askedOwner(
  context: HttpContext,
  workspaceId: string,
  id: string | undefined,
): Promise<string | null> {
  if (id === undefined) return null;
  return (await readAffiliate(context, workspaceId, id, 'affiliate_id')).affiliate.id;
}

/** A link as it is shown, by itself and with its affiliate. */
export function viewLink(context: HttpContext, link: LinkRow) {
  const { id, affiliate_id, code, name, destination_url, created_at, updated_at } = link;
  return {
    id,
    affiliate_id,
    code,
    name,
    link_url: destination_url === null ? null : `${context.publicUrl()}/go/${code}`,
    destination_url,
    created_at: isoOf(created_at),
    updated_at: isoOf(updated_at),
  };
}
