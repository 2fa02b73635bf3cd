import { Router } from 'express';
import { isoOf } from '../domain/time.ts';
import { AFFILIATE_STEPS } from '../intake/affiliate.ts';
import type { ShownAffiliate } from '../reports/affiliates.ts';
import { affiliatesQuery } from '../wire/affiliate.ts';
import { parse } from '../wire/parse.ts';
import { viewLink } from './affiliate-links.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import {
  createAffiliate,
  deleteAffiliate,
  namedProgram,
  readAffiliate,
  stepAffiliate,
  updateAffiliate,
} from './operations/configure-affiliate.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/affiliates` */
export function affiliateRoutes(context: HttpContext): Router {
  const router = Router();
  const view = (shown: ShownAffiliate) => viewAffiliate(context, shown);

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const made = await createAffiliate(context, caller, request.body, { received_at: context.now() });
    response.status(201).json({ data: view(made) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, status = null, program_id } = parse(affiliatesQuery, request.query);
    const place = readCursor(cursor);
    const program = program_id === undefined ? null : await namedProgram(context, workspace_id, program_id);
    const page = await context.ask('list_affiliates', {
      workspace_id,
      limit,
      after: place && { created_at: place.at, id: place.id },
      status,
      program_id: program?.id ?? null,
    });
    response.json({
      data: page.rows.map(view),
      next_cursor: page.next && writeCursor(page.next.created_at, page.next.id),
    });
  });

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    response.json({ data: view(await readAffiliate(context, workspace_id, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    response.json({ data: view(await updateAffiliate(context, caller, change, { received_at: context.now() })) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const was = await deleteAffiliate(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: view(was) });
  });

  for (const step of AFFILIATE_STEPS) {
    router.post(`/:id/${step}`, async (request, response) => {
      const caller = await authenticate(context, request);
      refuseIdempotencyKey(request);
      const change = { id: String(request.params['id']), step };
      response.json({ data: view(await stepAffiliate(context, caller, change, { received_at: context.now() })) });
    });
  }

  return router;
}

function viewAffiliate(context: HttpContext, { affiliate, links }: ShownAffiliate) {
  const shown = links.map((link) => viewLink(context, link));
  const [first] = shown;
  return {
    id: affiliate.id,
    external_id: affiliate.external_id,
    program_id: affiliate.program_id,
    name: affiliate.name,
    email: affiliate.email,
    status: affiliate.status,
    group: affiliate.group_name,
    application: affiliate.application,
    payout_details: affiliate.payout_details,
    code: first?.code ?? null,
    link_url: first?.link_url ?? null,
    destination_url: first?.destination_url ?? null,
    links: shown,
    created_at: isoOf(affiliate.created_at),
    updated_at: isoOf(affiliate.updated_at),
  };
}
