import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { asked, created, type MadeReferral, promoted, type Referral } from '../programs-api.ts';

/** Who was referred by whom, from the sign-up on. */

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let affiliate_id: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    ({ affiliate_id } = await promoted(call, 'jane', { affiliate: { external_id: 'aff_jane' } }));
    await created(call, '/v1/coupons', { affiliate_id, code: 'jane10' });
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  let orders = 0;
  const sell = (facts: object) => {
    orders += 1;
    const sale = { name: 'purchase', order_id: `o_${orders}`, amount: 10, currency: 'EUR' };
    return created<FullConversion>(call, '/v1/conversions', { ...sale, ...facts });
  };
  const read = (id: string) => asked<Referral>(call, 'GET', `/v1/referrals/${id}`);

  describe('somebody who signs up with a coupon', () => {
    const who = { coupon: 'Jane10', email: 'ada@example.com', external_user_id: 'u_ada' };
    let referral: Referral;

    test('is a lead of its affiliate, once', async () => {
      const made = await created<MadeReferral>(call, '/v1/referrals', who);
      assert.ok(made.referral, made.explanation);
      referral = made.referral;
      assert.deepEqual(
        [made.debt_rule, referral.affiliate_id, referral.affiliate_name, referral.status, referral.sales],
        ['coupon', affiliate_id, 'Blog of jane', 'lead', 0],
      );
      assert.deepEqual(referral.identifiers, { user: 'u_ada', email: 'ada@example.com' });
      const again = await asked<MadeReferral>(call, 'POST', '/v1/referrals', who);
      assert.deepEqual(again, made);
    });

    test('is bound: what they buy is the affiliate’s, and who claims it later loses', async () => {
      const other = await promoted(call, 'ben');
      await created(call, '/v1/clicks', { url: 'https://shop.example/', code: 'ben', visitor_id: 'ada_laptop' });
      const sale = await sell({ external_user_id: 'u_ada', visitor_id: 'ada_laptop' });
      assert.deepEqual([sale.debt_rule, sale.owed_to?.affiliate_id], ['bound_referral', affiliate_id]);
      assert.equal(sale.owed_to?.referral_id, referral.id);
      const why = await asked<{
        debt: {
          claimants: { by: string; verdict: string; affiliate_name: string; words: string }[];
          candidates: { affiliate_id: string; verdict: string }[];
        };
      }>(call, 'GET', `/v1/conversions/${sale.id}/why`);
      assert.deepEqual(
        why.debt.claimants.map(({ by, verdict, affiliate_name }) => [by, verdict, affiliate_name]),
        [['binding', 'won', 'Blog of jane']],
      );
      assert.deepEqual(
        why.debt.candidates.map(({ affiliate_id, verdict }) => [affiliate_id, verdict]),
        [[other.affiliate_id, 'outranked']],
      );
      const { status, sales, revenue, commission } = await read(referral.id);
      assert.deepEqual([status, sales], ['customer', 1]);
      assert.deepEqual(revenue, [{ currency: 'EUR', amount: 10, amount_minor: 1_000 }]);
      assert.deepEqual(commission, [{ currency: 'EUR', amount: 3, amount_minor: 300 }]);
    });

    test('goes from the subscription to the refund', async () => {
      const paid = await sell({ external_user_id: 'u_ada', is_subscription: true, interval: 'monthly' });
      assert.equal((await read(referral.id)).status, 'active');
      for (const { conversion_id } of await asked<{ conversion_id: string }[]>(call, 'GET', '/v1/earnings')) {
        await created(call, `/v1/conversions/${conversion_id}/refund`, {});
      }
      const { status, sales, revenue, commission } = await read(paid.owed_to?.referral_id ?? '');
      assert.deepEqual([status, sales, revenue, commission], ['refunded', 0, [], []]);
    });

    test('may be canceled, and its rates locked', async () => {
      const path = `/v1/referrals/${referral.id}`;
      const canceled = await asked<Referral>(call, 'PATCH', path, { status: 'canceled', locks_rate: true });
      assert.deepEqual([canceled.status, canceled.locks_rate], ['canceled', true]);
      const back = await asked<Referral>(call, 'PATCH', path, { status: null });
      assert.deepEqual([back.status, back.locks_rate], ['refunded', true]);
      assertRefused(await call('PATCH', path, { status: 'lead' }), 400, 'status');
      assertRefused(await call('PATCH', path, { affiliate_id: 'x' }), 400, 'affiliate_id');
    });
  });

  test('a referral is listed by its affiliate, newest first', async () => {
    const made = await created<MadeReferral>(call, '/v1/referrals', {
      affiliate_id: 'aff_jane',
      email: 'eve@example.com',
    });
    const listed = await asked<Referral[]>(call, 'GET', '/v1/referrals?affiliate_id=aff_jane');
    assert.equal(listed[0]?.id, made.referral?.id);
    const { body } = await call<Referral[]>('GET', '/v1/referrals?limit=1');
    assert.equal(body.data.length, 1);
    const next = await asked<Referral[]>(call, 'GET', `/v1/referrals?limit=1&cursor=${body.next_cursor}`);
    assert.notEqual(next[0]?.id, body.data[0]?.id);
  });

  test('where nobody is owed, it says so', async () => {
    const made = await created<MadeReferral>(call, '/v1/referrals', { email: 'nobody@example.com' });
    assert.deepEqual([made.referral, made.debt_rule], [null, 'none']);
    const unknown = await created<MadeReferral>(call, '/v1/referrals', { email: 'n@example.com', coupon: 'NOPE' });
    assert.deepEqual([unknown.referral, unknown.debt_rule], [null, 'unknown_coupon']);
    assert.match(unknown.explanation, /coupon is no affiliate’s/);
    assertRefused(await call('POST', '/v1/referrals', { affiliate_id }), 400, 'email');
    assertRefused(
      await call('POST', '/v1/referrals', { email: 'x@example.com', affiliate_id: 'nope' }),
      404,
      'affiliate_id',
    );
    assertRefused(await call('GET', '/v1/referrals/nope'), 404, 'id');
  });
});
