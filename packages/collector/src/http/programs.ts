import { Router } from 'express';
import { FRAUD_CHECKS, type ProgramRow, type ProgramTerms } from '../domain/program.ts';
import { isoOf } from '../domain/time.ts';
import { parse } from '../wire/parse.ts';
import { programsQuery } from '../wire/program.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { amountOf } from './conversion-view.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createProgram, deleteProgram, readProgram, updateProgram } from './operations/configure-program.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/programs` */
export function programRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const created = await createProgram(context, caller, request.body, operationRequest(context, request, caller));
    sendCreated(response, created, viewProgram(created.row));
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(programsQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_programs', { workspace_id, limit, after });
    response.json({ data: rows.map(viewProgram), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const { row, versions } = await readProgram(context, caller, request.params.id);
    const shown = versions.map((terms, at) => ({ version: at + 1, ...viewTerms(terms, row.currency) }));
    response.json({ data: { ...viewProgram(row), versions: shown } });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    const row = await updateProgram(context, caller, change, { received_at: context.now() });
    response.json({ data: viewProgram(row) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const row = await deleteProgram(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: viewProgram(row) });
  });

  return router;
}

function viewProgram(row: ProgramRow) {
  return {
    id: row.id,
    external_id: row.external_id,
    name: row.name,
    currency: row.currency,
    ...viewTerms(row.terms, row.currency),
    terms_url: row.terms_url,
    allowed_hosts: row.allowed_hosts,
    affiliate_approval: row.affiliate_approval,
    application_fields: row.application_fields,
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}

function viewTerms({ valid_from, minimum_payout_minor, fraud, ...terms }: ProgramTerms, currency: string) {
  return {
    valid_from: isoOf(valid_from),
    cookie_days: terms.cookie_days,
    click_rule: terms.click_rule,
    hold_days: terms.hold_days,
    minimum_payout: amountOf(minimum_payout_minor, currency),
    earning_approval: terms.earning_approval,
    locks_rates: terms.locks_rates,
    fraud: Object.fromEntries(FRAUD_CHECKS.map((check) => [check, fraud[check] ?? 'off'])),
    banned_referrers: terms.banned_referrers,
    blocked_countries: terms.blocked_countries,
    velocity_per_hour: terms.velocity_per_hour,
  };
}
