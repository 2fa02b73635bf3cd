import { z } from 'zod';
import { expect, type Route } from '../dialect.ts';
import { numbered, numberedPage, pageIn, parseQuery, single, sortIn } from './pagination.ts';
import { ownStatusesOf, ownStatusOf, PAYOUT_STATUSES, viewPayout, viewTransaction } from './payout-view.ts';
import { idOf, pathId, readNew, words } from './reward-fields.ts';

const status = z.enum(PAYOUT_STATUSES, `expected one of ${PAYOUT_STATUSES.join(', ')}`);

const listQuery = z.object({
  ...numbered,
  status: status.optional(),
  affiliateId: idOf('aff').optional(),
  affiliate_id: idOf('aff').optional(),
  sort: z.string().max(64).optional(),
});

/** The client sends camelCase here, and reads snake_case. */
const payoutPatch = z.object({
  status,
  paymentMethod: words(50)
    .refine((method) => !/[()]/.test(method), 'expected no brackets')
    .optional(),
  paymentReference: words(255).optional(),
});

const list: Route = {
  method: 'GET',
  path: '/v1/payouts',
  ask({ query }) {
    const given = parseQuery(listQuery, query);
    return {
      ask: 'list_partner_payouts',
      ...pageIn(given),
      order: sortIn(given.sort, { createdAt: 'created_at', created_at: 'created_at' }).order,
      statuses: given.status && ownStatusesOf(given.status),
      affiliate_id: given.affiliateId ?? given.affiliate_id,
    };
  },
  reply(answer, { query }) {
    const { rows, ...counted } = expect(answer, 'partner_payouts');
    return numberedPage(rows.map(viewPayout), counted, parseQuery(listQuery, query));
  },
};

const read: Route = {
  method: 'GET',
  path: '/v1/payouts/:id',
  ask: ({ params }) => ({ ask: 'read_partner_payout', id: pathId('pay', params) }),
  reply: replyWithAll,
};

const update: Route = {
  method: 'PUT',
  path: '/v1/payouts/:id',
  fields: { reference: 'paymentReference' },
  ask({ params, body }) {
    const given = readNew(payoutPatch, body);
    return {
      ask: 'step_partner_payout',
      id: pathId('pay', params),
      to: ownStatusOf(given.status),
      method: given.paymentMethod,
      reference: given.paymentReference,
    };
  },
  reply: replyWithAll,
};

/** `/v1/payouts`: they are made by POST /v1/payouts of our own API. */
export const payoutRoutes: readonly Route[] = [list, read, update];

function replyWithAll(...[answer]: Parameters<Route['reply']>): ReturnType<Route['reply']> {
  const { shown } = expect(answer, 'partner_payout');
  const transactions = shown.items.map((item) => viewTransaction(item, shown.row));
  return single({ ...viewPayout(shown), transactions });
}
