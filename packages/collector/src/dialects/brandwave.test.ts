import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConversionRow } from '../domain/conversion.ts';
import { AppError } from '../domain/errors.ts';
import type { SourceRow } from '../domain/source.ts';
import { brandwave } from './brandwave.ts';
import type { Answer, Ask, Route, VendorRequest } from './dialect.ts';

const AT = Date.UTC(2026, 10, 20, 10);
const ISO = '2026-11-20T10:00:00.000Z';
const base = { organizationId: 'org_123', sourceId: 'src_1', convertedAt: ISO };
const page = { pageIndex: '0', pageSize: '25', organizationId: 'org_123' };

function routeOf(method: Route['method'], path: string): Route {
  const route = brandwave.routes.find((each) => each.method === method && each.path === path);
  return route ?? assert.fail(`there is no ${method} ${path}`);
}

function requestOf(request: Partial<VendorRequest>): VendorRequest {
  return { params: {}, query: {}, headers: {}, body: undefined, received_at: AT, account: null, place: '', ...request };
}

const create = (body: unknown): Ask => routeOf('POST', '/v1/conversions').ask(requestOf({ body }));
const list = (query: VendorRequest['query']): Ask => routeOf('GET', '/v1/conversions').ask(requestOf({ query }));
const update = (body: unknown): Ask =>
  routeOf('PATCH', '/v1/conversions/:id').ask(requestOf({ params: { id: 'c1' }, body }));

function given(ask: Ask): Record<string, unknown> {
  return ask.ask === 'create_conversion' ? { ...ask.given } : assert.fail(`it asks to ${ask.ask}`);
}

function fault(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  return assert.fail('it was taken');
}

describe('a conversion of Brandwave', () => {
  test('is asked for in our words', () => {
    const metadata = { plan: 'pro', nested: [1, { a: null }] };
    const ask = create({ ...base, count: 5, origin: 'app', externalRef: 'r1', metadata });
    assert.equal(ask.account, 'org_123');
    assert.deepEqual(given(ask), {
      name: 'conversion',
      source_id: 'src_1',
      occurred_at: ISO,
      count: 5,
      origin: 'app',
      external_ref: 'r1',
      metadata,
    });
  });

  test('may come in either casing, and in both where they agree', () => {
    const snake = { organization_id: 'org_123', source_id: 'src_1', converted_at: ISO, external_ref: 'r1' };
    const camel = { ...base, externalRef: 'r1' };
    assert.deepEqual(create(snake), create(camel));
    assert.deepEqual(create({ ...snake, ...camel }), create(camel));
    assert.equal(
      fault(() => create({ ...camel, source_id: 'src_2' })),
      'sourceId and source_id: both came and differ; send one of them',
    );
    assert.deepEqual(update({ metadata: { a: 1 } }), update({ metadata: { a: 1 } }));
  });

  test('keeps fields that are not documented, and takes none of them for one of ours', () => {
    const ask = create({ ...base, amount: 5, email: 'jane@example.com', order_id: 'o1', colour: 'red' });
    const kept = Object.entries(given(ask)).filter(([name]) => /amount|email|order|colour/.test(name));
    assert.deepEqual(Object.fromEntries(kept), {
      'brandwave.amount': 5,
      'brandwave.email': 'jane@example.com',
      'brandwave.order_id': 'o1',
      colour: 'red',
    });
  });

  test('counts one where nothing is said, and an empty text is as none', () => {
    const ask = given(create({ ...base, origin: '', externalRef: '' }));
    assert.deepEqual([ask['count'], ask['origin'], ask['external_ref']], [1, null, null]);
  });

  const faults: [change: object, message: RegExp][] = [
    [{ organizationId: undefined }, /^organizationId: is required$/],
    [{ sourceId: undefined }, /^sourceId: is required$/],
    [{ convertedAt: undefined }, /^convertedAt: is required$/],
    [{ organizationId: 7 }, /^organizationId: expected string, received number$/],
    [{ organizationId: '' }, /^organizationId: is empty$/],
    [{ sourceId: 's'.repeat(256) }, /^sourceId: expected at most 255/],
    [{ sourceId: null }, /^sourceId: expected string, received null$/],
    [{ convertedAt: AT }, /^convertedAt: expected string, received number$/],
    [{ convertedAt: 'yesterday' }, /^convertedAt: expected ISO 8601 .* received "yesterday"$/],
    [{ convertedAt: '2026-02-30T10:00:00Z' }, /^convertedAt: expected ISO 8601/],
    [{ convertedAt: '2026-11-20T10:00:00' }, /^convertedAt: .*offset/],
    [{ count: 0 }, /^count: must be greater than zero$/],
    [{ count: -1 }, /^count: must be greater than zero$/],
    [{ count: 1.5 }, /^count: expected an integer$/],
    [{ count: '3' }, /^count: expected/],
    [{ count: 1_000_001 }, /^count: expected at most 1000000$/],
    [{ count: 1e300 }, /^count: expected/],
    [{ origin: 'o'.repeat(51) }, /^origin: expected at most 50/],
    [{ origin: 1 }, /^origin: expected string/],
    [{ externalRef: 'r'.repeat(256) }, /^externalRef: expected at most 255/],
    [{ externalRef: null }, /^externalRef: expected string, received null$/],
    [{ metadata: [] }, /^metadata: expected an object$/],
    [{ metadata: 'x' }, /^metadata: expected an object$/],
    [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, at])) }, /^metadata: .* 50 keys$/],
    [{ metadata: { ['k'.repeat(65)]: 1 } }, /^metadata: .* 64 characters$/],
  ];
  for (const [change, message] of faults) {
    test(`${JSON.stringify(change).slice(0, 60)} is refused by its field`, () => {
      assert.match(
        fault(() => create({ ...base, ...change })),
        message,
      );
    });
  }

  test('is taken at every limit', () => {
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [String(at).padStart(64, 'k'), at]));
    for (const count of [1, 1_000_000]) {
      const longest = { count, origin: 'o'.repeat(50), externalRef: 'r'.repeat(255), metadata };
      assert.equal(given(create({ ...base, ...longest }))['count'], count);
    }
  });

  test('must be an object', () => {
    for (const body of [null, [], 'text', 7, true]) {
      assert.match(
        fault(() => create(body)),
        /JSON object/,
      );
    }
    assert.match(
      fault(() => create(undefined)),
      /^organizationId: is required$/,
    );
  });
});

describe('a change of a conversion', () => {
  test('holds what came and nothing else; null clears', () => {
    const ask = update({ external_ref: null, metadata: null, count: 2, organizationId: 'org_123', id: 'c1' });
    assert.deepEqual(ask.ask === 'update_conversion' && [ask.account, ask.id, ask.patch], [
      'org_123',
      'c1',
      { external_ref: null, metadata: null, count: 2 },
    ]);
  });

  test('of nothing reads it', () => {
    for (const body of [undefined, {}, { id: 'c1' }, { colour: 'red' }])
      assert.equal(update(body).ask, 'read_conversion');
  });

  test('is refused by its field', () => {
    for (const field of ['sourceId', 'convertedAt', 'count', 'origin']) {
      assert.match(
        fault(() => update({ [field]: null })),
        new RegExp(`^${field}: expected`),
      );
    }
    assert.match(
      fault(() => update({ id: 'c2', count: 2 })),
      /^id: differs/,
    );
  });
});

describe('a list', () => {
  test('is asked for by page, in either casing, by the column that is named', () => {
    const query = { page_index: '3', page_size: '20', organization_id: 'org_123', sort_by: 'converted_at' };
    const ask = list({ ...query, sortDirection: 'asc', search_term: 'app', source_id: 's' });
    assert.deepEqual(ask, {
      ask: 'list_conversions',
      account: 'org_123',
      query: {
        source_id: 's',
        search: 'app',
        sort: 'occurred_at',
        order: 'asc',
        status: 'verified',
        limit: 20,
        offset: 60,
      },
    });
  });

  test('is not narrowed by what is empty', () => {
    const ask = list({ ...page, searchTerm: '', sortBy: '', sortDirection: '', sourceId: '' });
    assert.deepEqual(ask, list(page));
  });

  const faults: [change: Record<string, unknown>, message: RegExp][] = [
    [{ pageIndex: undefined }, /^pageIndex: is required$/],
    [{ pageSize: '' }, /^pageSize: is required$/],
    [{ organizationId: '' }, /^organizationId: is required$/],
    [{ pageIndex: '-1' }, /^pageIndex: expected an integer/],
    [{ pageIndex: 'NaN' }, /^pageIndex: expected an integer/],
    [{ pageIndex: '1e3' }, /^pageIndex: expected an integer/],
    [{ pageIndex: '99999999' }, /^pageIndex: expected at most/],
    [{ pageSize: '0' }, /^pageSize: expected 1 to 100$/],
    [{ pageSize: '101' }, /^pageSize: expected 1 to 100$/],
    [{ pageSize: '2.5' }, /^pageSize: expected an integer/],
    [{ pageSize: ['1', '2'] }, /^pageSize: expected one value/],
    [{ searchTerm: 's'.repeat(201) }, /^searchTerm: expected at most 200/],
    [{ sortBy: 'price' }, /^sortBy: expected one of convertedAt, createdAt, count/],
    [{ sortBy: 'constructor' }, /^sortBy: expected one of/],
    [{ sortDirection: 'ASC' }, /^sortDirection: expected 'asc' or 'desc'$/],
    [{ page_index: '1' }, /^pageIndex and page_index: both came and differ/],
  ];
  for (const [change, message] of faults) {
    test(`${JSON.stringify(change).slice(0, 60)} is refused by its parameter`, () => {
      const query = Object.fromEntries(
        Object.entries({ ...page, ...change }).filter(([, value]) => value !== undefined),
      );
      assert.match(
        fault(() => list(query)),
        message,
      );
    });
  }
});

describe('a reply', () => {
  const row = {
    ...{ id: 'c1', external_id: null, dialect: 'brandwave', name: 'conversion', source_id: 'ours', occurred_at: AT },
    ...{ recorded_at: AT + 1, updated_at: AT + 2, count: 5, origin: 'app', external_ref: 'r1', metadata: { a: 1 } },
  } as unknown as ConversionRow;
  const source = { id: 'ours', external_id: 'src_1' } as unknown as SourceRow;
  const shown = { status: 'verified' as const, row, type: null, source };
  const item = {
    ...{ id: 'c1', organizationId: 'org_123', sourceId: 'src_1', convertedAt: ISO, count: 5, origin: 'app' },
    ...{ externalRef: 'r1', metadata: { a: 1 } },
    ...{ createdAt: '2026-11-20T10:00:00.001Z', updatedAt: '2026-11-20T10:00:00.002Z' },
  };

  test('says what was recorded, and what was there already', () => {
    const { reply } = routeOf('POST', '/v1/conversions');
    for (const [outcome, status] of [['recorded', 201] as const, ['duplicate', 200] as const]) {
      const replied = reply({ answer: 'conversion', outcome, shown }, requestOf({ body: base }));
      assert.deepEqual(replied, { status, body: { data: item } });
    }
  });

  test('says what was read, changed and deleted', () => {
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const answer: Answer = { answer: 'conversion', outcome: 'read', shown };
      const replied = routeOf(method, '/v1/conversions/:id').reply(answer, requestOf({ account: 'org_123' }));
      assert.deepEqual(replied, { status: 200, body: { data: item } });
    }
  });

  test('lists items, how many there are, and facets by the callers’ ids', () => {
    const answer: Answer = {
      answer: 'conversions',
      rows: [shown],
      total: 9,
      total_is_exact: true,
      facets: {
        source_id: [{ value: 'src_1', conversions: 9, counted: 45 }],
        name: [{ value: 'conversion', conversions: 9, counted: 45 }],
      },
    };
    const replied = routeOf('GET', '/v1/conversions').reply(answer, requestOf({ query: page }));
    const facets = { sourceId: [{ value: 'src_1', count: 9 }], origin: [] };
    assert.deepEqual(replied, { status: 200, body: { items: [item], totalCount: 9, facets } });
  });

  const errors: [AppError, number, object][] = [
    [
      new AppError('unauthorized', 'The key is unknown or revoked.'),
      401,
      { error: 'unauthorized', message: 'Invalid or expired API key.' },
    ],
    [
      new AppError('unauthorized', 'There is no key.', { field: 'key', reason: 'no_key' }),
      401,
      { error: 'unauthorized', message: 'Missing API key. Send it as Authorization: Bearer bw_live_…' },
    ],
    [
      new AppError('forbidden', 'account: is not the one that the key is for', { field: 'account' }),
      401,
      { error: 'unauthorized', message: 'organizationId: is not the one that the key is for' },
    ],
    [
      new AppError('not_found', 'There is no source src_9.', { field: 'source_id' }),
      404,
      { error: 'not_found', message: 'sourceId: There is no source src_9.' },
    ],
    [
      new AppError('conflict', 'external_ref: "r1" is that of conversion c2', { field: 'external_ref' }),
      409,
      { error: 'conflict', message: 'externalRef: "r1" is that of conversion c2' },
    ],
    [
      new AppError('deleted', 'It is conversion c2, which was deleted.'),
      409,
      { error: 'conflict', message: 'externalRef: It is conversion c2, which was deleted.' },
    ],
    [
      new AppError('too_large', 'The body is too large.'),
      413,
      { error: 'payload_too_large', message: 'The body is too large.' },
    ],
  ];
  for (const [error, status, body] of errors) {
    test(`renders ${error.code}: ${error.message}`, () => {
      const replied = brandwave.renderError(error);
      assert.deepEqual([replied.status, replied.body], [status, body]);
    });
  }

  test('says when to come back', () => {
    const replied = brandwave.renderError(new AppError('unavailable', 'Full.', { retry_after: 2 }));
    assert.deepEqual([replied.status, replied.headers], [503, { 'Retry-After': '2' }]);
  });
});

describe('a source', () => {
  const source = { organizationId: 'org_123', name: 'Autumn', type: 'promo_code', category: 'paid' };

  test('is asked for in our words, with the id that the caller has for it', () => {
    const body = { ...source, external_id: 'src_1', creator_id: 'cr_1', channel: null };
    assert.deepEqual(routeOf('POST', '/v1/conversion-sources').ask(requestOf({ body })), {
      ask: 'create_source',
      account: 'org_123',
      given: {
        ...{ name: 'Autumn', type: 'promo_code', category: 'paid', channel: null, creator_id: 'cr_1' },
        external_id: 'src_1',
      },
    });
  });

  const faults: [change: object, message: RegExp][] = [
    [{ name: undefined }, /^name: is required$/],
    [{ name: ' ' }, /^name: is empty$/],
    [{ type: 'instagram_post' }, /^type: expected one of hdyhau, promo_code, tracking_link$/],
    [{ category: undefined }, /^category: (is required|expected one of)/],
    [{ channel: 'fax' }, /^channel: expected one of instagram/],
    [{ creatorId: 7 }, /^creatorId: expected string/],
  ];
  for (const [change, message] of faults) {
    test(`${JSON.stringify(change)} is refused by its field`, () => {
      const body = { ...source, ...change };
      assert.match(
        fault(() => routeOf('POST', '/v1/conversion-sources').ask(requestOf({ body }))),
        message,
      );
    });
  }
});
