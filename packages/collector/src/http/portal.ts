import { type Request, Router } from 'express';
import type { EarningRow } from '../domain/earning.ts';
import { listQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import type { HttpContext } from './context.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { authenticateAffiliate } from './portal-pass.ts';
import { viewClick, viewEarned, viewLead, viewLink, viewPayout, viewSale, viewSummary } from './portal-view.ts';

/** `/v1/portal`: what one affiliate may see, read only. */
export function portalRoutes(context: HttpContext): Router {
  const router = Router();

  /** Whose page of a list a request asks for. */
  async function asked(request: Request) {
    const { pseudonymOf, ...whose } = await authenticateAffiliate(context, request);
    const { limit, cursor } = parse(listQuery, request.query);
    return { pseudonymOf, question: { ...whose, limit }, place: readCursor(cursor) };
  }

  router.get('/summary', async (request, response) => {
    const { workspace_id, affiliate_id } = await authenticateAffiliate(context, request);
    const summary = await context.ask('read_portal_summary', { workspace_id, affiliate_id, now: context.now() });
    if (!summary) throw new Error(`the affiliate ${affiliate_id} is gone`);
    response.json({ data: viewSummary(summary) });
  });

  router.get('/links', async (request, response) => {
    const { question, place } = await asked(request);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_portal_links', { ...question, after, now: context.now() });
    response.json({
      data: rows.map((row) => viewLink(row, context.publicUrl())),
      next_cursor: next && writeCursor(next.created_at, next.id),
    });
  });

  router.get('/clicks', async (request, response) => {
    const { question, place } = await asked(request);
    const after = place && { occurred_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_portal_clicks', { ...question, after });
    response.json({ data: rows.map(viewClick), next_cursor: next && writeCursor(next.occurred_at, next.id) });
  });

  router.get('/payouts', async (request, response) => {
    const { question, place } = await asked(request);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_portal_payouts', { ...question, after });
    response.json({ data: rows.map(viewPayout), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  /** Leads, sales and earnings are views of the same rows. */
  async function listEarned(
    request: Request,
    kind: EarningRow['kind'] | null,
    view: typeof viewLead | typeof viewSale | typeof viewEarned,
  ) {
    const { question, place, pseudonymOf } = await asked(request);
    const after = place && { occurred_at: place.at, conversion_id: place.id };
    const { rows, next } = await context.ask('list_portal_earnings', { ...question, kind, after });
    return {
      data: rows.map((row) => view(row, pseudonymOf)),
      next_cursor: next && writeCursor(next.occurred_at, next.conversion_id),
    };
  }

  router.get('/leads', async (request, response) => {
    response.json(await listEarned(request, 'lead', viewLead));
  });

  router.get('/sales', async (request, response) => {
    response.json(await listEarned(request, 'sale', viewSale));
  });

  router.get('/earnings', async (request, response) => {
    response.json(await listEarned(request, null, viewEarned));
  });

  return router;
}
