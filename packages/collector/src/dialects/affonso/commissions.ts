import { z } from 'zod';
import { SALES_STATUSES } from '../../domain/conversion.ts';
import type { Reward } from '../../domain/reward.ts';
import { expect, type Route } from '../dialect.ts';
import { COMMISSION_STATUSES, overrideOf, traitsOf, viewCommission } from './commission-view.ts';
import { positive, said, time } from './fields.ts';
import { namesIn, numbered, numberedPage, pageIn, parseQuery, removed, single, sortIn } from './pagination.ts';
import { viewReferral } from './referral-view.ts';
import { amount, currency, idOf, ownOf, pathId, readBody, readNew, refuse, words } from './reward-fields.ts';

const status = z.enum(COMMISSION_STATUSES, `expected one of ${COMMISSION_STATUSES.join(', ')}`);
const sales_status = z.enum(SALES_STATUSES, `expected one of ${SALES_STATUSES.join(', ')}`);

const listQuery = z.object({
  ...numbered,
  affiliate_id: idOf('aff').optional(),
  referral_id: words(255).optional(),
  status: status.optional(),
  sales_status: sales_status.optional(),
  sort: z.string().max(64).optional(),
});

const detail = {
  sale_amount: positive,
  sale_amount_currency: currency.optional(),
  commission_amount: amount,
  commission_currency: currency.optional(),
  status: status.optional(),
  sales_status: sales_status.optional(),
  hold_period_days: z.int('expected a whole number').min(0).max(3_650).optional(),
};

const newCommission = z.object({
  ...detail,
  referral_id: words(255),
  is_subscription: z.boolean().optional(),
  payment_intent_id: words(255).optional(),
  created_at: time.optional(),
});

/** Of what was given back whole nothing is left. */
const commissionPatch = z.object({ ...detail, sale_amount: amount }).partial();

/** What our own fields are called. */
const fields = {
  amount: 'sale_amount',
  currency: 'sale_amount_currency',
  earning_status: 'status',
  order_id: 'payment_intent_id',
  occurred_at: 'created_at',
  hold_days: 'hold_period_days',
};

const EXPANSIONS = ['affiliate', 'affiliate_program', 'referral'] as const;

const list: Route = {
  method: 'GET',
  path: '/v1/commissions',
  fields,
  ask({ query }) {
    const given = parseQuery(listQuery, query);
    expandIn(query);
    return {
      ask: 'list_commissions',
      ...pageIn(given),
      order: sortIn(given.sort, { createdAt: 'created_at', created_at: 'created_at' }).order,
      affiliate_id: given.affiliate_id,
      referral: given.referral_id,
      traits: given.status && traitsOf(given.status),
      sales_status: given.sales_status,
    };
  },
  reply(answer, { query }) {
    const { rows, ...counted } = expect(answer, 'commissions');
    const expand = expandIn(query);
    return numberedPage(
      rows.map((row) => expanded(row, expand)),
      counted,
      parseQuery(listQuery, query),
    );
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/commissions',
  fields,
  ask({ body, account }) {
    const given = readNew(newCommission, body);
    const { referral_id, payment_intent_id, hold_period_days, is_subscription } = given;
    return {
      ask: 'create_commission',
      own: ownOf(account),
      referral: referral_id,
      hold_days: hold_period_days,
      given: said({
        name: 'purchase',
        origin: 'api',
        amount: given.sale_amount,
        currency: given.sale_amount_currency ?? 'USD',
        commission_amount: given.commission_amount,
        commission_currency: given.commission_currency ?? 'USD',
        is_subscription: is_subscription ?? false,
        // Without a word of it the commission is pending as long as it is held.
        earning_status: given.status && (overrideOf(given.status) ?? 'ready'),
        sales_status: given.sales_status,
        order_id: payment_intent_id,
        payment_intent_id,
        occurred_at: given.created_at,
      }),
    };
  },
  reply: (answer) => single(viewCommission(expect(answer, 'commission').shown), 201),
};

const read: Route = {
  method: 'GET',
  path: '/v1/commissions/:id',
  ask({ params, query }) {
    expandIn(query);
    return { ask: 'read_commission', id: pathId('com', params) };
  },
  reply: (answer, { query }) => single(expanded(expect(answer, 'commission').shown, expandIn(query))),
};

const update: Route = {
  method: 'PUT',
  path: '/v1/commissions/:id',
  fields,
  ask({ params, body }) {
    const given = readBody(commissionPatch, body);
    const override = given.status && overrideOf(given.status);
    if (given.status !== undefined && override === undefined) {
      refuse('status', `${given.status} is what a payout makes a commission`, 'Make a payout that it is in.');
    }
    const patch = said({
      amount: given.sale_amount,
      currency: given.sale_amount_currency,
      commission_amount: given.commission_amount,
      commission_currency: given.commission_currency,
      earning_status: override,
      sales_status: given.sales_status,
      hold_days: given.hold_period_days,
    });
    return { ask: 'update_commission', id: pathId('com', params), patch };
  },
  reply: (answer) => single(viewCommission(expect(answer, 'commission').shown)),
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/commissions/:id',
  ask: ({ params }) => ({ ask: 'delete_commission', id: pathId('com', params) }),
  reply: () => removed('Commission deleted'),
};

/** `/v1/commissions` */
export const commissionRoutes: readonly Route[] = [list, create, read, update, remove];

function expandIn({ expand }: Readonly<Record<string, unknown>>): (typeof EXPANSIONS)[number][] {
  return namesIn('expand', expand, EXPANSIONS);
}

/** What the vendor's pages do not show of an affiliate and a program there is told by their ids. */
function expanded(reward: Reward, expand: readonly (typeof EXPANSIONS)[number][]) {
  const shown = viewCommission(reward);
  return {
    ...shown,
    ...(expand.includes('affiliate') && { affiliate: shown.affiliate_id && { id: shown.affiliate_id } }),
    ...(expand.includes('affiliate_program') && { affiliate_program: shown.program_id && { id: shown.program_id } }),
    ...(expand.includes('referral') && { referral: reward.referral && viewReferral(reward.referral) }),
  };
}
