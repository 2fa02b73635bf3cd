import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion, type Item } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface NamedConversion extends FullConversion {
  affiliate_id: string | null;
  coupon: string | null;
  earning_status: string | null;
  referral_id: string | null;
  click_id: string | null;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let ada: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    ada = (await call<{ id: string }>('POST', '/v1/affiliates', { name: 'Ada', external_id: 'aff_7', code: 'ada' }))
      .body.data.id;
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const report = (facts: object) =>
    call<NamedConversion>('POST', '/v1/conversions', { name: 'purchase', amount: 10, currency: 'EUR', ...facts });

  describe('a sale whose affiliate is named', () => {
    test('is theirs, by our id or the caller’s', async () => {
      for (const affiliate_id of [ada, 'aff_7']) {
        const { status, body } = await report({ order_id: `named_${affiliate_id}`, affiliate_id });
        assert.deepEqual([status, body.data.affiliate_id, body.data.raw], [201, ada, null]);
        assert.deepEqual([body.data.owed_to?.affiliate_id, body.data.debt_rule], [ada, 'named_affiliate']);
      }
    });

    test('by an id that nobody has is refused, and nothing is recorded', async () => {
      assertRefused(await report({ order_id: 'named_wrong', affiliate_id: 'aff_8' }), 404, 'affiliate_id');
      assert.equal((await report({ order_id: 'named_wrong' })).status, 201);
      const elsewhere = createCall(collector, collector.keys.test_secret_key);
      const other = await elsewhere('POST', '/v1/conversions', { name: 'purchase', affiliate_id: ada });
      assertRefused(other, 404, 'affiliate_id');
    });

    test('is one of several that are each for itself', async () => {
      const conversions = ['aff_7', 'aff_8', ada].map((affiliate_id) => ({ name: 'lead', affiliate_id }));
      const { body } = await call<Item<NamedConversion>[]>('POST', '/v1/conversions/batch', { conversions });
      assert.deepEqual(
        body.data.map((item) => [item.status, item.data?.affiliate_id, item.error?.field]),
        [
          [201, ada, undefined],
          [404, undefined, 'affiliate_id'],
          [201, ada, undefined],
        ],
      );
    });
  });

  describe('what else is told of a sale', () => {
    test('is the coupon, known or not, in capital letters', async () => {
      await call('POST', '/v1/coupons', { affiliate_id: 'aff_7', code: 'ADA-10' });
      const mine = await report({ order_id: 'coupon_1', email: 'c1@example.com', coupon: ' ada-10' });
      assert.deepEqual(
        [mine.body.data.coupon, mine.body.data.owed_to?.affiliate_id, mine.body.data.debt_rule],
        ['ADA-10', ada, 'coupon'],
      );
      const unknown = await report({ order_id: 'coupon_2', email: 'c2@example.com', coupon: 'nobodys' });
      assert.deepEqual(
        [unknown.status, unknown.body.data.coupon, unknown.body.data.owed_to, unknown.body.data.debt_rule],
        [201, 'NOBODYS', null, 'unknown_coupon'],
      );
      assertRefused(await report({ order_id: 'coupon_3', coupon: 7 }), 400, 'coupon');
    });

    test('is a click in the place of a referral', async () => {
      const click = await call<{ id: string }>('POST', '/v1/clicks', { url: 'https://shop.example/', code: 'ada' });
      const { body } = await report({ order_id: 'tie_1', referral_id: click.body.data.id });
      assert.deepEqual(
        [body.data.click_id, body.data.referral_id, body.data.debt_rule],
        [click.body.data.id, null, 'reported_click'],
      );
    });

    test('is what it earns, which can be changed and taken back', async () => {
      const { body } = await report({ order_id: 'status_1', affiliate_id: ada, earning_status: 'ready' });
      assert.equal(body.data.earning_status, 'ready');
      const patch = async (change: object) => {
        const { status, body: after } = await call<NamedConversion>('PATCH', `/v1/conversions/${body.data.id}`, change);
        return [status, after.data?.earning_status];
      };
      assert.deepEqual(await patch({ notes: 'n' }), [200, 'ready']);
      assert.deepEqual(await patch({ earning_status: 'declined' }), [200, 'declined']);
      assert.deepEqual(await patch({ earning_status: null }), [200, null]);
      assert.deepEqual(await patch({ earning_status: 'none' }), [400, undefined]);
      for (const fixed of ['affiliate_id', 'coupon', 'referral_id']) {
        assert.deepEqual(await patch({ [fixed]: 'x' }), [400, undefined], fixed);
      }
      assertRefused(await report({ order_id: 'status_2', earning_status: 'done' }), 400, 'earning_status');
    });

    test('is listed with it', async () => {
      const { body } = await call<NamedConversion[]>('GET', '/v1/conversions?order_id=coupon_1');
      assert.deepEqual(
        body.data.map(({ coupon, affiliate_id, earning_status }) => [coupon, affiliate_id, earning_status]),
        [['ADA-10', null, null]],
      );
    });
  });

  describe('a vendor’s report', () => {
    test('does not get the meaning that our fields have', async () => {
      const key = await call<{ key: string }>('POST', '/v1/api-keys', { name: 'n', dialect: 'nexor' });
      const ours = { affiliate_id: ada, coupon: { code: 'ADA-10' }, earning_status: 'paid' };
      const { status, body } = await call(
        'POST',
        '/api/public/conversions',
        { lead_email: 'vendor@example.com', amount: 5, currency: 'EUR', ...ours },
        { 'X-API-Key': key.body.data.key },
      );
      assert.equal(status, 201, JSON.stringify(body));
      const { body: listed } = await call<NamedConversion[]>('GET', '/v1/conversions?email=vendor@example.com');
      const [row] = listed.data;
      assert.deepEqual([row?.affiliate_id, row?.coupon, row?.earning_status], [null, null, null]);
      const kept = Object.fromEntries(Object.entries(ours).map(([name, value]) => [`nexor.${name}`, value]));
      assert.deepEqual(row?.raw, kept);
    });
  });
});
