import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Collector, createDatabase, type Database, type Engine, startCollector } from '../collector.ts';
import { type Call, createCall, type FullConversion, type Refund } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { asked, created, type Earning, promoted, type Referral } from '../programs-api.ts';
import { type ApiShape, deliver, type StripeEvent, stripeEvent } from '../stripe-events.ts';
import { stripeLife } from '../stripe-life.ts';

const SECRET = 'whsec_5tripe0fTests';
const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1_000);
const SINCE = NOW - 120 * DAY;
/** Histories of a property, each of some fifty deliveries. */
const RUNS: Readonly<Record<Engine, number>> = { sqlite: 15, postgres: 4 };

type Told = Refund & { kind: string; external_ref: string };

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let url: string;
  let affiliate: string;
  let lives = 0;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    const incentive = { rate: 10, valid_from: '2026-01-01T00:00:00Z' };
    ({ affiliate_id: affiliate } = await promoted(call, 'ada', { program: { fraud: { velocity: 'off' } }, incentive }));
    ({ url } = await created<{ url: string }>(call, '/v1/connections', { provider: 'stripe', secret: SECRET }));
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  /** Somebody who followed the affiliate's link, and all that Stripe tells of them afterwards. */
  async function begin(shape: ApiShape): Promise<{ of: string; events: StripeEvent[] }> {
    lives += 1;
    const of = `l${lives}x`;
    const occurred_at = new Date(SINCE * 1_000).toISOString();
    const click = await created<{ id: string }>(call, '/v1/clicks', {
      ...{ url: 'https://shop.test/?ref=ada', code: 'ada', occurred_at },
    });
    return { of, events: stripeLife({ of, click_id: click.id, since: SINCE, shape }) };
  }

  async function send(event: object): Promise<string> {
    const { status, body } = await deliver(url, SECRET, event);
    assert.equal(status, 200, JSON.stringify(body));
    return body.data?.verdict ?? '';
  }

  /** All that is known of a life, without what differs from one to the next. */
  async function factsOf(of: string) {
    const all: FullConversion[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call<FullConversion[]>('GET', `/v1/conversions?limit=100${cursor}`);
      all.push(...body.data);
      if (!body.next_cursor) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    const own = all.filter(({ identifiers }) => identifiers['customer'] === `cus_${of}`);
    const conversions = await Promise.all(
      own.map(async (row) => {
        const [refunds, earnings] = await Promise.all([
          asked<Told[]>(call, 'GET', `/v1/conversions/${row.id}/refunds`),
          asked<Earning[]>(call, 'GET', `/v1/earnings?conversion_id=${row.id}`),
        ]);
        const { name, order_id, amount, currency, sales_status, occurred_at, identifiers, debt_rule } = row;
        return {
          ...{ name, order_id, amount, currency, sales_status, occurred_at, identifiers, debt_rule },
          ...{ external_ref: row.external_ref, refunded: row.refunded?.amount ?? null },
          refunds: refunds
            .map((one) => `${one.kind} ${one.external_ref} ${one.amount} ${one.refunded.amount} ${one.is_clamped}`)
            .sort(),
          earnings: earnings.map(({ status, reason, commission, reversed, due }) => ({
            ...{ status, reason, commission: commission.amount, reversed: reversed.amount, due: due.amount },
          })),
        };
      }),
    );
    const referrals = await asked<Referral[]>(call, 'GET', '/v1/referrals?limit=100');
    const ties = referrals
      .filter(({ identifiers }) => identifiers['customer'] === `cus_${of}`)
      .map(({ status, sales, revenue, commission }) => ({ status, sales, revenue, commission }));
    conversions.sort((a, b) => (`${a.name} ${a.external_ref}` < `${b.name} ${b.external_ref}` ? -1 : 1));
    return JSON.parse(JSON.stringify({ conversions, ties }).replaceAll(of, 'X')) as {
      conversions: typeof conversions;
      ties: typeof ties;
    };
  }

  for (const shape of ['endive', 'acacia'] as const) {
    describe(`a customer’s life as ${shape} tells it`, () => {
      test('is told as it was', async () => {
        const { of, events } = await begin(shape);
        for (const event of events) await send(event);
        const { conversions, ties } = await factsOf(of);
        const told = conversions.map(({ name, order_id, amount, refunded, sales_status, earnings }) => {
          const [earning] = earnings.filter(({ commission }) => commission > 0);
          return [name, order_id, sales_status, amount, refunded, earning?.commission ?? null, earning?.due ?? null];
        });
        assert.deepEqual(told, [
          ['cancellation', 'sub_X', 'failed', null, null, null, null],
          ['checkout', 'in_0_X', 'open', null, null, null, null],
          ['checkout', 'pi_s_X', 'open', null, null, null, null],
          ['payment_failed', null, 'failed', null, null, null, null],
          // A tenth of what was paid without tax, less the same part of it as was given back of the whole.
          ['purchase', 'in_1_X', 'complete', 23.8, 12, 2, 0.99],
          ['purchase', 'in_2_X', 'complete', 29.75, 0, 2.5, 2.5],
          ['purchase', 'in_3_X', 'complete', 10.71, 0, 0.9, 0.9],
          ['purchase', 'in_4_X', 'complete', 29.75, 29.75, 2.5, 0],
          ['purchase', 'pi_s_X', 'complete', 11.9, 11.9, 1, 0],
          ['trial', 'sub_X', 'trialing', null, null, null, null],
        ]);
        assert.deepEqual([ties.length, ties[0]?.status], [1, 'canceled']);
        const rules = conversions.filter(({ name }) => name === 'purchase').map(({ debt_rule }) => debt_rule);
        assert.deepEqual(new Set(rules), new Set(['bound_referral']));
        assert.deepEqual(conversions.find(({ order_id }) => order_id === 'in_2_X')?.refunds, [
          'chargeback du_in_2_X 29.75 29.75 false',
          'reinstatement du_in_2_X:won 29.75 -29.75 false',
        ]);
      });

      test('is the same in whatever order, and however often each event comes', async () => {
        const { of, events } = await begin(shape);
        for (const event of events) await send(event);
        const expected = await factsOf(of);
        const seen = { refund_first: 0, renewal_first: 0, twice: 0 };
        const places = Array.from({ length: events.length * 2 }, (_, place) => place % events.length);
        await fc.assert(
          fc.asyncProperty(fc.shuffledSubarray(places, { minLength: events.length }), async (chosen) => {
            const another = await begin(shape);
            const missing = events.map((_, place) => place).filter((place) => !chosen.includes(place));
            const order = [...chosen, ...missing].map((place) => another.events[place] as StripeEvent);
            for (const event of order) await send(event);
            const first = (type: string) => order.findIndex((event) => event.type === type);
            if (first('charge.refunded') < first('invoice.paid')) seen.refund_first += 1;
            if (first('invoice.paid') < first('checkout.session.completed')) seen.renewal_first += 1;
            if (new Set(chosen).size < chosen.length) seen.twice += 1;
            assert.deepEqual(await factsOf(another.of), expected);
          }),
          { numRuns: RUNS[engine] },
        );
        if (engine === 'postgres') return;
        for (const [what, times] of Object.entries(seen)) assert.ok(times > 0, `${what} occurred`);
      });

      test('is the same when all of it comes at once', async () => {
        const first = await begin(shape);
        for (const event of first.events) await send(event);
        const second = await begin(shape);
        await Promise.all(second.events.map(send));
        assert.deepEqual(await factsOf(second.of), await factsOf(first.of));
      });

      test('told again is known already', async () => {
        const { events } = await begin(shape);
        for (const event of events) await send(event);
        const again = await Promise.all(events.map(send));
        assert.deepEqual(new Set(again), new Set(['duplicate', 'nothing_to_do']));
      });
    });
  }

  describe('what is sold once', () => {
    const session = (fields: object) => ({
      ...{ id: `cs_${lives}`, object: 'checkout.session', mode: 'payment', payment_status: 'paid', currency: 'eur' },
      ...{ amount_total: 1000, total_details: { amount_tax: 0 }, created: NOW - 60, customer: null, invoice: null },
      ...fields,
    });
    const completed = (fields: object, type = 'completed') =>
      send(stripeEvent(`checkout.session.${type}`, session(fields), NOW));
    const byOrder = async (order: string) => {
      const { body } = await call<FullConversion[]>('GET', '/v1/conversions?limit=100&name=purchase');
      return body.data.find(({ order_id }) => order_id === order);
    };

    test('is booked when it is paid, not when a slow payment begins', async () => {
      await completed({ id: 'cs_slow', payment_intent: 'pi_slow', payment_status: 'unpaid' });
      assert.equal(await byOrder('pi_slow'), undefined);
      await completed({ id: 'cs_slow', payment_intent: 'pi_slow' }, 'async_payment_succeeded');
      assert.equal((await byOrder('pi_slow'))?.amount, 10);
    });

    test('currencies are counted as Stripe counts them', async () => {
      const amounts: [string, number, number][] = [
        ['jpy', 1200, 1200],
        ['kwd', 1230, 1.23],
        ['isk', 50_000, 500],
        ['ugx', 50_000, 500],
        ['huf', 123_400, 1234],
        ['mga', 1200, 1200],
      ];
      for (const [currency, amount_total, amount] of amounts) {
        await completed({ id: `cs_${currency}`, payment_intent: `pi_${currency}`, currency, amount_total });
        const sale = await byOrder(`pi_${currency}`);
        assert.deepEqual([sale?.amount, sale?.currency], [amount, currency.toUpperCase()]);
      }
    });

    test('a commission is on what the connection says', async () => {
      const settings = { commission_on: { tax: true } };
      const given = { provider: 'stripe', secret: SECRET, settings };
      const connection = await created<{ url: string }>(call, '/v1/connections', given);
      const metadata = { clickstitch_affiliate_id: affiliate };
      const taxed = session({
        id: 'cs_tax',
        payment_intent: 'pi_tax',
        amount_total: 1190,
        total_details: { amount_tax: 190 },
        metadata,
      });
      await deliver(connection.url, SECRET, stripeEvent('checkout.session.completed', taxed, NOW));
      await completed({ ...taxed, id: 'cs_net', payment_intent: 'pi_net' });
      const commissions: (number | undefined)[] = [];
      for (const order of ['pi_tax', 'pi_net']) {
        const found = await asked<Earning[]>(call, 'GET', `/v1/earnings?conversion_id=${(await byOrder(order))?.id}`);
        commissions.push(found[0]?.commission.amount);
      }
      assert.deepEqual(commissions, [1.19, 1]);
    });

    test('whom metadata names wrongly does not stop a sale, and is kept', async () => {
      const metadata = {
        clickstitch_affiliate_id: 'nobody',
        clickstitch_user_id: 'u-7',
        clickstitch_coupon: 'X'.repeat(80),
      };
      await completed({
        id: 'cs_meta',
        payment_intent: 'pi_meta',
        metadata,
        client_reference_id: 'clk_unknown_0123456789',
      });
      const sale = await byOrder('pi_meta');
      assert.deepEqual([sale?.identifiers['user'], sale?.raw], ['u-7', { unknown_affiliate_id: 'nobody' }]);
    });

    test('what somebody deleted here does not come back, and Stripe need not try again', async () => {
      await completed({ id: 'cs_gone', payment_intent: 'pi_gone' });
      const sale = await byOrder('pi_gone');
      await asked(call, 'DELETE', `/v1/conversions/${sale?.id}`);
      assert.equal(await completed({ id: 'cs_gone', payment_intent: 'pi_gone' }), 'duplicate');
      assert.equal(await byOrder('pi_gone'), undefined);
    });
  });
});
