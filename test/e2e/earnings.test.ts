import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { type AffiliateBalance, asked, created, type Earning, promoted } from '../programs-api.ts';

/** From the affiliate's click to what they are owed, and why, as a customer's server sees it. */

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

  let orders = 0;
  const sell = (facts: object) => {
    orders += 1;
    const sale = { name: 'purchase', order_id: `o_${orders}`, amount: 99.5, currency: 'EUR' };
    return created<FullConversion>(call, '/v1/conversions', { ...sale, ...facts });
  };
  const earningsOf = (query: string) => asked<Earning[]>(call, 'GET', `/v1/earnings?${query}`);
  const earningOf = async ({ id }: { id: string }) => {
    const [earning] = await earningsOf(`conversion_id=${id}`);
    assert.ok(earning, 'the conversion earns nobody anything');
    return asked<Earning>(call, 'GET', `/v1/earnings/${earning.id}`);
  };
  const balanceOf = async (id: string) => {
    const { balances } = await asked<AffiliateBalance>(call, 'GET', `/v1/affiliates/${id}/balance`);
    return balances.map(({ currency, ...sums }) => [
      currency,
      Object.fromEntries(Object.entries(sums).flatMap(([name, { amount }]) => (amount === 0 ? [] : [[name, amount]]))),
    ]);
  };

  describe('a sale by an affiliate’s link', () => {
    let affiliate_id: string;
    let sale: FullConversion;
    let earning: Earning;

    before(async () => {
      ({ affiliate_id } = await promoted(call, 'jane', { affiliate: { external_id: 'aff_jane' } }));
      const link = { url: 'https://shop.example/?via=jane', code: 'jane', visitor_id: 'laptop' };
      const click = await created<{ id: string }>(call, '/v1/clicks', link);
      sale = await sell({ click_id: click.id, email: 'ada@example.com' });
      earning = await earningOf(sale);
    });

    test('earns them its share, on hold', () => {
      assert.equal(sale.owed_to?.affiliate_id, affiliate_id);
      assert.deepEqual([earning.affiliate_id, earning.status, earning.currency], [affiliate_id, 'pending', 'EUR']);
      assert.deepEqual(earning.due, { amount: 29.85, amount_minor: 2_985 });
      assert.equal(earning.calculation?.percentage, 30);
      assert.deepEqual(
        earning.calculation?.incentives.map(({ verdict }) => verdict),
        ['matched'],
      );
      assert.deepEqual(
        earning.entries.map(({ cause, kind, amount }) => [cause, kind, amount.amount]),
        [['record_conversion', 'commission', 29.85]],
      );
      assert.match(earning.explanation, /^29\.85 EUR are owed to Blog of jane\. It is on hold\./);
      assert.match(earning.explanation, /30 % of 99\.50 EUR are 29\.85 EUR\. Its hold ends at /);
    });

    test('is told the same by why, by the page and in the balance', async () => {
      const why = await asked<{
        earnings: Earning[];
        debt: { candidates: { verdict: string }[]; claimants: unknown[] };
      }>(call, 'GET', `/v1/conversions/${sale.id}/why`);
      assert.deepEqual(
        why.earnings.map(({ id, explanation }) => [id, explanation]),
        [[earning.id, earning.explanation]],
      );
      const { url } = await created<{ url: string }>(call, `/v1/conversions/${sale.id}/share_link`, {});
      const page = await (await fetch(collector.url + new URL(url).pathname)).text();
      assert.match(page, /What it earns/);
      assert.match(page, /30 % of 99\.50 EUR are 29\.85 EUR/);
      assert.deepEqual(await balanceOf('aff_jane'), [['EUR', { due: 29.85, pending: 29.85 }]]);
    });

    test('is taken back in proportion to what is given back', async () => {
      await created(call, `/v1/conversions/${sale.id}/refund`, { amount: 33.17, currency: 'EUR' });
      const refunded = await earningOf(sale);
      assert.deepEqual(
        [refunded.due.amount, refunded.reversed.amount, refunded.commission.amount],
        [19.9, 9.95, 29.85],
      );
      assert.deepEqual(
        refunded.entries.map(({ kind, amount }) => [kind, amount.amount]),
        [
          ['commission', 29.85],
          ['refund', -9.95],
        ],
      );
      assert.match(
        refunded.explanation,
        /Of the 99\.50 EUR 33\.17 EUR were given back, so 9\.95 EUR of the 29\.85 EUR/,
      );
      assert.deepEqual(await balanceOf(affiliate_id), [['EUR', { due: 19.9, pending: 19.9 }]]);
    });

    test('may be declined and approved by hand, and says so', async () => {
      const path = `/v1/earnings/${earning.id}`;
      const declined = await asked<Earning>(call, 'POST', `${path}/decline`, { note: 'Not theirs.' });
      assert.deepEqual([declined.status, declined.reason, declined.due.amount], ['declined', 'declined_by_hand', 0]);
      assert.deepEqual([declined.review?.decision, declined.review?.note], ['declined', 'Not theirs.']);
      assert.match(declined.explanation, /Somebody declined it at .* \(“Not theirs\.”\)/);
      assert.deepEqual(await balanceOf(affiliate_id), [['EUR', {}]]);
      const approved = await asked<Earning>(call, 'POST', `${path}/approve`);
      assert.deepEqual([approved.status, approved.due.amount, approved.review?.note], ['pending', 19.9, null]);
      const sum = approved.entries.reduce((total, { amount }) => total + amount.amount_minor, 0);
      assert.equal(sum, approved.due.amount_minor);
      const receipts = await asked<{ kind: string; cause: string }[]>(
        call,
        'GET',
        `/v1/conversions/${sale.id}/receipts`,
      );
      assert.deepEqual(
        receipts.filter(({ kind }) => kind === 'earned').map(({ cause }) => cause),
        ['record_adjustment', 'edit', 'edit'],
      );
    });

    test('is reversed where all of it is given back', async () => {
      await created(call, `/v1/conversions/${sale.id}/refund`, {});
      const { status, reason, due } = await earningOf(sale);
      assert.deepEqual([status, reason, due.amount], ['reversed', 'refunded', 0]);
    });
  });

  describe('what somebody has to look at', () => {
    test('is listed with what was found, until it is decided', async () => {
      const { affiliate_id } = await promoted(call, 'self', {
        program: { hold_days: 0 },
        affiliate: { email: 'Self@Example.com' },
      });
      const sale = await sell({ affiliate_id, email: 'self@example.com' });
      assert.equal(sale.debt_rule, 'named_affiliate');
      const reviews = await asked<Earning[]>(call, 'GET', '/v1/reviews');
      const [review] = reviews.filter(({ conversion_id }) => conversion_id === sale.id);
      assert.ok(review);
      assert.deepEqual([review.status, review.reason], ['awaiting_review', 'fraud']);
      assert.deepEqual(
        review.calculation?.fraud.map(({ check, mode }) => [check, mode]),
        [['self_referral', 'detect']],
      );
      assert.match(review.explanation, /It was checked whether the buyer is the affiliate/);
      assert.deepEqual(await balanceOf(affiliate_id), [['EUR', { due: 29.85, awaiting_review: 29.85 }]]);
      const approved = await asked<Earning>(call, 'POST', `/v1/earnings/${review.id}/approve`, { note: 'A gift.' });
      assert.equal(approved.status, 'ready');
      assert.deepEqual(await balanceOf(affiliate_id), [['EUR', { due: 29.85, ready: 29.85, payable: 29.85 }]]);
      const left = await asked<Earning[]>(call, 'GET', '/v1/reviews');
      assert.ok(!left.some(({ id }) => id === review.id));
    });

    test('a check that blocks declines it, and the sale is answered as ever', async () => {
      const { affiliate_id } = await promoted(call, 'blocked', {
        program: { fraud: { self_referral: 'block' } },
        affiliate: { email: 'b@example.com' },
      });
      const { status, reason, due } = await earningOf(await sell({ affiliate_id, email: 'b@example.com' }));
      assert.deepEqual([status, reason, due.amount], ['declined', 'fraud', 0]);
    });
  });

  describe('the list', () => {
    test('goes page by page, by affiliate, program and status, and leaves out what earns nothing', async () => {
      const { affiliate_id, program_id } = await promoted(call, 'many', { affiliate: { external_id: 'aff_many' } });
      const sales: FullConversion[] = [];
      for (const amount of [10, 20, 30]) sales.push(await sell({ affiliate_id, amount }));
      const open = await sell({ affiliate_id, sales_status: 'open' });
      for (const query of [
        'affiliate_id=aff_many',
        `program_id=${program_id}`,
        'affiliate_id=aff_many&status=pending',
      ]) {
        const found: string[] = [];
        for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined; ) {
          const path: string = `/v1/earnings?${query}&limit=1${cursor && `&cursor=${cursor}`}`;
          const { body } = await call<Earning[]>('GET', path);
          found.push(...body.data.map(({ conversion_id }) => conversion_id));
          cursor = body.next_cursor;
        }
        assert.deepEqual(found, sales.map(({ id }) => id).reverse(), query);
      }
      const none = await earningsOf('affiliate_id=aff_many&status=none');
      assert.deepEqual(
        none.map(({ conversion_id, reason }) => [conversion_id, reason]),
        [[open.id, 'sale_open']],
      );
      assert.equal(
        (await earningOf(open)).explanation,
        'Blog of many earns nothing for it. The sale is open: nothing has been paid for it yet.',
      );
      assertRefused(await call('POST', `/v1/earnings/${none[0]?.id}/approve`), 409);
    });

    test('refuses what it cannot be asked', async () => {
      assertRefused(await call('GET', '/v1/earnings?status=lost'), 400, 'status');
      assertRefused(await call('GET', '/v1/earnings?cursor=x'), 400, 'cursor');
      assertRefused(await call('GET', '/v1/earnings/nope'), 404, 'id');
      assertRefused(await call('POST', '/v1/earnings/nope/decline', {}), 404, 'id');
      assertRefused(await call('GET', '/v1/affiliates/nope/balance'), 404, 'id');
    });
  });
});
