import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runVector } from './run-vector.ts';
import { openStand, type Stand } from './stand.ts';
import { readVectors } from './vector.ts';

/** A vector that is right, and what can be wrong with it: it must fail then, or it would show nothing. */
describe('a vector against a collector', () => {
  let stand: Stand;
  let orders = 0;
  before(async () => {
    stand = await openStand();
  });
  after(() => stand?.close());

  interface Expected {
    command?: unknown;
    status?: number;
    reply?: object;
    again?: object;
  }

  /** Reports an order and reads it again. */
  async function run({ command, status, reply, again }: Expected): Promise<void> {
    orders += 1;
    const request = { method: 'POST', path: '/v1/conversions', body: { name: 'purchase', order_id: `o_${orders}` } };
    const [vector] = readVectors(
      [
        {
          id: 'native/harness',
          setup: [request],
          steps: [
            {
              request: {
                ...request,
                body: { name: 'lead', order_id: `\${setup.0.data.order_id}`, amount: 5, currency: 'EUR' },
              },
              ...(command === undefined ? {} : { command }),
              reply: { status: status ?? 201, ...reply },
            },
            {
              request: { method: 'GET', path: `/v1/conversions/\${steps.0.body.data.id}/receipts` },
              command: null,
              reply: { status: 200, ...again },
            },
          ],
        },
      ],
      'harness',
      'native',
    );
    assert.ok(vector);
    await runVector(vector, 'native', stand);
  }

  test('passes where command and replies are the expected ones', async () => {
    const conversion = { name: 'lead', amount_minor: 500 };
    await run({ command: { kind: 'record_conversion', conversion } });
    await run({ command: [{ kind: 'record_conversion', conversion }] });
    await run({ reply: { headers: { 'content-type': 'application/json; charset=utf-8', 'x-nothing': null } } });
    await run({ reply: { body: '$same:first' }, again: { body: { data: '$array' } } });
  });

  const wrong: [string, Expected, RegExp][] = [
    ['another status', { status: 200 }, /status: expected 200, came 201/],
    ['a command of another kind', { command: { kind: 'identify' } }, /command\.kind: expected "identify"/],
    ['a wrong value in the command', { command: { conversion: { amount_minor: 501 } } }, /amount_minor: expected 501/],
    ['a field that the command has not', { command: { conversion: { nothing: '$any' } } }, /nothing: expected/],
    ['a command where none may be', { command: null }, /expected 0 accepted commands, came 1: record_conversion/],
    ['one command of two', { command: [{}, {}] }, /expected 2 accepted commands, came 1/],
    ['a reply with more keys', { reply: { body: { data: { id: '$string' } } } }, /reply\.data\.name: not expected/],
    ['a reply with fewer keys', { reply: { body: { data: '$object', next: null } } }, /reply\.next: expected null/],
    ['another text', { reply: { text: '' } }, /text: expected ""/],
    ['another header', { reply: { headers: { 'content-type': 'text/html' } } }, /header content-type/],
    ['the same, which is another', { reply: { body: '$same:it' }, again: { body: '$same:it' } }, /step 1, GET/],
    ['no command where one must be', { again: { status: 404 } }, /step 1, GET .*\n {2}status: expected 404, came 200/],
  ];
  for (const [name, expected, fault] of wrong) {
    test(`fails at ${name}`, () => assert.rejects(run(expected), fault));
  }
});
