import { z } from 'zod';
import { SOURCE_CATEGORIES, SOURCE_CHANNELS, SOURCE_TYPES, type SourceRow } from '../../domain/source.ts';
import { isoOf } from '../../domain/time.ts';
import { callersId, createdStatus, expect, type Route } from '../dialect.ts';
import { id, parseBody, parseQuery, pathId, said, sourcesQuery } from './fields.ts';

/** Sources are the vendor's sibling resource: what receives conversions, in the same envelopes. */

const fields = {
  organizationId: id,
  name: z.string().trim().min(1, 'is empty').max(255, 'expected at most 255 characters'),
  type: z.enum(SOURCE_TYPES, `expected one of ${SOURCE_TYPES.join(', ')}`),
  category: z.enum(SOURCE_CATEGORIES, `expected one of ${SOURCE_CATEGORIES.join(', ')}`),
  channel: z.enum(SOURCE_CHANNELS, `expected one of ${SOURCE_CHANNELS.join(', ')}, or null`).nullish(),
  creatorId: id.nullish(),
  campaignId: id.nullish(),
};

/** `externalId` is ours: by it callers keep the ids that they have. */
const newSource = z.object({ ...fields, externalId: id.optional() });
const sourcePatch = z.object(fields).partial();

const list: Route = {
  method: 'GET',
  path: '/v1/conversion-sources',
  ask({ query }) {
    const { pageIndex, pageSize, organizationId } = parseQuery(sourcesQuery, query);
    return { ask: 'list_sources', limit: pageSize, offset: pageIndex * pageSize, account: organizationId };
  },
  reply(answer, { query, account }) {
    const { rows, total } = expect(answer, 'sources');
    const { organizationId } = parseQuery(sourcesQuery, query);
    const items = rows.map((row) => viewSource(row, organizationId ?? account));
    return { status: 200, body: { items, totalCount: total, facets: {} } };
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/conversion-sources',
  ask({ body }) {
    const { given } = parseBody(newSource, body);
    const { organizationId, name, type, category, channel, creatorId, campaignId, externalId } = given;
    return {
      ask: 'create_source',
      account: organizationId,
      given: said({
        name,
        type,
        category,
        channel,
        creator_id: creatorId,
        campaign_id: campaignId,
        external_id: externalId,
      }),
    };
  },
  reply(answer, { body }) {
    const { row, ...created } = expect(answer, 'source');
    const { organizationId } = parseBody(newSource, body).given;
    return { status: createdStatus(created), body: { data: viewSource(row, organizationId) } };
  },
};

const read: Route = {
  method: 'GET',
  path: '/v1/conversion-sources/:id',
  ask: ({ params }) => ({ ask: 'read_source', id: pathId(params) }),
  reply: replyWithOne,
};

const update: Route = {
  method: 'PATCH',
  path: '/v1/conversion-sources/:id',
  ask({ params, body }) {
    const source = pathId(params);
    const { organizationId: account, creatorId, campaignId, ...rest } = parseBody(sourcePatch, body).given;
    const patch = said({ ...rest, creator_id: creatorId, campaign_id: campaignId });
    if (Object.keys(patch).length === 0) return { ask: 'read_source', account, id: source };
    return { ask: 'update_source', account, id: source, patch };
  },
  reply: replyWithOne,
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/conversion-sources/:id',
  ask: ({ params }) => ({ ask: 'delete_source', id: pathId(params) }),
  reply: replyWithOne,
};

/** `/v1/conversion-sources` */
export const sourceRoutes: readonly Route[] = [list, create, read, update, remove];

function replyWithOne(...[answer, { account }]: Parameters<Route['reply']>): ReturnType<Route['reply']> {
  return { status: 200, body: { data: viewSource(expect(answer, 'source').row, account) } };
}

function viewSource(row: SourceRow, organizationId: string | null) {
  return {
    id: callersId(row),
    organizationId,
    name: row.name,
    type: row.type,
    category: row.category,
    channel: row.channel,
    creatorId: row.creator_id,
    campaignId: row.campaign_id,
    createdAt: isoOf(row.created_at),
    updatedAt: isoOf(row.updated_at),
  };
}
