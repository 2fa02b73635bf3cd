import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import { AppError } from '../domain/errors.ts';
import type { Ask, Route, VendorRequest } from './dialect.ts';
import { nexor } from './nexor.ts';

const TYPE_ID = '123e4567-e89b-12d3-a456-426614174100';
const LEAD_ID = '123e4567-e89b-12d3-a456-426614174200';
const AT = Date.UTC(2026, 1, 1, 15, 30);

function routeOf(method: string, path: string): Route {
  const route = nexor.routes.find((known) => known.method === method && known.path === path);
  assert.ok(route, `${method} ${path}`);
  return route;
}

const create = routeOf('POST', '/api/public/conversions');
const list = routeOf('GET', '/api/public/conversions');
const types = routeOf('GET', '/api/public/conversion-types');
const createLeads = routeOf('POST', '/api/public/leads');
const readLead = routeOf('GET', '/api/public/leads/:id');

const requestOf = (parts: Partial<VendorRequest>): VendorRequest => ({
  params: {},
  query: {},
  headers: {},
  body: undefined,
  received_at: AT,
  account: null,
  place: 'k POST /',
  ...parts,
});

function givenOf(body: object): Record<string, unknown> {
  const asked = create.ask(requestOf({ body })) as Extract<Ask, { ask: 'create_conversion' }>;
  assert.equal(asked.ask, 'create_conversion');
  return Object.fromEntries(Object.entries(asked.given).filter(([, value]) => value !== undefined));
}

/** The message that a request is refused with. */
function refusalOf(route: Route, parts: Partial<VendorRequest>): string {
  try {
    route.ask(requestOf(parts));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    return error.message;
  }
  return 'taken';
}

const event = (more: object = {}) => ({ conversion_type_id: TYPE_ID, lead_id: LEAD_ID, amount: 85_000, ...more });

const type = {
  id: 't',
  external_id: TYPE_ID,
  name: 'Reserva',
  description: null,
  category: 'intermediary',
  currency: 'CLF',
  fields: [{ key: 'property_unit', label: 'Property / Unit', type: 'text' }],
  workflow_id: 'w',
  master_workflow_id: null,
  created_at: AT,
} as unknown as ConversionTypeRow;

const row = {
  id: 'c',
  dialect: 'nexor',
  external_id: null,
  name: 'Reserva',
  amount_minor: -15_000,
  currency: 'CLF',
  occurred_at: AT,
  recorded_at: AT + 1,
  identifiers: [
    { kind: 'email', value: 'a@b.cl' },
    { kind: 'lead', value: LEAD_ID },
  ],
  workflow_id: 'w',
  master_workflow_id: null,
  workflow_run_id: null,
  metadata: null,
  notes: '',
} as unknown as ConversionRow;

const shown = { status: 'verified', row, type, source: null } as const;

describe('a conversion event', () => {
  test('is asked for with what the documented request has', () => {
    assert.deepEqual(givenOf(event()), {
      conversion_type_id: TYPE_ID,
      lead_id: LEAD_ID,
      amount: 85_000,
      origin: 'api',
    });
  });

  test('says when, how much and of which run, in our words', () => {
    const metadata = { broker: 'John Smith', deep: { a: [1] } };
    const given = givenOf(
      event({ converted_at: '2026-02-01T15:30:00Z', currency: 'cop', workflow_run_id: 'r', metadata, notes: null }),
    );
    assert.equal(given['occurred_at'], '2026-02-01T15:30:00Z');
    assert.equal(given['currency'], 'cop');
    assert.equal(given['workflow_run_id'], 'r');
    assert.deepEqual(given['metadata'], metadata);
    assert.equal(given['notes'], null);
  });

  test('may name a lead by the address alone, and then no type', () => {
    const given = givenOf({ lead_email: 'ana@example.cl', amount: 1, description: 'Contrato firmado' });
    assert.deepEqual(given, {
      description: 'Contrato firmado',
      name: 'conversion',
      email: 'ana@example.cl',
      amount: 1,
      origin: 'api',
    });
  });

  test('keeps what is not documented, and gives it no meaning', () => {
    const given = givenOf(event({ order_id: 'o', context: { gclid: 'g' }, colour: 'red' }));
    assert.equal(given['order_id'], undefined);
    assert.equal(given['nexor.order_id'], 'o');
    assert.deepEqual(given['nexor.context'], { gclid: 'g' });
    assert.equal(given['colour'], 'red');
  });

  for (const amount of [0, -1.5, 0.1 + 0.2, 1e-9]) {
    test(`may be worth ${amount}`, () => assert.equal(givenOf(event({ amount }))['amount'], amount));
  }

  const refused: [object | undefined, string][] = [
    [undefined, 'expected one JSON object'],
    [[], 'expected one JSON object'],
    [{ conversion_type_id: TYPE_ID, amount: 1 }, 'lead_id: is required'],
    [{ lead_id: LEAD_ID, amount: 1 }, 'conversion_type_id: is required'],
    [{ conversion_type_id: TYPE_ID, lead_id: LEAD_ID }, 'amount: is required'],
    [event({ lead_id: 'null' }), 'lead_id: stands for nobody; expected the id of a lead'],
    [event({ lead_id: 7 }), 'lead_id: expected string, received number'],
    [event({ amount: '1' }), 'amount: expected number, received string'],
    [event({ amount: Number.POSITIVE_INFINITY }), 'amount: expected number, received Infinity'],
    [event({ currency: 'EURO' }), 'currency: expected a three-letter ISO 4217 code, such as USD'],
    [event({ currency: null }), 'currency: expected string, received null'],
    [event({ metadata: [] }), 'metadata: expected record, received array'],
    [event({ notes: 5 }), 'notes: expected string, received number'],
    [event({ lead_email: 'ana' }), 'lead_email: expected an email address'],
  ];
  for (const [body, message] of refused) {
    test(`is refused: ${message}`, () => assert.equal(refusalOf(create, { body }), message));
  }

  for (const converted_at of ['2026-02-01', '2026-02-30T00:00:00Z', '2026-02-01T15:30:00', 1_769_959_800_000, null]) {
    test(`did not occur at ${JSON.stringify(converted_at)}`, () => {
      assert.match(refusalOf(create, { body: event({ converted_at }) }), /^converted_at: /);
    });
  }

  test('is shown with exactly the documented keys, its type under the plural', () => {
    const reply = create.reply({ answer: 'conversion', outcome: 'recorded', shown }, requestOf({}));
    assert.deepEqual(reply, {
      status: 201,
      body: {
        success: true,
        conversion_event: {
          id: 'c',
          conversion_type_id: TYPE_ID,
          lead_id: LEAD_ID,
          amount: -1.5,
          currency: 'CLF',
          converted_at: '2026-02-01T15:30:00.000Z',
          created_at: '2026-02-01T15:30:00.001Z',
          workflow_id: 'w',
          master_workflow_id: null,
          workflow_run_id: null,
          metadata: {},
          notes: '',
          conversion_types: { name: 'Reserva', fields: type.fields },
        },
      },
    });
  });

  test('of no type is shown under its name', () => {
    const untyped = { ...shown, type: null, row: { ...row, amount_minor: null, currency: null } };
    const { body } = list.reply(
      { answer: 'conversions', rows: [untyped], total: 1, total_is_exact: true, facets: {} },
      requestOf({}),
    );
    const { conversion_events, ...rest } = body as { conversion_events: Record<string, unknown>[] };
    assert.deepEqual(rest, { success: true, total: 1 });
    assert.equal(conversion_events[0]?.['amount'], null);
    assert.equal(conversion_events[0]?.['conversion_type_id'], null);
    assert.deepEqual(conversion_events[0]?.['conversion_types'], { name: 'Reserva', category: 'final', fields: [] });
  });
});

describe('the list', () => {
  const asked = (query: object) => (list.ask(requestOf({ query: { ...query } })) as { query: object }).query;
  const newest = { sort: 'occurred_at', order: 'desc', status: 'verified' };

  test('has the newest 50 of all', () => assert.deepEqual(asked({}), { limit: 50, offset: 0, ...newest }));

  test('is narrowed and paged', () => {
    const filters = { lead_id: 'l', workflow_id: 'w', master_workflow_id: 'm', workflow_run_id: 'r' };
    const query = { ...filters, conversion_type_id: 't', limit: '200', offset: '40', other: 'x' };
    assert.deepEqual(asked(query), { ...filters, conversion_type_id: 't', limit: 200, offset: 40, ...newest });
  });

  for (const query of [{ limit: '0' }, { limit: '201' }, { limit: 'ten' }, { limit: ['1', '2'] }]) {
    test(`is refused for ${JSON.stringify(query)}`, () => assert.match(refusalOf(list, { query }), /^limit: /));
  }

  test('is not answered as if it were narrowed where it cannot be', () => {
    assert.match(refusalOf(list, { query: { 'metadata[deal]': '1' } }), /^metadata\[deal\]: /);
  });
});

test('a type is shown as documented', () => {
  const reply = types.reply({ answer: 'conversion_types', rows: [type] }, requestOf({}));
  const { id: _, external_id, created_at, ...rest } = type;
  const conversion_types = [{ ...rest, id: external_id, created_at: '2026-02-01T15:30:00.000Z' }];
  assert.deepEqual(reply, { status: 200, body: { success: true, conversion_types } });
});

describe('leads', () => {
  const contact = (more: object) =>
    ({ id: 'l', external_id: null, metadata: null, created_at: AT, ...more }) as unknown as ContactRow;
  const asked = (body: unknown) =>
    (createLeads.ask(requestOf({ body })) as Extract<Ask, { ask: 'create_contacts' }>).given;

  test('have their other keys in metadata, where an explicit one wins', () => {
    const [given] = asked({
      first_name: 'Ana',
      edad: 35,
      broker: 'top',
      force_first_message: 'x',
      metadata: { broker: 'own' },
    });
    assert.deepEqual(given?.['metadata'], { edad: 35, broker: 'own' });
    assert.equal(given?.['kind'], 'lead');
  });

  test('are taken one by one: a bad one leaves the others', () => {
    const body = [{ first_name: 'A' }, { last_name: 'B' }, { first_name: 'C', email: 'c' }, { first_name: 'D' }];
    assert.deepEqual(
      asked(body).map(({ first_name }) => first_name),
      ['A', 'D'],
    );
    const rows = [
      { outcome: 'recorded' as const, row: contact({ first_name: 'A' }) },
      new AppError('conflict', 'external_id: is taken', { field: 'external_id' }),
    ];
    const { status, body: said } = createLeads.reply({ answer: 'contacts', rows }, requestOf({ body }));
    const { leads, ...rest } = said as { leads: { first_name: string }[] };
    assert.equal(status, 201);
    assert.deepEqual(
      leads.map(({ first_name }) => first_name),
      ['A'],
    );
    assert.deepEqual(rest, {
      success: true,
      created: 1,
      failed: 3,
      errors: [
        { index: 1, error: 'Invalid request', message: 'first_name: is required' },
        { index: 2, error: 'Invalid request', message: 'email: expected an email address' },
        { index: 3, error: 'Conflict', message: 'external_id: is taken' },
      ],
    });
  });

  test('are at most 1,000', () => {
    const many = Array.from({ length: 1_001 }, () => ({ first_name: 'A' }));
    assert.equal(asked(many.slice(1)).length, 1_000);
    assert.match(refusalOf(createLeads, { body: many }), /^leads: /);
    assert.match(refusalOf(createLeads, { body: [] }), /^leads: /);
  });

  test('that are known already are answered with 200', () => {
    const body = { first_name: 'A' };
    const rows = [{ outcome: 'duplicate' as const, row: contact({ external_id: 'x' }) }];
    const reply = createLeads.reply({ answer: 'contacts', rows }, requestOf({ body }));
    assert.equal(reply.status, 200);
    assert.equal((reply.body as { lead: { id: string } }).lead.id, 'x');
  });

  test('are read by their id', () => {
    assert.deepEqual(readLead.ask(requestOf({ params: { id: 'l' } })), {
      ask: 'read_contact',
      id: 'l',
      named_as: 'lead',
    });
  });
});

describe('errors', () => {
  test('say error and message', () => {
    const { status, body } = nexor.renderError(new AppError('not_found', 'conversion_type_id: is not known'));
    assert.deepEqual(
      { status, body },
      {
        status: 404,
        body: { error: 'Not found', message: 'conversion_type_id: is not known' },
      },
    );
  });

  test('tell a missing key from a wrong one', () => {
    const said = (message: string, reason?: 'no_key') =>
      nexor.renderError(new AppError('unauthorized', message, { reason })).body;
    assert.deepEqual(said('There is no key.', 'no_key'), {
      error: 'Missing API key',
      message: 'Please provide your API key in the X-API-Key header',
    });
    assert.deepEqual(said('The key is unknown or revoked.'), {
      error: 'Invalid API key',
      message: 'The provided API key is not valid',
    });
  });

  test('say when to come again', () => {
    const { status, headers } = nexor.renderError(new AppError('rate_limited', 'Slower.', { retry_after: 7 }));
    assert.deepEqual([status, headers?.['Retry-After']], [429, '7']);
  });
});
