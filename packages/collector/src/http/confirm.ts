import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { parseItems } from '../wire/items.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { viewConversion } from './conversion-view.ts';
import { sendCreated, sendItems } from './native-reply.ts';
import { operationRequest } from './operation-request.ts';
import { confirmClaims } from './operations/confirm-claims.ts';

/** `/v1/conversions/confirm` */
export function confirmRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/confirm', async (request, response) => {
    const caller = await authenticate(context, request);
    const asked = operationRequest(context, request, caller);
    if (Array.isArray(request.body)) {
      const answers = await confirmClaims(context, caller, parseItems(request.body), asked);
      return sendItems(response, answers, ({ shown }) => viewConversion(shown));
    }
    const [answer] = await confirmClaims(context, caller, [request.body], asked);
    if (!answer || answer instanceof AppError) throw answer ?? new Error('a claim was not answered');
    sendCreated(response, answer, viewConversion(answer.shown));
  });

  return router;
}
