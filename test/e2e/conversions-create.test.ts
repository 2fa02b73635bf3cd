import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion, type Item } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let testCall: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    testCall = createCall(collector, collector.keys.test_secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const report = (facts: object, headers = {}) =>
    call('POST', '/v1/conversions', { name: 'purchase', ...facts }, headers);

  describe('a conversion with all its fields', () => {
    const facts = {
      external_id: 'sale_1',
      order_id: 'full_1',
      event_id: 'full_e1',
      external_ref: 'ref_1',
      amount: '120.50',
      currency: 'EUR',
      count: 3,
      occurred_at: '2026-10-01T10:00:00Z',
      origin: 'crm',
      action_source: 'phone_call',
      notes: 'Called back.',
      product_ids: ['p1', 'p2'],
      price_ids: ['pr1'],
      plan_id: 'plan_1',
      is_subscription: true,
      interval: 'monthly',
      sales_status: 'trialing',
      workflow_id: 'wf_1',
      master_workflow_id: 'mwf_1',
      workflow_run_id: 'run_1',
      url: 'https://shop.example/thanks',
      referrer_url: 'https://shop.example/cart',
      metadata: { seats: 4 },
      context: { fbp: 'fb.1.2.3', utm_source: 'news', ip_address: '203.0.113.9' },
      referral_id: 'ref_9',
    };

    test('is shown as it was told, by our id and by the caller’s', async () => {
      const user = { user_id: 'u_full', email: 'Full@Example.com', first_name: 'Ann' };
      const made = await report({ ...facts, user, voucher: 'AUTUMN' });
      assert.equal(made.status, 201);
      const { amount, occurred_at, ...same } = facts;
      for (const id of [made.body.data.id, 'sale_1']) {
        const { status, body } = await call('GET', `/v1/conversions/${id}`);
        assert.equal(status, 200);
        assert.deepEqual({ ...body.data, ...same }, body.data, 'every field is as it was told');
        assert.deepEqual([body.data.amount, body.data.amount_minor], [120.5, 12_050]);
        assert.equal(body.data.occurred_at, '2026-10-01T10:00:00.000Z');
        assert.deepEqual(body.data.identifiers, { user: 'u_full', email: 'full@example.com' });
        assert.deepEqual(body.data.user, { first_name: 'Ann' });
        assert.deepEqual(body.data.raw, { voucher: 'AUTUMN' });
        assert.deepEqual([body.data.dialect, body.data.refunded], ['native', { amount: 0, amount_minor: 0 }]);
        assert.equal(body.data.updated_at, body.data.recorded_at);
      }
    });

    test('is one by each of its ids', async () => {
      for (const key of ['external_id', 'order_id', 'event_id', 'external_ref'] as const) {
        const again = await report({ [key]: facts[key], amount: 1 });
        assert.deepEqual([again.status, again.body.data.external_id], [200, 'sale_1'], key);
      }
    });

    test('is not known to the other mode', async () => {
      assertRefused(await testCall('GET', '/v1/conversions/sale_1'), 404);
    });
  });

  describe('a type and a source', () => {
    before(async () => {
      const type = {
        external_id: 'type_demo',
        name: 'demo_booked',
        currency: 'JPY',
        workflow_id: 'wf_demo',
        fields: [{ key: 'seats', label: 'Seats', type: 'number' }],
      };
      assert.equal((await call('POST', '/v1/conversion-types', type)).status, 201);
      const source = { external_id: 'src_pod', name: 'Podcast', type: 'hdyhau', category: 'podcast' };
      assert.equal((await call('POST', '/v1/sources', source)).status, 201);
    });

    test('are named by either id; what the report leaves out is the type’s', async () => {
      const { body } = await call('POST', '/v1/conversions', {
        conversion_type_id: 'type_demo',
        source_id: 'src_pod',
        amount: 1500,
        metadata: { seats: '12', note: 'kept' },
      });
      assert.deepEqual(body.data.conversion_type, { id: 'type_demo', name: 'demo_booked' });
      assert.deepEqual(body.data.source, { id: 'src_pod', name: 'Podcast' });
      assert.deepEqual([body.data.name, body.data.amount_minor, body.data.currency], ['demo_booked', 1_500, 'JPY']);
      assert.deepEqual(body.data.metadata, { seats: 12, note: 'kept' });
    });

    test('that are unknown, or another workspace’s, are refused by their fields', async () => {
      assertRefused(await report({ conversion_type_id: 'nope' }), 404, 'conversion_type_id');
      assertRefused(await report({ source_id: 'nope' }), 404, 'source_id');
      const reported = await testCall('POST', '/v1/conversions', { conversion_type_id: 'type_demo' });
      assertRefused(reported, 404, 'conversion_type_id');
    });

    test('refuse metadata that is not of its declared type', async () => {
      const reply = await report({ conversion_type_id: 'type_demo', metadata: { seats: 'many' } });
      assertRefused(reply, 400, 'metadata.seats');
    });
  });

  describe('POST /v1/conversions/batch', () => {
    const batch = (conversions: unknown, headers = {}) =>
      call<Item<FullConversion>[]>('POST', '/v1/conversions/batch', { conversions }, headers);

    test('answers each in its place, whatever is wrong with others', async () => {
      const { status, body } = await batch([
        { name: 'purchase', order_id: 'b_1', amount: 1 },
        { name: 'purchase', order_id: 'b_2', amount: -1 },
        { name: 'purchase', order_id: 'b_1', amount: 9 },
        'not an object',
        { name: 'purchase', order_id: 'b_3', source_id: 'nope' },
        { name: 'purchase', order_id: 'b_4', amount: 4 },
      ]);
      assert.equal(status, 200);
      assert.deepEqual(
        body.data.map((item) => [item.status, item.data?.order_id ?? item.error?.field]),
        [
          [201, 'b_1'],
          [400, 'amount'],
          [200, 'b_1'],
          [400, ''],
          [404, 'source_id'],
          [201, 'b_4'],
        ],
      );
      assert.equal(body.data[2]?.data?.amount, 1);
    });

    test('takes 1 to 1,000', async () => {
      for (const conversions of [undefined, [], {}, Array(1_001).fill({})]) {
        assertRefused(await batch(conversions), 400, 'conversions');
      }
      assertRefused(await call('POST', '/v1/conversions/batch', []), 400, 'conversions');
      const many = Array.from({ length: 1_000 }, (_, n) => ({ name: 'lead', event_id: `many_${n}` }));
      const { body } = await batch(many);
      assert.deepEqual([body.data.length, new Set(body.data.map((item) => item.status))], [1_000, new Set([201])]);
    });

    test('with an Idempotency-Key is carried out once', async () => {
      const conversions = [{ name: 'lead' }, { name: 'lead', amount: 'x' }, { name: 'lead', count: 2 }];
      const [first, again] = [
        await batch(conversions, { 'Idempotency-Key': 'batch-1' }),
        await batch(conversions, { 'Idempotency-Key': 'batch-1' }),
      ];
      assert.deepEqual(again.body, first.body);
      assert.deepEqual(
        first.body.data.map(({ status }) => status),
        [201, 400, 201],
      );
    });
  });

  describe('an Idempotency-Key', () => {
    test('is answered again as before', async () => {
      const first = await report({ amount: 5 }, { 'Idempotency-Key': 'k1' });
      assert.deepEqual([first.status, first.headers.get('Idempotency-Replayed')], [201, null]);
      const again = await report({ amount: 5 }, { 'Idempotency-Key': 'k1' });
      assert.deepEqual([again.status, again.headers.get('Idempotency-Replayed')], [201, 'true']);
      assert.equal(again.body.data.id, first.body.data.id);
      const other = await report({ amount: 5 }, { 'Idempotency-Key': 'k2' });
      assert.notEqual(other.body.data.id, first.body.data.id);
    });

    test('with another body is refused', async () => {
      await report({ amount: 5 }, { 'Idempotency-Key': 'k3' });
      const other = await report({ amount: 6 }, { 'Idempotency-Key': 'k3' });
      assertRefused(other, 409, 'Idempotency-Key');
    });

    test('makes one of twins that come at the same time', async () => {
      const twins = await Promise.all(
        Array.from({ length: 8 }, () => report({ amount: 7 }, { 'Idempotency-Key': 'twins' })),
      );
      assert.deepEqual(new Set(twins.map(({ status }) => status)), new Set([201]));
      assert.equal(new Set(twins.map(({ body }) => body.data.id)).size, 1);
    });
  });
});
