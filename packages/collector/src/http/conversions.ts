import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import type { SoldFacts } from '../domain/why.ts';
import { saleInWords } from '../explain/phrases.ts';
import { viewWhy } from '../explain/why-view.ts';
import { intakeConversion } from '../intake/conversion.ts';
import { listQuery, newConversion } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { viewConversion } from './conversion-view.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { viewReceipt } from './receipt-view.ts';
import { shareUrl } from './share.ts';
import { submitOne } from './submit.ts';

/** `/v1/conversions` */
export function conversionRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const given = parse(newConversion, request.body);
    const command = intakeConversion(given, { ...caller, received_at: context.now() });
    const outcome = await submitOne(context, command);
    const row = outcome.fact;
    if (!row || !('identifiers' in row)) throw new Error('a conversion was stored and not returned');
    response
      .status(outcome.status === 'recorded' ? 201 : 200)
      .json({ data: viewConversion({ status: 'verified', row }) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor } = parse(listQuery, request.query);
    const place = readCursor(cursor);
    const page = await context.ask('list_conversions', {
      workspace_id,
      limit,
      after: place && { occurred_at: place.at, id: place.id },
    });
    response.json({
      data: page.rows.map(viewConversion),
      next_cursor: page.next && writeCursor(page.next.occurred_at, page.next.id),
    });
  });

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const conversion = await context.ask('read_conversion', { workspace_id, id: request.params.id });
    if (!conversion) throw noConversion(request.params.id);
    response.json({ data: viewConversion(conversion) });
  });

  router.get('/:id/receipts', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const account = await context.ask('read_account', { workspace_id, id: request.params.id });
    if (!account) throw noConversion(request.params.id);
    response.json({ data: account.receipts.map((receipt) => viewReceipt(receipt, account.conversion.row.id)) });
  });

  router.get('/:id/why', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { id } = request.params;
    const why = await context.ask('explain_sale', { workspace_id, id });
    if (!why) throw noConversion(id);
    if ('several' in why) throw severalConversions(id, why.several);
    response.json({ data: viewWhy(why) });
  });

  router.post('/:id/share_link', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const conversion = await context.ask('read_conversion', { workspace_id, id: request.params.id });
    if (!conversion) throw noConversion(request.params.id);
    response.status(201).json({ data: await shareUrl(context, workspace_id, conversion.row.id) });
  });

  return router;
}

function severalConversions(orderId: string, sales: readonly SoldFacts[]): AppError {
  const listed = sales.map((sale) => `${sale.id} (${saleInWords(sale)})`).join(', ');
  return new AppError('conflict', `Several conversions have the order id ${orderId}: ${listed}.`, {
    hint: 'Ask by the id of one of them.',
  });
}

function noConversion(id: string): AppError {
  return new AppError('not_found', `There is no conversion ${id}.`, {
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
