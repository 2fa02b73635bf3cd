import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContactRow } from '../domain/contact.ts';
import { AppError } from '../domain/errors.ts';
import { chase } from './chase.ts';
import type { Ask, Route, Shown, VendorRequest } from './dialect.ts';

function routeOf(path: string): Route {
  const route = chase.routes.find((known) => known.method === 'POST' && known.path === path);
  assert.ok(route, path);
  return route;
}

const conversions = routeOf('/api/v2/conversions');
const contacts = routeOf('/api/v2/contacts');

const requestOf = (body?: unknown): VendorRequest => ({
  params: {},
  query: {},
  headers: {},
  body,
  received_at: 0,
  account: null,
  place: 'k POST /',
});

function givenOf(body: object): Record<string, unknown> {
  const asked = conversions.ask(requestOf(body)) as Extract<Ask, { ask: 'create_conversion' }>;
  assert.equal(asked.leniency.requiresContact, true);
  return { ...asked.given };
}

/** What a request that is not valid is answered with. */
function faultOf(route: Route, body: unknown): unknown {
  try {
    route.ask(requestOf(body));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { status, body } = chase.renderError(error);
    assert.equal(status, 422);
    return (body as { detail: unknown[] }).detail[0];
  }
  return 'taken';
}

describe('a conversion', () => {
  test('has a name, a buyer and data, and its price is no amount', () => {
    const conversion_data = { item: 'premium_subscription', price: 99.99 };
    assert.deepEqual(givenOf({ email: 'user@example.com', conversion_type: 'purchase', conversion_data }), {
      name: 'purchase',
      email: 'user@example.com',
      metadata: conversion_data,
      origin: 'api',
    });
  });

  for (const conversion_type of [undefined, null, '', '  ']) {
    test(`of the type ${JSON.stringify(conversion_type)} is called conversion`, () => {
      assert.equal(givenOf({ email: 'a+tag@b.org', conversion_type })['name'], 'conversion');
    });
  }

  test('keeps what is not documented, and gives it no meaning', () => {
    const given = givenOf({ email: 'a@b.org', amount: 5, colour: 'red' });
    assert.deepEqual([given['amount'], given['chase.amount'], given['colour']], [undefined, 5, 'red']);
  });

  test('is queued, or ignored where nobody has the address', () => {
    const shown = {} as Shown;
    assert.deepEqual(conversions.reply({ answer: 'conversion', outcome: 'recorded', shown }, requestOf()), {
      status: 202,
      body: { status: 'queued' },
    });
    assert.deepEqual(conversions.reply({ answer: 'ignored' }, requestOf()), {
      status: 200,
      body: { status: 'ignored', reason: 'contact_not_found' },
    });
  });

  const email = 'a@b.org';
  const refused: [unknown, (string | number)[], string, string][] = [
    [undefined, ['body'], 'Field required', 'missing'],
    [[], ['body'], 'Input should be a valid dictionary', 'dict_type'],
    [{}, ['body', 'email'], 'Field required', 'missing'],
    [{ email: null }, ['body', 'email'], 'Input should be a valid string', 'string_type'],
    [{ email: 'a@b' }, ['body', 'email'], 'value is not a valid email address', 'value_error'],
    [{ email, conversion_type: 7 }, ['body', 'conversion_type'], 'Input should be a valid string', 'string_type'],
    [
      { email, conversion_type: 'x'.repeat(64) },
      ['body', 'conversion_type'],
      'String should have at most 63 characters',
      'string_too_long',
    ],
    [{ email, conversion_data: [] }, ['body', 'conversion_data'], 'Input should be a valid dictionary', 'dict_type'],
  ];
  for (const [body, loc, msg, type] of refused) {
    test(`is refused: ${loc.join('.')}, ${msg}`, () => {
      assert.deepEqual(faultOf(conversions, body), { loc, msg, type });
    });
  }

  test('may have a type of 63 characters', () => {
    assert.equal(givenOf({ email, conversion_type: 'x'.repeat(63) })['name'], 'x'.repeat(63));
  });
});

describe('a contact', () => {
  const asked = (body: object) => (contacts.ask(requestOf(body)) as Extract<Ask, { ask: 'create_contacts' }>).given;

  test('has its custom data as metadata', () => {
    const custom_data = [
      { key: 'plan', value: 'gold' },
      { key: 'seats', value: 3 },
    ];
    assert.deepEqual(asked({ email: 'a@b.org', first_name: 'Ana', last_name: 'Diaz', custom_data }), [
      {
        kind: 'contact',
        email: 'a@b.org',
        first_name: 'Ana',
        last_name: 'Diaz',
        metadata: { plan: 'gold', seats: 3 },
      },
    ]);
  });

  test('that is there already is answered with 200 and its id', () => {
    const row = { id: 'c', external_id: null } as ContactRow;
    const reply = (outcome: 'recorded' | 'duplicate') =>
      contacts.reply({ answer: 'contacts', rows: [{ outcome, row }] }, requestOf());
    assert.deepEqual(reply('recorded'), { status: 201, body: { id: 'c' } });
    assert.deepEqual(reply('duplicate'), { status: 200, body: { id: 'c' } });
  });

  const item = (key: string) => ({ key, value: 1 });
  const refused: [object, (string | number)[], string][] = [
    [{ first_name: '' }, ['body', 'first_name'], 'string_too_short'],
    [{ last_name: 'x'.repeat(64) }, ['body', 'last_name'], 'string_too_long'],
    [{ custom_data: {} }, ['body', 'custom_data'], 'list_type'],
    [{ custom_data: Array.from({ length: 17 }, () => item('k')) }, ['body', 'custom_data'], 'too_long'],
    [{ custom_data: [item('k'), item('x'.repeat(32))] }, ['body', 'custom_data', 1, 'key'], 'string_too_long'],
    [{ custom_data: [item('')] }, ['body', 'custom_data', 0, 'key'], 'string_too_short'],
  ];
  for (const [body, loc, type] of refused) {
    test(`is refused: ${loc.join('.')}, ${type}`, () => {
      const fault = faultOf(contacts, { email: 'a@b.org', ...body }) as { loc: unknown; type: unknown };
      assert.deepEqual([fault.loc, fault.type], [loc, type]);
    });
  }
});

test('text is as long as it has code points', () => {
  assert.equal(givenOf({ email: 'a@b.org', conversion_type: '🍵'.repeat(63) })['name'], '🍵'.repeat(63));
  const fault = faultOf(conversions, { email: 'a@b.org', conversion_type: '🍵'.repeat(64) });
  assert.equal((fault as { type: unknown }).type, 'string_too_long');
});

describe('errors', () => {
  test('of a body that is no JSON are faults of the body', () => {
    const { status, body } = chase.renderError(
      new AppError('invalid', 'email: The body is not JSON.', { field: 'email', reason: 'body' }),
    );
    assert.equal(status, 422);
    assert.deepEqual(body, {
      detail: [
        { loc: ['body'], msg: 'JSON decode error', type: 'json_invalid', ctx: { error: 'The body is not JSON.' } },
      ],
    });
  });

  test('name the field as Chase does', () => {
    const error = new AppError('invalid', 'metadata: is larger than 9 bytes as JSON', { field: 'metadata' });
    assert.deepEqual(chase.renderError(error).body, {
      detail: [{ loc: ['body', 'conversion_data'], msg: 'is larger than 9 bytes as JSON', type: 'value_error' }],
    });
  });

  test('tell a missing key from a wrong one', () => {
    const said = (message: string, reason?: 'no_key') =>
      chase.renderError(new AppError('unauthorized', message, { reason }));
    assert.deepEqual(said('There is no key.', 'no_key'), { status: 401, body: { detail: 'Missing API key' } });
    assert.deepEqual(said('The key is unknown or revoked.'), { status: 401, body: { detail: 'Invalid API key' } });
  });

  test('say when to come again', () => {
    const { status, body, headers } = chase.renderError(new AppError('unavailable', 'Full.', { retry_after: 1 }));
    assert.deepEqual([status, body, headers], [503, { detail: 'Full.' }, { 'Retry-After': '1' }]);
  });
});
