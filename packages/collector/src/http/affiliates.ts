import { Router } from 'express';
import { isoOf } from '../domain/time.ts';
import { intakeAffiliate } from '../intake/affiliate.ts';
import type { ShownAffiliate } from '../reports/affiliates.ts';
import { newAffiliate } from '../wire/affiliate.ts';
import { listQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { submitOne } from './submit.ts';

/** `/v1/affiliates` */
export function affiliateRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const received_at = context.now();
    const command = intakeAffiliate(parse(newAffiliate, request.body), { workspace_id, received_at });
    await submitOne(context, command);
    const affiliate = { ...command.affiliate, workspace_id, created_at: received_at };
    const link = { ...command.link, workspace_id, affiliate_id: affiliate.id, created_at: received_at };
    response.status(201).json({ data: viewAffiliate(context, { affiliate, links: [link] }) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(listQuery, request.query);
    const place = readCursor(cursor);
    const page = await context.ask('list_affiliates', {
      workspace_id,
      limit,
      after: place && { created_at: place.at, id: place.id },
    });
    response.json({
      data: page.rows.map((row) => viewAffiliate(context, row)),
      next_cursor: page.next && writeCursor(page.next.created_at, page.next.id),
    });
  });

  return router;
}

function viewAffiliate(context: HttpContext, { affiliate, links }: ShownAffiliate) {
  const [link] = links;
  return {
    id: affiliate.id,
    name: affiliate.name,
    email: affiliate.email,
    code: link?.code ?? null,
    link_url: link?.destination_url ? `${context.publicUrl()}/go/${link.code}` : null,
    destination_url: link?.destination_url ?? null,
    created_at: isoOf(affiliate.created_at),
  };
}
