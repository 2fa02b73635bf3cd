import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { STRICT } from '../domain/leniency.ts';
import { cleanText } from '../domain/text.ts';
import type { SoldFacts } from '../domain/why.ts';
import { saleInWords } from '../explain/phrases.ts';
import { viewWhy } from '../explain/why-view.ts';
import { deleteQuery } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { viewConversion } from './conversion-view.ts';
import { listConversionsHandler } from './list-conversions.ts';
import { sendCreated } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createNativeConversion } from './operations/create-conversion.ts';
import { deleteConversion, updateConversion } from './operations/edit-conversion.ts';
import { findConversion, noConversion } from './operations/show-conversion.ts';
import { viewReceipt } from './receipt-view.ts';
import { shareUrl } from './share.ts';

/** `/v1/conversions` */
export function conversionRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    const created = await createNativeConversion(context, caller, request.body, asked);
    sendCreated(response, created, viewConversion(created.shown));
  });

  router.get('/', listConversionsHandler(context));

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    response.json({ data: viewConversion(await findConversion(context, workspace_id, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body, leniency: STRICT };
    const { shown } = await updateConversion(context, caller, change, { received_at: context.now() });
    response.json({ data: viewConversion(shown) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const { release_key } = parse(deleteQuery, request.query);
    const which = { id: request.params.id, releasesKeys: release_key === 'true' };
    const { shown } = await deleteConversion(context, caller, which, { received_at: context.now() });
    response.json({ data: viewConversion(shown) });
  });

  router.get('/:id/receipts', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const account = await context.ask('read_account', { workspace_id, id });
    if (!account) throw noConversion(id);
    response.json({ data: account.receipts.map((receipt) => viewReceipt(receipt, account.conversion.row.id)) });
  });

  router.get('/:id/why', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const why = await context.ask('explain_sale', { workspace_id, id });
    if (!why) throw noConversion(id);
    if ('several' in why) throw severalConversions(id, why.several);
    response.json({ data: viewWhy(why) });
  });

  router.post('/:id/share_link', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { row } = await findConversion(context, workspace_id, request.params.id);
    response.status(201).json({ data: await shareUrl(context, workspace_id, row.id) });
  });

  return router;
}

function severalConversions(orderId: string, sales: readonly SoldFacts[]): AppError {
  const listed = sales.map((sale) => `${sale.id} (${saleInWords(sale)})`).join(', ');
  return new AppError('conflict', `Several conversions have the order id ${orderId}: ${listed}.`, {
    hint: 'Ask by the id of one of them.',
  });
}
