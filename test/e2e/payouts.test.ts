import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { createPayouts, type Item, type Payout } from '../payouts-api.ts';

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

  const { post, get, program, affiliate, sell, pay, step, earningOf } = createPayouts(() => call);

  describe('a payout', () => {
    test('pays what is ready, once, and stays as it is when it is paid', async () => {
      const who = await affiliate(await program());
      const sales = [await sell(who, 100), await sell(who, 50.5)];
      const first = await pay({ affiliate_id: who, external_id: `nov-${engine}` });
      assert.equal(first.status, 201, JSON.stringify(first.body));
      const payout = first.body.data;
      assert.deepEqual(
        [payout.status, payout.amount, payout.amount_minor, payout.currency, payout.items, payout.next_statuses],
        ['draft', 30.1, 3_010, 'EUR', 2, ['approved', 'canceled']],
      );
      for (const sale of sales) assert.equal((await earningOf(sale)).status, 'processing');
      assertRefused(await pay({ affiliate_id: who }), 409, 'affiliate_id');
      const known = await pay({ affiliate_id: who, external_id: `nov-${engine}` });
      assert.deepEqual([known.status, known.body.data.id], [200, payout.id]);

      const items = await get<Item[]>(`/v1/payouts/${payout.id}/items`);
      assert.deepEqual(items.map(({ amount }) => amount).sort(), [10.1, 20]);
      assert.equal((await get<Item[]>(`/v1/payouts/nov-${engine}/items?limit=1`)).length, 1);

      assertRefused(await step(payout.id, 'pay'), 409, 'status');
      assert.equal((await step(payout.id, 'approve')).body.data.status, 'approved');
      const paid = await step(payout.id, 'pay', { reference: 'SEPA 7', paid_at: '2026-01-05T10:00:00Z' });
      assert.deepEqual(
        [paid.body.data.status, paid.body.data.reference, paid.body.data.paid_at, paid.body.data.next_statuses],
        ['paid', 'SEPA 7', '2026-01-05T10:00:00.000Z', []],
      );
      for (const sale of sales) assert.equal((await earningOf(sale)).status, 'paid');
      for (const verb of ['approve', 'pay', 'cancel', 'reopen'])
        assertRefused(await step(payout.id, verb), 409, 'status');
      assert.deepEqual(await get(`/v1/payouts/${payout.id}`), paid.body.data);
    });

    test('that is canceled, or failed and was given up, frees what it held', async () => {
      const who = await affiliate(await program());
      const sale = await sell(who, 100);
      const canceled = (await pay({ affiliate_id: who })).body.data;
      assert.equal((await step(canceled.id, 'cancel')).body.data.status, 'canceled');
      assert.equal((await earningOf(sale)).status, 'ready');

      const again = (await pay({ affiliate_id: who })).body.data;
      await step(again.id, 'approve');
      assertRefused(await step(again.id, 'fail'), 400, 'reason');
      assert.equal((await step(again.id, 'fail', { reason: 'closed' })).body.data.failure, 'closed');
      const anew = (await step(again.id, 'approve')).body.data;
      assert.deepEqual([anew.status, anew.failure], ['approved', null]);
      await step(again.id, 'fail', { reason: 'closed' });
      assert.equal((await step(again.id, 'reopen')).body.data.status, 'reopened');
      assert.equal((await earningOf(sale)).status, 'ready');
      assert.equal((await pay({ affiliate_id: who })).body.data.amount, 20);
    });

    test('carries what was paid too much to the next, and never below nothing', async () => {
      const who = await affiliate(await program());
      const sale = await sell(who, 100);
      const first = (await pay({ affiliate_id: who })).body.data;
      await step(first.id, 'approve');
      await step(first.id, 'pay');
      await post(`/v1/conversions/${sale.id}/refund`, { amount: 40 });
      assertRefused(await pay({ affiliate_id: who }), 409, 'affiliate_id');
      await sell(who, 30);
      assertRefused(await pay({ affiliate_id: who }), 409, 'affiliate_id');
      await sell(who, 30);
      const next = (await pay({ affiliate_id: who })).body.data;
      assert.deepEqual([next.amount, next.items], [4, 3]);
      assert.equal((await get<Payout>(`/v1/payouts/${first.id}`)).amount, 20);
    });

    test('of named earnings holds these, and none that is held', async () => {
      const who = await affiliate(await program({ hold_days: 30 }));
      const [ready, other] = [
        await earningOf(await sell(who, 100, { earning_status: 'ready' })),
        await earningOf(await sell(who, 200, { earning_status: 'ready' })),
      ];
      const held = await earningOf(await sell(who, 100));
      const refused = await pay({ affiliate_id: who, earning_ids: [ready.id, held.id] });
      assertRefused(refused, 409, 'earning_ids');
      assert.match(refused.body.detail, new RegExp(`${held.id} is pending, held until `));
      assertRefused(await pay({ affiliate_id: who, earning_ids: ['nothing'] }), 404, 'earning_ids');
      const payout = (await pay({ affiliate_id: who, earning_ids: [ready.id] })).body.data;
      assert.deepEqual([payout.amount, payout.items], [20, 1]);
      assert.equal((await pay({ affiliate_id: who, earning_ids: [other.id] })).body.data.amount, 40);
    });
  });

  describe('nothing is paid', () => {
    test('below the minimum, or to who is not approved', async () => {
      const id = await program({ minimum_payout: 50 });
      const who = await affiliate(id);
      await sell(who, 100);
      const short = await pay({ affiliate_id: who });
      assertRefused(short, 409, 'affiliate_id');
      assert.match(short.body.detail, /20\.00 EUR may be paid, and the least that is paid is 50\.00 EUR/);
      await sell(who, 200);
      await call('POST', `/v1/affiliates/${who}/suspend`, {});
      const suspended = await pay({ affiliate_id: who });
      assertRefused(suspended, 409, 'affiliate_id');
      assert.match(suspended.body.detail, /they are suspended/);
    });

    const bad: [shows: string, body: unknown, status: number, field: string][] = [
      ['nobody', {}, 400, 'affiliate_id'],
      ['an affiliate who is not there', { affiliate_id: 'nobody' }, 404, 'affiliate_id'],
      ['a program that is not there', { program_id: 'nothing' }, 404, 'program_id'],
      ['both', { program_id: 'p', affiliate_id: 'a' }, 400, 'affiliate_id'],
      ['no earnings', { affiliate_id: 'a', earning_ids: [] }, 400, 'earning_ids'],
      ['an amount', { affiliate_id: 'a', amount: 5 }, 400, 'amount'],
    ];
    for (const [shows, body, status, field] of bad) {
      test(`to a request that names ${shows}`, async () => assertRefused(await pay(body), status, field));
    }

    test('by a payout that is not there, or in the future', async () => {
      assertRefused(await step('nothing', 'approve'), 404, 'id');
      assertRefused(await call('GET', '/v1/payouts/nothing/items'), 404, 'id');
      const who = await affiliate(await program());
      await sell(who, 10);
      const { id } = (await pay({ affiliate_id: who })).body.data;
      await step(id, 'approve');
      assertRefused(await step(id, 'pay', { paid_at: '2999-01-01T00:00:00Z' }), 400, 'paid_at');
      assertRefused(await step(id, 'pay', { amount: 1 }), 400, 'amount');
    });
  });
});
