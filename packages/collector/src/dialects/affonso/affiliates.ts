import { z } from 'zod';
import type { AffiliateStatus } from '../../domain/affiliate.ts';
import { boundedObject } from '../../wire/conversion.ts';
import { expect, type Route } from '../dialect.ts';
import type { GivenPartner, PartnerDetail } from '../reward-ask.ts';
import { AFFILIATE_EXPANSIONS, type AffiliateExpansion, viewAffiliate } from './affiliate-view.ts';
import { said } from './fields.ts';
import { namesIn, numbered, numberedPage, pageIn, parseQuery, removed, single, sortIn } from './pagination.ts';
import { payoutFields, readPayoutMethod } from './payout-method.ts';
import { anyCase, email, idOf, ownOf, pathId, readBody, readNew, refuse, words } from './reward-fields.ts';

const STATUSES = ['pending', 'approved', 'rejected'] as const;
const status = anyCase(STATUSES);

const OURS = { pending: 'applied', approved: 'approved', rejected: 'rejected' } as const satisfies Record<
  (typeof STATUSES)[number],
  AffiliateStatus
>;

const SORTED_BY = {
  createdAt: 'created_at',
  created_at: 'created_at',
  updatedAt: 'updated_at',
  name: 'name',
  partnershipStatus: 'status',
} as const;

/** A group's id is its name; the group of who is in none has an id of ours. */
const group = idOf('grp').transform((id) => (/^[0-9a-f-]{36}$/.test(id) ? null : id));

const listQuery = z.object({
  ...numbered,
  partnership_status: status.optional(),
  search: words(100).optional(),
  group_id: group.optional(),
  program_id: idOf('prog').optional(),
  sort: z.string().max(64).optional(),
});

const detail = {
  name: words(100),
  email,
  group_id: group.nullish(),
  company_name: words(100).nullish(),
  country_code: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'expected two letters, such as DE')
    .nullish(),
  status: status.optional(),
  onboarding_completed: z.boolean().optional(),
  external_user_id: words(255).nullish(),
  metadata: boundedObject.nullish(),
  invoice_details: boundedObject.nullish(),
  ...payoutFields,
};

const newAffiliate = z.object({
  ...detail,
  program_id: idOf('prog').optional(),
  tracking_id: z
    .string()
    .max(64, 'expected at most 64 characters')
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens, beginning with a letter or digit')
    .optional(),
});

const affiliatePatch = z.object(detail).partial();

/** What our own fields are called. */
const fields = { code: 'tracking_id', external_id: 'external_user_id', group: 'group_id' };

const list: Route = {
  method: 'GET',
  path: '/v1/affiliates',
  fields,
  ask({ query }) {
    const { sort, partnership_status, search, group_id, program_id, ...page } = parseQuery(listQuery, query);
    return {
      ask: 'list_partners',
      with: detailsOf(expandIn(query)),
      ...pageIn(page),
      ...sortIn(sort, SORTED_BY),
      status: partnership_status && OURS[partnership_status],
      group: group_id === null ? refuse('group_id', 'is of everybody who is in no group') : group_id,
      program_id,
      search,
    };
  },
  reply(answer, { query }) {
    const { rows, ...counted } = expect(answer, 'partners');
    const expand = expandIn(query);
    return numberedPage(
      rows.map((row) => viewAffiliate(row, expand)),
      counted,
      parseQuery(listQuery, query),
    );
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/affiliates',
  fields,
  ask({ body, account }) {
    const { program_id, tracking_id, ...given } = readNew(newAffiliate, body);
    const { name, email: address } = given;
    return {
      ask: 'create_partner',
      own: ownOf(account),
      given: { ...givenOf(given), name, email: address, program_id, code: tracking_id },
    };
  },
  reply: (answer) => single(viewAffiliate(expect(answer, 'partner').shown), 201),
};

const read: Route = {
  method: 'GET',
  path: '/v1/affiliates/:id',
  ask: ({ params, query }) => ({ ask: 'read_partner', id: pathId('aff', params), with: detailsOf(expandIn(query)) }),
  reply: (answer, { query }) => single(viewAffiliate(expect(answer, 'partner').shown, expandIn(query))),
};

const update: Route = {
  method: 'PUT',
  path: '/v1/affiliates/:id',
  fields,
  ask: ({ params, body }) => ({
    ask: 'update_partner',
    id: pathId('aff', params),
    given: givenOf(readBody(affiliatePatch, body)),
  }),
  reply: (answer) => single(viewAffiliate(expect(answer, 'partner').shown)),
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/affiliates/:id',
  ask: ({ params }) => ({ ask: 'delete_partner', id: pathId('aff', params) }),
  reply: () => removed('Affiliate deleted successfully'),
};

/** `/v1/affiliates` */
export const affiliateRoutes: readonly Route[] = [list, create, read, update, remove];

function expandIn({ expand }: Readonly<Record<string, unknown>>): AffiliateExpansion[] {
  return namesIn('expand', expand, AFFILIATE_EXPANSIONS);
}

function detailsOf(expand: readonly AffiliateExpansion[]): PartnerDetail[] {
  return [
    ...(expand.includes('promoCodes') ? (['coupons'] as const) : []),
    ...(expand.includes('commissionOverrides') ? (['incentives'] as const) : []),
  ];
}

/** In our own words; what we have no place for is kept as it came. */
function givenOf(given: z.output<typeof affiliatePatch>): Partial<GivenPartner> {
  const {
    name,
    email: address,
    group_id,
    status: next,
    external_user_id,
    payout_method,
    payout_details,
    ...rest
  } = given;
  const payout = readPayoutMethod(said({ payout_method, payout_details }));
  const kept = said({ ...rest, ...payout.said });
  return {
    ...(name !== undefined && { name }),
    ...(address !== undefined && { email: address }),
    group: group_id,
    status: next && OURS[next],
    external_id: external_user_id,
    payout_details: payout.payout_details,
    said: Object.keys(kept).length > 0 ? kept : undefined,
  };
}
