import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { connected, deliver, factsOf, inThePast, led, ordersOf } from '../deliveries.ts';
import { eachEngine } from '../each-engine.ts';
import {
  PADDLE_SECRET,
  paddleAdjustment,
  paddleCustomer,
  paddleEvent,
  paddleSignature,
  paddleSubscription,
  paddleTransaction,
  plainTotals,
} from '../paddle-events.ts';
import { asked, created } from '../programs-api.ts';

/** A customer's life with a shop that sells through Paddle Billing, as Paddle delivers it, in whatever order. */

/** All of it is told of ids that end in `of`; the click is named by the first checkout, and Paddle copies it from there. */
function lifeOf(of: string, click_id: string): object[] {
  const ids = {
    customer_id: `ctm_${of}`,
    subscription_id: `sub_${of}`,
    custom_data: { clickstitch_click_id: click_id },
  };
  const paid = (name: string, occurred_at: string, origin: string, totals: object) =>
    paddleEvent('transaction.completed', paddleTransaction({ ...ids, id: `txn_${name}${of}`, origin }, totals), {
      event_id: `evt_${name}${of}`,
      occurred_at,
    });
  const adjusted = (type: string, name: string, over: object, total: string) =>
    paddleEvent(type, paddleAdjustment({ id: `adj_${name}${of}`, customer_id: ids.customer_id, ...over }, total));
  const subscribed = (type: string, over: object) =>
    paddleEvent(type, paddleSubscription({ ...ids, id: ids.subscription_id, ...over }));
  const [first, second] = [{ transaction_id: `txn_a${of}` }, { transaction_id: `txn_b${of}` }];
  const ended = { status: 'canceled', canceled_at: '2026-12-20T10:00:00Z' };
  return [
    paddleEvent('customer.created', paddleCustomer({ id: ids.customer_id, email: `${of}@example.com` })),
    subscribed('subscription.created', { status: 'trialing', transaction_id: `txn_0${of}` }),
    paid('0', '2026-11-01T10:00:00Z', 'web', { ...plainTotals('0'), credit: '0' }),
    paid('a', '2026-11-15T10:00:00Z', 'subscription_recurring', {}),
    paid('b', '2026-12-15T10:00:00Z', 'subscription_recurring', plainTotals('10000')),
    adjusted('adjustment.created', 'r', { ...first, status: 'pending_approval' }, '3100'),
    adjusted('adjustment.updated', 'r', { ...first, created_at: '2026-11-20T10:00:00Z' }, '3100'),
    adjusted(
      'adjustment.created',
      'c',
      { ...second, action: 'chargeback', created_at: '2026-12-16T10:00:00Z' },
      '10000',
    ),
    adjusted(
      'adjustment.created',
      'w',
      { ...second, action: 'chargeback_reverse', created_at: '2026-12-18T10:00:00Z' },
      '10000',
    ),
    adjusted('adjustment.updated', 'c', { ...second, action: 'chargeback', status: 'reversed' }, '10000'),
    subscribed('subscription.canceled', ended),
    subscribed('subscription.updated', ended),
  ];
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let path: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    ({ path } = await connected(call, { provider: 'paddle', secret: PADDLE_SECRET }));
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const send = (event: object, to = path, at = Date.now()) => {
    const body = inThePast(event, Date.now());
    return deliver(collector, to, body, { 'paddle-signature': paddleSignature(body, at) });
  };

  let lives = 0;
  const begin = () => {
    lives += 1;
    return led(call, `${engine.slice(0, 2)}${lives}`);
  };

  describe('a life', () => {
    let expected: unknown[];

    test('comes to what was paid, less what was given back', async () => {
      const { of, affiliate_id, click_id } = await begin();
      for (const event of lifeOf(of, click_id)) {
        const { status, body } = await send(event);
        assert.equal(status, 200, JSON.stringify(body));
      }
      expected = await factsOf(call, `ctm_${of}`, affiliate_id);
      assert.deepEqual(
        expected.map((fact) =>
          Object.values(fact as object).filter((value) => typeof value !== 'string' || !/T/.test(value)),
        ),
        [
          ['checkout', null, null, 'open', 0, true, undefined],
          ['trial', null, null, 'trialing', 0, true, undefined],
          // 30 % of 140.91, of which 31/155 were given back.
          ['purchase', 155, 'USD', 'complete', 31, true, [42.27, 8.45, 'pending']],
          ['purchase', 100, 'USD', 'complete', 0, true, [30, 0, 'pending']],
          ['cancellation', null, null, 'failed', 0, true, undefined],
        ],
      );
    });

    test('comes to the same in any order, each event twice', async () => {
      const count = lifeOf('x', 'clk_x').length;
      for (const order of ordersOf([...Array(count).keys()])) {
        const { of, affiliate_id, click_id } = await begin();
        const events = lifeOf(of, click_id);
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
        assert.deepEqual(await factsOf(call, `ctm_${of}`, affiliate_id), expected, `in the order ${order}`);
      }
    });
  });

  test('the address of a customer leads to the affiliate who brought it', async () => {
    const { of, affiliate_id, click_id } = await begin();
    const { occurred_at } = JSON.parse(inThePast({ occurred_at: '2026-10-31T21:00:00Z' }, Date.now()));
    const lead = { name: 'lead', click_id, email: `${of}@example.com`, occurred_at };
    await created(call, '/v1/conversions', lead);
    const sale = paddleTransaction({ id: `txn_${of}`, customer_id: `ctm_${of}` });
    assert.equal((await send(paddleEvent('transaction.completed', sale))).body.data?.verdict, 'recorded');
    const before = await factsOf(call, `ctm_${of}`, affiliate_id);
    const customer = paddleCustomer({ id: `ctm_${of}`, email: `${of}@example.com` });
    assert.equal((await send(paddleEvent('customer.created', customer))).body.data?.verdict, 'recorded');
    const after = await factsOf(call, `ctm_${of}`, affiliate_id);
    const owed = (facts: unknown[]) => facts.map((fact) => (fact as { is_owed: boolean }).is_owed);
    assert.deepEqual([owed(before), owed(after)], [[false], [true]]);
  });

  describe('a request that Paddle did not make', () => {
    const body = JSON.stringify(paddleEvent('transaction.completed', paddleTransaction({ id: 'txn_forged' })));
    const forged: readonly (readonly [string, (now: number) => Record<string, string>, RegExp])[] = [
      ['without a signature', () => ({}), /is missing/],
      [
        'with another secret',
        (now) => ({ 'paddle-signature': paddleSignature(body, now, 'pdl_ntfset_x') }),
        /does not sign/,
      ],
      ['signed long ago', (now) => ({ 'paddle-signature': paddleSignature(body, now - 301_000) }), /minutes old/],
      [
        'signed in the future',
        (now) => ({ 'paddle-signature': paddleSignature(body, now + 330_000) }),
        /in the future/,
      ],
      [
        'of a body that was changed',
        (now) => ({ 'paddle-signature': paddleSignature(`${body} `, now) }),
        /does not sign/,
      ],
      ['in no form', () => ({ 'paddle-signature': 'garbage' }), /is not of the form/],
    ];
    for (const [what, headersOf, detail] of forged) {
      test(`${what} is refused, and nothing is recorded`, async () => {
        const { status, body: problem } = await deliver(collector, path, body, headersOf(Date.now()));
        assert.deepEqual([status, problem.code, problem.field], [401, 'unauthorized', 'Paddle-Signature']);
        assert.match(problem.detail ?? '', detail);
        assert.deepEqual(await asked(call, 'GET', '/v1/conversions?order_id=txn_forged'), []);
      });
    }
  });

  describe('an event that cannot be taken', () => {
    const refusals: readonly (readonly [string, object, number, string])[] = [
      ['in HUF', paddleTransaction({ id: 'txn_huf', currency_code: 'HUF' }), 422, 'currency'],
      [
        'with a broken amount',
        paddleTransaction({ id: 'txn_huf' }, { grand_total: '1.5' }),
        400,
        'data.details.totals.grand_total',
      ],
      ['without an id', paddleTransaction({ id: null }), 400, 'data.id'],
    ];
    for (const [what, data, expectedStatus, field] of refusals) {
      test(`${what} names its field, and nothing is recorded`, async () => {
        const event = paddleEvent('transaction.completed', { ...data });
        const { status, body } = await send(event);
        assert.deepEqual([status, body.field], [expectedStatus, field], JSON.stringify(body));
        assert.deepEqual(await asked(call, 'GET', '/v1/conversions?order_id=txn_huf'), []);
      });
    }

    test('is not JSON, or no event', async () => {
      for (const body of ['', '{', '[]', 'null', '"x"', '\u0000']) {
        const headers = { 'paddle-signature': paddleSignature(body, Date.now()) };
        const { status } = await deliver(collector, path, body, headers);
        assert.equal(status, 400, body);
      }
    });

    test('is of a type that means nothing, and is counted', async () => {
      const { status, body } = await send(paddleEvent('payout.paid', { id: 'pay_1' }));
      assert.deepEqual([status, body.data?.verdict], [200, 'unknown_type']);
    });
  });

  test('the sandbox has a connection of its own, which is in the test twin', async () => {
    const test = createCall(collector, collector.keys.test_secret_key);
    const { path: sandbox } = await connected(test, { provider: 'paddle', secret: PADDLE_SECRET });
    const event = paddleEvent('transaction.completed', paddleTransaction({ id: 'txn_sandbox' }));
    assert.equal((await send(event, sandbox)).status, 200);
    const listed = (api: Call) => asked<unknown[]>(api, 'GET', '/v1/conversions?order_id=txn_sandbox');
    assert.deepEqual([(await listed(call)).length, (await listed(test)).length], [0, 1]);
  });
});
