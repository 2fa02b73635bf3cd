import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sendEvents } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion, type Refund } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function sold(facts: object): Promise<FullConversion> {
    const { status, body } = await call('POST', '/v1/conversions', { name: 'purchase', ...facts });
    assert.equal(status, 201);
    return body.data;
  }

  describe('PATCH /v1/conversions/:id', () => {
    test('changes what is given, clears with null, and leaves the rest', async () => {
      const before = await sold({ order_id: 'p_1', amount: 10, currency: 'EUR', notes: 'n', metadata: { a: 1, b: 2 } });
      const patch = { amount: '12.5', notes: null, metadata: { a: 3 }, count: 2, occurred_at: '2026-01-01T00:00:00Z' };
      const { status, body } = await call('PATCH', `/v1/conversions/${before.id}`, patch);
      assert.equal(status, 200);
      const { updated_at, ...after } = body.data;
      assert.deepEqual(after, {
        ...Object.fromEntries(Object.entries(before).filter(([key]) => key !== 'updated_at')),
        amount: 12.5,
        amount_minor: 1_250,
        count: 2,
        notes: null,
        metadata: { a: 3 },
        occurred_at: '2026-01-01T00:00:00.000Z',
      });
      assert.ok(updated_at > before.updated_at);
      assert.deepEqual((await call('GET', `/v1/conversions/${before.id}`)).body.data, body.data);
    });

    test('takes the caller’s id, and a type and a source', async () => {
      await sold({ external_id: 'p_2' });
      await call('POST', '/v1/conversion-types', { external_id: 't_p', name: 'renewal' });
      const typed = await call('PATCH', '/v1/conversions/p_2', { conversion_type_id: 't_p' });
      assert.deepEqual(typed.body.data.conversion_type, { id: 't_p', name: 'renewal' });
      const cleared = await call('PATCH', '/v1/conversions/p_2', { conversion_type_id: null });
      assert.deepEqual([cleared.body.data.conversion_type, cleared.body.data.name], [null, 'purchase']);
      assertRefused(await call('PATCH', '/v1/conversions/p_2', { source_id: 'nope' }), 404, 'source_id');
      assertRefused(await call('PATCH', '/v1/conversions/p_2', { order_id: 'other' }), 400, 'order_id');
      assertRefused(await call('PATCH', '/v1/conversions/nope', { notes: '' }), 404);
      assert.equal((await call('PATCH', '/v1/conversions/p_2', {})).status, 200);
    });

    test('of a reference that another conversion has is refused', async () => {
      await sold({ external_id: 'p_3', external_ref: 'r_3' });
      await sold({ external_id: 'p_4' });
      assertRefused(await call('PATCH', '/v1/conversions/p_4', { external_ref: 'r_3' }), 409, 'external_ref');
    });
  });

  describe('DELETE /v1/conversions/:id', () => {
    test('shows it nowhere, and keeps its order id taken', async () => {
      const { id } = await sold({ order_id: 'd_1', external_id: 'd_1x', amount: 3 });
      assert.equal((await call('DELETE', '/v1/conversions/d_1x')).body.data.id, id);
      for (const gone of [id, 'd_1x']) assertRefused(await call('GET', `/v1/conversions/${gone}`), 404);
      assertRefused(await call('DELETE', `/v1/conversions/${id}`), 404);
      assertRefused(await call('PATCH', `/v1/conversions/${id}`, { notes: 'x' }), 404);
      assertRefused(await call('POST', `/v1/conversions/${id}/refund`, {}), 404);
      const listed = await call<FullConversion[]>('GET', '/v1/conversions?limit=100');
      assert.equal(listed.body.data.filter((one) => one.id === id).length, 0);
      const again = await call('POST', '/v1/conversions', { name: 'purchase', order_id: 'd_1', amount: 3 });
      assert.deepEqual([again.status, again.body.code], [409, 'deleted']);
    });

    test('gives its order id back where that is asked for', async () => {
      const { id } = await sold({ order_id: 'd_2', external_id: 'd_2x' });
      assert.equal((await call('DELETE', `/v1/conversions/${id}?release_key=true`)).status, 200);
      const again = await sold({ order_id: 'd_2', external_id: 'd_2x' });
      assert.notEqual(again.id, id);
      assert.equal((await call('GET', '/v1/conversions/d_2x')).body.data.id, again.id);
      assertRefused(await call('DELETE', '/v1/conversions/d_2x?release_key=yes'), 400, 'release_key');
    });
  });

  describe('refunds', () => {
    const refund = (path: string, facts: object, headers = {}) =>
      call<Refund>('POST', `/v1/conversions/${path}`, facts, headers);
    const refunded = async (id: string) => (await call('GET', `/v1/conversions/${id}`)).body.data.refunded;

    test('give back a part, and then the rest, and no more', async () => {
      const { id } = await sold({ order_id: 'r_1', amount: 100, currency: 'EUR' });
      const part = await refund(`${id}/refund`, { amount: '30.00', reason: 'broken', external_ref: 're_1' });
      assert.deepEqual([part.status, part.body.data.status, part.body.data.amount], [201, 'applied', 30]);
      assert.deepEqual(await refunded(id), { amount: 30, amount_minor: 3_000 });
      const same = await refund(`${id}/refund`, { amount: '30.00', external_ref: 're_1' });
      assert.deepEqual([same.status, same.body.data.id], [200, part.body.data.id]);
      assertRefused(await refund(`${id}/refund`, { amount: 70.01 }), 409, 'amount');
      const rest = await refund('refund', { order_id: 'r_1', kind: 'chargeback' });
      assert.deepEqual([rest.status, rest.body.data.refunded], [201, { amount: 70, amount_minor: 7_000 }]);
      assertRefused(await refund(`${id}/refund`, {}), 409, 'amount');
      assert.deepEqual(await refunded(id), { amount: 100, amount_minor: 10_000 });
      const { body } = await call<Refund[]>('GET', `/v1/conversions/${id}/refunds`);
      assert.deepEqual(body.data.map((one) => one.id).sort(), [part.body.data.id, rest.body.data.id].sort());
    });

    test('are in the currency of the sale, and of a sale that has an amount', async () => {
      const { id } = await sold({ amount: 10, currency: 'EUR' });
      assertRefused(await refund(`${id}/refund`, { amount: 1, currency: 'USD' }), 400, 'currency');
      assertRefused(await refund(`${id}/refund`, { amount: 0 }), 400, 'amount');
      assertRefused(await refund(`${id}/refund`, { kind: 'gift' }), 400, 'kind');
      assertRefused(await refund('nope/refund', {}), 404);
      assertRefused(await refund('refund', {}), 400, 'order_id');
      for (const path of ['', '/refunds', '/receipts', '/why']) {
        assertRefused(await call('GET', `/v1/conversions/%00${path}`), 404);
      }
      assertRefused(await call('POST', '/v1/conversions/%00/share_link'), 404);
      assertRefused(await refund('%00/refund', {}), 404);
      const { id: free } = await sold({});
      assertRefused(await refund(`${free}/refund`, { amount: 1 }), 409, 'amount');
    });

    test('of an order that is not known wait for it', async () => {
      const waiting = await refund('refund', { order_id: 'r_2', amount: 4, currency: 'EUR', external_ref: 're_2' });
      assert.deepEqual([waiting.status, waiting.body.data.status], [202, 'pending']);
      assert.equal(waiting.body.data.conversion_id, null);
      const { id } = await sold({ order_id: 'r_2', amount: 10, currency: 'EUR' });
      assert.deepEqual(await refunded(id), { amount: 4, amount_minor: 400 });
      const again = await refund('refund', { order_id: 'r_2', amount: 4, external_ref: 're_2' });
      assert.deepEqual([again.status, again.body.data.status, again.body.data.conversion_id], [200, 'applied', id]);
    });

    test('that waited for more than the sale are cut', async () => {
      await refund('refund', { order_id: 'r_3', amount: 40, currency: 'EUR' });
      const { id } = await sold({ order_id: 'r_3', amount: 10, currency: 'EUR' });
      const [cut] = (await call<Refund[]>('GET', `/v1/conversions/${id}/refunds`)).body.data;
      assert.deepEqual([cut?.amount, cut?.refunded.amount, cut?.is_clamped], [40, 10, true]);
    });

    test('with an Idempotency-Key are made once', async () => {
      const { id } = await sold({ amount: 10 });
      const twins = await Promise.all(
        [1, 2].map(() => refund(`${id}/refund`, { amount: 6 }, { 'Idempotency-Key': 'r' })),
      );
      assert.deepEqual(
        twins.map(({ status }) => status),
        [201, 201],
      );
      assert.equal((await refunded(id))?.amount, 6);
    });
  });

  describe('POST /v1/conversions/confirm', () => {
    const claim = (visitor: string, id: string, order_id: string | undefined) =>
      sendEvents(collector, visitor, [
        { id, name: 'purchase', occurred_at: Date.now(), ...(order_id && { order_id }), value: 20, currency: 'EUR' },
      ]);

    async function claimsOf(visitor: string): Promise<FullConversion[]> {
      const { body } = await call<FullConversion[]>('GET', '/v1/conversions?limit=100');
      return body.data.filter((one) => one.visitor_id === visitor);
    }

    test('makes a browser’s report a sale, once, by its id', async () => {
      await claim('conf-1', 'conf-e1', 'conf_1');
      const [claimed] = await claimsOf('conf-1');
      assert.equal(claimed?.status, 'unverified');
      assertRefused(await call('PATCH', `/v1/conversions/${claimed?.id}`, { notes: 'x' }), 409);
      assertRefused(await call('DELETE', `/v1/conversions/${claimed?.id}`), 409);
      assertRefused(await call('POST', `/v1/conversions/${claimed?.id}/refund`, {}), 409);
      const confirmed = await call('POST', '/v1/conversions/confirm', { id: claimed?.id });
      assert.equal(confirmed.status, 201, JSON.stringify(confirmed.body));
      const { status, order_id, amount, currency, identifiers, visitor_id } = confirmed.body.data;
      assert.deepEqual([status, order_id, amount, currency], ['verified', 'conf_1', 20, 'EUR']);
      assert.deepEqual([visitor_id, identifiers], ['conf-1', { visitor: 'conf-1' }]);
      for (const again of [{ id: claimed?.id }, { order_id: 'conf_1' }, { id: confirmed.body.data.id }]) {
        const reply = await call('POST', '/v1/conversions/confirm', again);
        assert.deepEqual([reply.status, reply.body.data.id], [200, confirmed.body.data.id]);
      }
      assert.equal((await claimsOf('conf-1')).length, 1, 'it is shown once');
    });

    test('takes several, and answers each in its place', async () => {
      await claim('conf-2', 'conf-e2', 'conf_2');
      await claim('conf-3', 'conf-e3', 'conf_3');
      await claim('conf-4', 'conf-e4', 'conf_3');
      const { status, body } = await call<{ status: number; error?: { detail: string } }[]>(
        'POST',
        '/v1/conversions/confirm',
        [{ order_id: 'conf_2' }, { order_id: 'conf_3' }, { id: 'nope' }, {}, { order_id: 'conf_9', name: 'lead' }],
      );
      assert.equal(status, 200);
      assert.deepEqual(
        body.data.map((item) => item.status),
        [201, 409, 404, 400, 404],
      );
      for (const visitor of ['conf-3', 'conf-4']) {
        const [claimed] = await claimsOf(visitor);
        assert.ok(body.data[1]?.error?.detail.includes(claimed?.id ?? '?'), 'the claims are named');
      }
      assertRefused(await call('POST', '/v1/conversions/confirm', []), 400);
    });
  });
});
