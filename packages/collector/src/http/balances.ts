import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';
import { money } from '../explain/earning-view.ts';
import type { Balance } from '../reports/earnings/balance.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';

/** `/v1/affiliates/:id/balance` */
export function balanceRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/:id/balance', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { id } = request.params;
    const found = await context.ask('read_balance', { workspace_id, affiliate_id: cleanText(id) });
    if (!found) {
      throw new AppError('not_found', `There is no affiliate ${id}.`, {
        field: 'id',
        hint: 'Check the id, and that the key is of the same mode (live or test).',
      });
    }
    response.json({ data: { affiliate_id: found.affiliate.id, balances: found.balances.map(viewBalance) } });
  });

  return router;
}

function viewBalance({ currency, ...sums }: Balance) {
  const shown = (minor: number) => money(minor, currency);
  return {
    currency,
    due: shown(sums.due_minor),
    pending: shown(sums.pending_minor),
    awaiting_review: shown(sums.awaiting_review_minor),
    ready: shown(sums.ready_minor),
    processing: shown(sums.processing_minor),
    paid: shown(sums.paid_minor),
    carried: shown(sums.carried_minor),
    payable: shown(sums.payable_minor),
  };
}
