import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { connected, deliver, factsOf, inThePast, led, ordersOf } from '../deliveries.ts';
import { eachEngine } from '../each-engine.ts';
import {
  invoiceEvent,
  LEMON_SQUEEZY_SECRET,
  lemonSqueezySignature,
  orderEvent,
  subscriptionEvent,
} from '../lemon-squeezy-events.ts';
import { asked } from '../programs-api.ts';

/** A customer's life with a shop that sells through Lemon Squeezy, as it is delivered, in whatever order. */

interface Ids {
  /** From which the ids of this life are counted. */
  from: number;
  click_id: string;
}

/** Of the order 11.99 with 2.00 tax, and of the renewal 9.99. Invoices name no click: of whom they are, their customer says. */
function lifeOf({ from, click_id }: Ids): object[] {
  const custom = { clickstitch_click_id: click_id };
  const who = { customer_id: from, user_email: `buyer${from}@example.com` };
  const order = (name: string, over: object) => orderEvent(name, { ...who, id: String(from), ...over }, custom);
  const subscription = (name: string, over: object) =>
    subscriptionEvent(name, { ...who, id: String(from), order_id: from, ...over }, custom);
  const invoice = (name: string, id: number, over: object) =>
    invoiceEvent(name, { ...who, id: String(from + id), subscription_id: from, ...over });
  const first = { billing_reason: 'initial', total: 1199, tax: 200, created_at: '2026-11-01T09:45:53.000000Z' };
  const back = (refunded_amount: number, updated_at: string) => ({ refunded_amount, updated_at });
  const ends_at = '2026-12-20T09:45:53.000000Z';
  return [
    order('order_created', {}),
    subscription('subscription_created', {}),
    invoice('subscription_payment_success', 1, first),
    // The same refund of the first payment, told of its order and of its invoice, and then more of it.
    order('order_refunded', back(100, '2026-11-03T10:00:00.000000Z')),
    invoice('subscription_payment_refunded', 1, { ...first, ...back(100, '2026-11-03T10:00:01.000000Z') }),
    order('order_refunded', back(300, '2026-11-04T10:00:00.000000Z')),
    invoice('subscription_payment_success', 2, {}),
    invoice('subscription_payment_refunded', 2, {
      ...{ refunded_amount: 999, status: 'refunded', refunded: true },
      refunded_at: '2026-12-05T10:00:00.000000Z',
    }),
    invoice('subscription_payment_failed', 3, { status: 'pending', updated_at: '2026-12-15T10:00:00.000000Z' }),
    subscription('subscription_updated', { status: 'past_due' }),
    subscription('subscription_expired', { status: 'expired', ends_at }),
    subscription('subscription_updated', { status: 'expired', ends_at }),
  ];
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let callTest: Call;
  let path: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    callTest = createCall(collector, collector.keys.test_secret_key);
    ({ path } = await connected(call, { provider: 'lemon_squeezy', secret: LEMON_SQUEEZY_SECRET, account: '7' }));
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const send = (event: object, to = path) => {
    const body = inThePast(event, Date.now());
    return deliver(collector, to, body, { 'x-signature': lemonSqueezySignature(body) });
  };

  let lives = 0;
  const begin = async () => {
    lives += 1;
    return { ...(await led(call, `${engine.slice(0, 2)}${lives}`)), from: lives * 100 };
  };
  const plain = (facts: unknown[]) =>
    facts.map((fact) => {
      const { occurred_at: _, ...rest } = fact as Record<string, unknown>;
      return Object.values(rest);
    });

  describe('a life', () => {
    let expected: unknown[];

    test('comes to what was paid, less what was given back; order and first invoice are one sale', async () => {
      const life = await begin();
      for (const event of lifeOf(life)) {
        const { status, body } = await send(event);
        assert.equal(status, 200, JSON.stringify(body));
      }
      expected = await factsOf(call, `ls_customer_${life.from}`, life.affiliate_id);
      assert.deepEqual(plain(expected), [
        // 30 % of 9.99, of which 3.00/11.99 were given back.
        ['purchase', 11.99, 'USD', 'complete', 3, true, [3, 0.75, 'pending']],
        ['purchase', 9.99, 'USD', 'complete', 9.99, true, [3, 3, 'reversed']],
        ['payment_failed', null, null, 'failed', 0, true, undefined],
        ['cancellation', null, null, 'failed', 0, true, undefined],
      ]);
    });

    test('comes to the same in any order, each event twice', async () => {
      const count = lifeOf({ from: 0, click_id: 'clk_x' }).length;
      for (const order of ordersOf([...Array(count).keys()])) {
        const life = await begin();
        const events = lifeOf(life);
        for (const at of order) {
          for (const verdicts of [
            ['recorded', 'duplicate', 'nothing_to_do'],
            ['duplicate', 'nothing_to_do'],
          ]) {
            const { status, body } = await send(events[at] as object);
            assert.equal(status, 200, JSON.stringify(body));
            assert.ok(verdicts.includes(body.data?.verdict ?? ''), `${at} of ${order}: ${body.data?.verdict}`);
          }
        }
        const facts = await factsOf(call, `ls_customer_${life.from}`, life.affiliate_id);
        assert.deepEqual(facts, expected, `in the order ${order}`);
      }
    });
  });

  test('a trial begins with an order for nothing, and its first renewal is the first sale', async () => {
    const { from, affiliate_id, click_id } = await begin();
    const custom = { clickstitch_click_id: click_id };
    const who = { customer_id: from, user_email: `buyer${from}@example.com`, id: String(from) };
    for (const event of [
      invoiceEvent('subscription_payment_success', { ...who, subscription_id: from }),
      subscriptionEvent('subscription_created', { ...who, order_id: from, status: 'on_trial' }, custom),
      orderEvent('order_created', { ...who, subtotal: 0, tax: 0, total: 0 }, custom),
    ]) {
      assert.equal((await send(event)).status, 200);
    }
    assert.deepEqual(plain(await factsOf(call, `ls_customer_${from}`, affiliate_id)), [
      ['checkout', null, null, 'open', 0, true, undefined],
      ['trial', null, null, 'trialing', 0, true, undefined],
      ['purchase', 9.99, 'USD', 'complete', 0, true, [3, 0, 'pending']],
    ]);
  });

  describe('a request that Lemon Squeezy did not make', () => {
    const body = JSON.stringify(orderEvent('order_created', { id: '9' }));
    const forged: readonly (readonly [string, Record<string, string>, RegExp])[] = [
      ['without a signature', {}, /is missing/],
      ['with another secret', { 'x-signature': lemonSqueezySignature(body, 'another') }, /does not sign/],
      ['of a body that was changed', { 'x-signature': lemonSqueezySignature(`${body} `) }, /does not sign/],
      ['in no form', { 'x-signature': 'garbage' }, /does not sign/],
    ];
    for (const [what, headers, detail] of forged) {
      test(`${what} is refused, and nothing is recorded`, async () => {
        const { status, body: problem } = await deliver(collector, path, body, headers);
        assert.deepEqual([status, problem.code, problem.field], [401, 'unauthorized', 'X-Signature']);
        assert.match(problem.detail ?? '', detail);
        assert.deepEqual(await asked(call, 'GET', '/v1/conversions?order_id=ls_order_9'), []);
      });
    }
  });

  describe('an event that cannot be taken', () => {
    const refusals: readonly (readonly [string, object, number, string])[] = [
      ['in a currency of which nobody says what cents are', { currency: 'JPY', total_usd: null }, 422, 'currency'],
      ['with a broken amount', { total: '11.99' }, 400, 'data.attributes.total'],
      ['of another store', { store_id: 8 }, 403, 'account'],
    ];
    for (const [what, over, expectedStatus, field] of refusals) {
      test(`${what} names its field, and nothing is recorded`, async () => {
        const { status, body } = await send(orderEvent('order_created', { id: '9', ...over }));
        assert.deepEqual([status, body.field], [expectedStatus, field], JSON.stringify(body));
        assert.deepEqual(await asked(call, 'GET', '/v1/conversions?order_id=ls_order_9'), []);
      });
    }

    test('is not JSON, or no event', async () => {
      for (const body of ['', '{', '[]', 'null', '"x"', '\u0000']) {
        const { status } = await deliver(collector, path, body, { 'x-signature': lemonSqueezySignature(body) });
        assert.equal(status, 400, body);
      }
    });

    test('is of a type that means nothing, and is counted', async () => {
      const { status, body } = await send(orderEvent('license_key_created'));
      assert.deepEqual([status, body.data?.verdict], [200, 'unknown_type']);
    });
  });

  describe('an event of the test mode', () => {
    const listed = async (by: Call, order: string) =>
      (await asked<FullConversion[]>(by, 'GET', `/v1/conversions?order_id=ls_order_${order}`)).length;

    test('goes to the test twin', async () => {
      assert.equal((await send(orderEvent('order_created', { id: '50', test_mode: true }))).status, 200);
      assert.deepEqual([await listed(call, '50'), await listed(callTest, '50')], [0, 1]);
    });

    test('is all that a connection for tests takes', async () => {
      const { path: test } = await connected(callTest, { provider: 'lemon_squeezy', secret: LEMON_SQUEEZY_SECRET });
      assert.equal((await send(orderEvent('order_created', { id: '51' }), test)).status, 403);
      assert.equal((await send(orderEvent('order_created', { id: '51', test_mode: true }), test)).status, 200);
      assert.deepEqual([await listed(call, '51'), await listed(callTest, '51')], [0, 1]);
    });
  });
});
