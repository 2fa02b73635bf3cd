import { z } from 'zod';
import type { ReferralStatus } from '../../domain/referral.ts';
import { isoOf } from '../../domain/time.ts';
import { boundedObject } from '../../wire/conversion.ts';
import { expect, type Route } from '../dialect.ts';
import type { GivenTiePatch, Tie, TieDetail } from '../reward-ask.ts';
import { viewAffiliate } from './affiliate-view.ts';
import { amountOf } from './commission-view.ts';
import { said, time } from './fields.ts';
import { readReferralId } from './ids.ts';
import { boundsIn, cursored, namesIn, parseQuery, removed, single } from './pagination.ts';
import { referralIdOf, viewReferral } from './referral-view.ts';
import { email, idOf, readBody, readNew, refuse, words } from './reward-fields.ts';

/** https://docs.affonso.io/api-reference/endpoint/referrals/list */
const STATUSES = ['lead', 'trialing', 'customer', 'active', 'canceled', 'rejected'] as const;
const status = z.enum(STATUSES, `expected one of ${STATUSES.join(', ')}`);

const listQuery = z.object({
  ...cursored,
  affiliate_id: idOf('aff').optional(),
  external_user_id: words(255).optional(),
  status: status.optional(),
});

const detail = {
  email,
  customer_id: words(255).nullish(),
  subscription_id: words(255).nullish(),
  name: words(255).nullish(),
  status: status.optional(),
  metadata: boundedObject.nullish(),
};

const newReferral = z.object({
  ...detail,
  affiliate_id: idOf('aff'),
  external_user_id: words(255).optional(),
  click_id: words(255).optional(),
  created_at: time.optional(),
});

const referralPatch = z.object(detail).partial();

const fields = { occurred_at: 'created_at' };

const list: Route = {
  method: 'GET',
  path: '/v1/referrals',
  ask({ query }) {
    const given = parseQuery(listQuery, query);
    const { limit, order, starting_after, ending_before, affiliate_id, external_user_id } = given;
    if (starting_after !== undefined && ending_before !== undefined) {
      return refuse('ending_before', 'is not taken with starting_after', 'Send one of them.');
    }
    return {
      ask: 'list_ties',
      with: expandIn(query).length > 0 ? ['affiliate'] : [],
      limit,
      order: order === 'asc' ? 'ascending' : 'descending',
      after: starting_after,
      before: ending_before,
      affiliate_id,
      user_id: external_user_id,
      statuses: given.status && ownStatuses(given.status),
      ...boundsIn(given),
    };
  },
  reply(answer) {
    const { rows, has_more } = expect(answer, 'ties');
    return { status: 200, body: { success: true, data: rows.map(viewTie), has_more } };
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/referrals',
  fields,
  ask({ body }) {
    const given = readNew(newReferral, body);
    const { affiliate_id, email: address, customer_id, external_user_id, metadata } = given;
    const profile = said({ name: given.name, subscription_id: given.subscription_id });
    return {
      ask: 'create_tie',
      given: {
        status: statusAtFirst(given.status),
        given: said({
          ...{ affiliate_id, email: address, customer_id, external_user_id, metadata },
          click_id: given.click_id && clickIdOf(given.click_id),
          occurred_at: given.created_at,
          user: Object.keys(profile).length > 0 ? profile : undefined,
        }),
      },
    };
  },
  reply: (answer) => single(viewTie(expect(answer, 'tie').shown), 201),
};

const read: Route = {
  method: 'GET',
  path: '/v1/referrals/:id',
  ask: ({ params: { id = '' }, query }) => ({
    ask: 'read_tie',
    id,
    with: [...expandIn(query), ...namesIn('include', query['include'], ['stats'])],
  }),
  reply: (answer) => single(viewTie(expect(answer, 'tie').shown)),
};

const update: Route = {
  method: 'PUT',
  path: '/v1/referrals/:id',
  ask({ params: { id = '' }, body }) {
    const given: GivenTiePatch = readBody(referralPatch, body);
    if (isObject(body) && 'affiliate_id' in body) refuse('affiliate_id', 'a referral stays its affiliate’s');
    return { ask: 'update_tie', id, given };
  },
  reply: (answer) => single(viewTie(expect(answer, 'tie').shown)),
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/referrals/:id',
  ask: ({ params: { id = '' } }) => ({ ask: 'delete_tie', id }),
  reply: (answer) => removed('Referral deleted', { id: referralIdOf(expect(answer, 'tie').shown.told), deleted: true }),
};

/** `/v1/referrals` */
export const referralRoutes: readonly Route[] = [list, create, read, update, remove];

function viewTie({ told, partner, stats }: Tie) {
  return {
    ...viewReferral(told),
    ...(partner && { affiliate: viewAffiliate(partner) }),
    ...(stats && {
      stats: {
        total_revenue: amountOf(stats.revenue_minor, stats.currency),
        total_commission: amountOf(stats.commission_minor, stats.currency),
        total_orders: stats.sales,
        last_order_at: stats.last_sale_at === null ? null : isoOf(stats.last_sale_at),
      },
    }),
  };
}

function expandIn({ expand }: Readonly<Record<string, unknown>>): TieDetail[] {
  return namesIn('expand', expand, ['affiliate']);
}

/** Who got everything back is shown as canceled. */
function ownStatuses(shown: (typeof STATUSES)[number]): ReferralStatus[] {
  return shown === 'canceled' ? ['canceled', 'refunded'] : [shown];
}

/** Who buys becomes a customer by that, and by nothing else. */
function statusAtFirst(given: (typeof STATUSES)[number] | undefined): 'canceled' | 'rejected' | undefined {
  if (given === undefined || given === 'lead') return undefined;
  if (given === 'canceled' || given === 'rejected') return given;
  return refuse(
    'status',
    `${given} follows from what somebody did, and is not set`,
    'Create the referral, then report that with POST /v1/conversions, or the trial with POST /v1/events.',
  );
}

function clickIdOf(id: string): string {
  const read = readReferralId(id);
  return 'name' in read ? read.name : read.click_id;
}

function isObject(body: unknown): body is object {
  return body !== null && typeof body === 'object';
}
