import { Router } from 'express';
import { parseItems } from '../wire/items.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { viewConversion } from './conversion-view.ts';
import { sendItems } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { createConversions } from './operations/create-conversions.ts';

/** `/v1/conversions/batch` */
export function batchRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/batch', async (request, response) => {
    const caller = await authenticate(context, request);
    const items = parseItems(request.body?.conversions, 'conversions');
    const answers = await createConversions(context, caller, items, operationRequest(context, request, caller));
    sendItems(response, answers, ({ shown }) => viewConversion(shown));
  });

  return router;
}
