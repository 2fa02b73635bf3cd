import { AppError } from '../../domain/errors.ts';
import { isoOf } from '../../domain/time.ts';
import {
  type Ask,
  callersId,
  createdStatus,
  expect,
  type Facets,
  type Leniency,
  type Route,
  type Shown,
} from '../dialect.ts';
import { undocumentedOf } from '../undocumented.ts';
import { snakeOf } from './casing.ts';
import { conversionPatch, listQuery, newConversion, parseBody, parseQuery, pathId, said } from './fields.ts';

/** Its document asks for the time when a conversion occurred, so one that is still to come is an error to be seen. */
const LENIENCY: Leniency = { excess: 'refuse', negative: 'refuse', future: 'refuse', requiresContact: false };

/** Columns of a conversion by which a list can be sorted, and what we call them. */
const SORTED_BY: Readonly<Record<string, string>> = {
  convertedAt: 'occurred_at',
  createdAt: 'recorded_at',
  count: 'count',
  origin: 'origin',
  sourceId: 'source_id',
  externalRef: 'external_ref',
};

const list: Route = {
  method: 'GET',
  path: '/v1/conversions',
  ask({ query }) {
    const given = parseQuery(listQuery, query);
    return {
      ask: 'list_conversions',
      account: given.organizationId,
      query: said({
        source_id: given.sourceId,
        search: given.searchTerm,
        sort: given.sortBy === undefined ? undefined : sortOf(given.sortBy),
        order: given.sortDirection ?? 'desc',
        status: 'verified',
        limit: given.pageSize,
        offset: given.pageIndex * given.pageSize,
      }),
    };
  },
  reply(answer, { query }) {
    const { rows, total, facets } = expect(answer, 'conversions');
    const { organizationId } = parseQuery(listQuery, query);
    const items = rows.map((shown) => viewConversion(shown, organizationId));
    return { status: 200, body: { items, totalCount: total, facets: viewFacets(facets) } };
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/conversions',
  ask({ body }) {
    const { given, unknown } = parseBody(newConversion, body);
    return {
      ask: 'create_conversion',
      account: given.organizationId,
      given: said({
        name: 'conversion',
        source_id: given.sourceId,
        occurred_at: given.convertedAt,
        count: given.count,
        origin: given.origin,
        external_ref: given.externalRef,
        metadata: given.metadata,
        ...undocumentedOf(unknown, {}, 'brandwave'),
      }),
      leniency: LENIENCY,
    };
  },
  reply(answer, { body }) {
    const { shown, ...created } = expect(answer, 'conversion');
    const { organizationId } = parseBody(newConversion, body).given;
    return { status: createdStatus(created), body: { data: viewConversion(shown, organizationId) } };
  },
};

const read: Route = {
  method: 'GET',
  path: '/v1/conversions/:id',
  ask: ({ params }) => ({ ask: 'read_conversion', id: pathId(params) }),
  reply: replyWithOne,
};

const update: Route = {
  method: 'PATCH',
  path: '/v1/conversions/:id',
  ask({ params, body }): Ask {
    const id = pathId(params);
    const { given } = parseBody(conversionPatch, body);
    if (given.id !== undefined && given.id !== id) {
      throw new AppError('invalid', `id: differs from that of the path, ${id}`, { field: 'id' });
    }
    const account = given.organizationId;
    const patch = said({
      source_id: given.sourceId,
      occurred_at: given.convertedAt,
      count: given.count,
      origin: given.origin,
      external_ref: given.externalRef,
      metadata: given.metadata,
    });
    // A change of nothing is no change.
    if (Object.keys(patch).length === 0) return { ask: 'read_conversion', account, id };
    return { ask: 'update_conversion', account, id, patch, leniency: LENIENCY };
  },
  reply: replyWithOne,
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/conversions/:id',
  ask: ({ params }) => ({ ask: 'delete_conversion', id: pathId(params) }),
  reply: replyWithOne,
};

/** `/v1/conversions` */
export const conversionRoutes: readonly Route[] = [list, create, read, update, remove];

function replyWithOne(...[answer, { account }]: Parameters<Route['reply']>): ReturnType<Route['reply']> {
  return { status: 200, body: { data: viewConversion(expect(answer, 'conversion').shown, account) } };
}

function sortOf(column: string): string {
  const known = Object.keys(SORTED_BY);
  const sort = known.find((each) => each === column || snakeOf(each) === column);
  if (sort !== undefined) return SORTED_BY[sort] as string;
  throw new AppError('invalid', `sortBy: expected one of ${known.join(', ')}`, { field: 'sortBy' });
}

function viewConversion({ row, source }: Shown, organizationId: string | null) {
  const counted = 'dialect' in row ? row : undefined;
  return {
    id: counted ? callersId(counted) : row.id,
    organizationId,
    sourceId: source ? callersId(source) : (counted?.source_id ?? null),
    convertedAt: isoOf(row.occurred_at),
    count: counted?.count ?? 1,
    origin: counted?.origin ?? null,
    externalRef: counted?.external_ref ?? null,
    metadata: row.metadata,
    createdAt: isoOf(row.recorded_at),
    updatedAt: isoOf(counted?.updated_at ?? row.recorded_at),
  };
}

function viewFacets(facets: Facets) {
  const valuesOf = (facet: string) =>
    (facets[facet] ?? []).map(({ value, conversions }) => ({ value, count: conversions }));
  return { sourceId: valuesOf('source_id'), origin: valuesOf('origin') };
}
