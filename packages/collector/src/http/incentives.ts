import { Router } from 'express';
import type { IncentiveTerms } from '../domain/incentive.ts';
import { isoOf } from '../domain/time.ts';
import { givenOf } from '../intake/incentive.ts';
import type { ShownIncentive } from '../reports/programs.ts';
import { incentivesQuery } from '../wire/incentive.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createIncentive, deleteIncentive, readIncentive, updateIncentive } from './operations/configure-incentive.ts';
import { readProgram } from './operations/configure-program.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/incentives` */
export function incentiveRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const created = await createIncentive(context, caller, request.body, operationRequest(context, request, caller));
    sendCreated(response, created, viewIncentive(created));
  });

  router.get('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const { limit, cursor, program_id: named } = parse(incentivesQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const program_id = named === undefined ? null : (await readProgram(context, caller, named, 'program_id')).row.id;
    const asked = { workspace_id: caller.workspace_id, program_id, limit, after };
    const { rows, next } = await context.ask('list_incentives', asked);
    response.json({ data: rows.map(viewIncentive), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const shown = await readIncentive(context, caller, request.params.id);
    const versions = shown.versions.map((terms, at) => ({ version: at + 1, ...viewTerms(terms, shown.currency) }));
    response.json({ data: { ...viewIncentive(shown), versions } });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    const shown = await updateIncentive(context, caller, change, { received_at: context.now() });
    response.json({ data: viewIncentive(shown) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const shown = await deleteIncentive(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: viewIncentive(shown) });
  });

  return router;
}

function viewIncentive({ row, currency }: ShownIncentive) {
  return {
    id: row.id,
    external_id: row.external_id,
    program_id: row.program_id,
    name: row.name,
    currency,
    ...viewTerms(row.terms, currency),
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}

function viewTerms(terms: IncentiveTerms, currency: string) {
  const { valid_from, valid_until } = terms;
  return {
    valid_from: isoOf(valid_from),
    valid_until: valid_until === null ? null : isoOf(valid_until),
    ...givenOf(terms, currency),
  };
}
