import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Reply } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { created, promoted } from '../programs-api.ts';

/** What a server that calls Affonso does, with another base URL and key: from a click to money that is given back. */

type Body = Record<string, unknown>;

interface Enveloped {
  success: boolean;
  data: Body;
  error: { code: string; message: string; field?: string; retryAfter?: number };
}

type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply<Enveloped>>;

const FIELDS = [
  ...['id', 'referral_id', 'affiliate_id', 'program_id', 'sale_amount', 'sale_amount_currency', 'commission_amount'],
  ...['commission_currency', 'status', 'sales_status', 'hold_period_days', 'payment_intent_id', 'invoice_id'],
  ...['earning_id', 'earning_type', 'external_event_id', 'calculation_mode', 'matched_incentive_id', 'created_at'],
  ...['updated_at', 'replayed', 'source_event_id'],
];

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let native: Call;
  let ask: Ask;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_RATE_LIMIT_PER_MINUTE: '6000' } });
    native = createCall(collector, collector.keys.secret_key);
    ask = await speaking({});
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function speaking(more: object): Promise<Ask> {
    const { key } = await created<{ key: string }>(native, '/v1/api-keys', { dialect: 'affonso', ...more });
    return createCall(collector, key) as unknown as Ask;
  }

  const program = { currency: 'USD', hold_days: 0 };
  const promotedBy = (code: string, more: object = {}) => promoted(native, code, { program, ...more });
  const idOf = (prefix: string, id: string) => `${prefix}_${id.replaceAll('-', '')}`;

  async function done(status: number, path: string, body: object = {}): Promise<Body> {
    const reply = await ask('POST', path, body);
    assert.equal(reply.status, status, JSON.stringify(reply.body));
    assert.equal(reply.body.success, true);
    return reply.body.data;
  }

  async function refused(status: number, path: string, body: unknown, field: string, asking = ask): Promise<void> {
    const reply = await asking('POST', path, body);
    assert.equal(reply.status, status, JSON.stringify(reply.body));
    const { success, error } = reply.body;
    assert.deepEqual([success, error.field], [false, field], JSON.stringify(error));
    assert.ok(error.message.length > 0);
  }

  const click = async (trackingId: string, more: object = {}) =>
    String((await done(201, '/v1/clicks', { trackingId, ...more }))['id']);
  const sale = (id: string, more: object) => ({ external_event_id: id, sale_amount: 99, ...more });

  test('a click that began a referral names it long after its window, whoever buys', async () => {
    const DAY = 86_400_000;
    const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
    const { affiliate_id } = await promotedBy('long');
    const referral_id = await click('long', { createdAt: ago(300) });
    const early = sale('long-1', { referral_id, customer_id: 'long-c1', created_at: ago(290) });
    const first = await done(201, '/v1/conversions', early);
    assert.deepEqual([first['referral_id'], first['affiliate_id']], [referral_id, idOf('aff', affiliate_id)]);
    for (const [event, names] of [
      ['long-2', { referral_id }],
      ['long-3', { click_id: referral_id, customer_id: 'long-c2' }],
      ['long-4', { customer_id: 'long-c2' }],
      ['long-5', { customer_id: 'long-c1' }],
    ] as const) {
      const later = await done(201, '/v1/conversions', sale(event, names));
      assert.deepEqual([later['referral_id'], later['commission_amount']], [referral_id, 29.7], event);
    }
  });

  test('a click that is named as the referral is credited, also where it would bring nothing by itself', async () => {
    await promotedBy('aged');
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const [named, clicked] = [await click('aged', { createdAt: ago(90) }), await click('aged', { createdAt: ago(90) })];
    const first = await done(201, '/v1/conversions', sale('old-1', { referral_id: named }));
    assert.deepEqual([first['referral_id'], first['commission_amount']], [named, 29.7]);
    const late = await done(201, '/v1/conversions', sale('old-2', { click_id: clicked }));
    assert.deepEqual([late['referral_id'], late['commission_amount']], [null, 0]);
  });

  test('an id stands for one event, one sale and one refund', async () => {
    await promotedBy('ids');
    const referral_id = await click('ids');
    await done(201, '/v1/events', { event_name: 'demo', event_type: 'lead', referral_id, external_event_id: 'ids-1' });
    const made = await done(201, '/v1/conversions', sale('ids-1', { referral_id }));
    assert.equal(made['sale_amount'], 99, 'the lead did not take its place');
    const other = await done(201, '/v1/conversions', sale('ids-2', { referral_id }));
    const refund = { amount: 10, external_event_id: 'ids-r' };
    await done(200, `/v1/conversions/${made['id']}/refund`, refund);
    await refused(409, `/v1/conversions/${other['id']}/refund`, refund, 'external_event_id');
  });

  test('who buys before they sign up is known by what they signed up with', async () => {
    await promotedBy('late');
    const referral_id = await click('late');
    await done(201, '/v1/conversions', sale('late-1', { referral_id }));
    const signup = { click_id: referral_id, external_user_id: 'late-u1', email: 'latecomer@example.com' };
    const told = await done(200, '/v1/signups', signup);
    assert.deepEqual([told['id'], told['email'], told['status']], [referral_id, 'latecomer@example.com', 'customer']);
    assert.deepEqual(await done(200, '/v1/signups', signup), told);
    const next = await done(201, '/v1/conversions', sale('late-2', { external_user_id: 'late-u1' }));
    assert.deepEqual([next['referral_id'], next['commission_amount']], [referral_id, 29.7]);
  });

  test('from a click to a sign-up, a sale, a renewal and a refund', async () => {
    const { program_id, incentive_id, affiliate_id } = await promotedBy('story');
    const clicked = await done(201, '/v1/clicks', {
      ...{ trackingId: 'STORY', programId: idOf('prog', program_id), sub1: 'a', utmSource: 'blog', gclid: 'g1' },
      ...{ referrer: 'https://blog.example/post', userAgent: 'Mozilla/5.0', ip: '192.0.2.1' },
    });
    assert.deepEqual(Object.keys(clicked), ['id', 'tracking_id', 'program_id', 'created_at']);
    assert.match(String(clicked['id']), /^ref_[0-9a-f]{32}$/);
    assert.deepEqual([clicked['tracking_id'], clicked['program_id']], ['story', idOf('prog', program_id)]);
    const referral_id = clicked['id'];

    const signup = { click_id: referral_id, email: 'jane@example.com', external_user_id: 'story-u1', name: 'Jane Doe' };
    const lead = await done(201, '/v1/signups', signup);
    assert.deepEqual(
      [lead['id'], lead['affiliate_id'], lead['status'], lead['email'], lead['name'], lead['converted_at']],
      [referral_id, idOf('aff', affiliate_id), 'lead', 'jane@example.com', 'Jane Doe', null],
    );
    assert.deepEqual(await done(200, '/v1/signups', signup), lead);

    const first = sale('story-1', { referral_id, customer_id: 'story-c1', is_subscription: true, interval: 'monthly' });
    const made = await done(201, '/v1/conversions', { ...first, metadata: { plan: 'pro' } });
    assert.deepEqual(Object.keys(made).sort(), [...FIELDS].sort());
    assert.deepEqual(
      { ...made, id: null, earning_id: null, created_at: null, updated_at: null, hold_period_days: null },
      {
        ...{ id: null, referral_id, affiliate_id: idOf('aff', affiliate_id), program_id: idOf('prog', program_id) },
        ...{ sale_amount: 99, sale_amount_currency: 'USD', commission_amount: 29.7, commission_currency: 'USD' },
        ...{ status: 'ready_for_payment', sales_status: 'complete', hold_period_days: null },
        ...{ payment_intent_id: null, invoice_id: null, earning_id: null, earning_type: 'direct_commission' },
        ...{ external_event_id: 'story-1', calculation_mode: 'auto', matched_incentive_id: idOf('inc', incentive_id) },
        ...{ replayed: false, source_event_id: null, created_at: null, updated_at: null },
      },
    );
    const again = await done(200, '/v1/conversions', first);
    assert.deepEqual(again, { ...made, replayed: true });

    const renewal = await done(201, '/v1/conversions', sale('story-2', { customer_id: 'story-c1' }));
    assert.deepEqual([renewal['referral_id'], renewal['commission_amount']], [referral_id, 29.7]);

    const refund = { amount: 49.5, external_event_id: 'story-r1', reason: 'half' };
    const half = await done(200, `/v1/conversions/${made['id']}/refund`, refund);
    const shown = ['sale_amount', 'commission_amount', 'status', 'sales_status', 'external_event_id'];
    const expected = [49.5, 14.85, 'ready_for_payment', 'partial_refunded', 'story-1'];
    assert.deepEqual(
      shown.map((field) => half[field]),
      expected,
    );
    assert.ok(String(half['updated_at']) > String(made['updated_at']));
    const repeated = await done(200, `/v1/conversions/${made['id']}/refund`, refund);
    assert.deepEqual(
      shown.map((field) => repeated[field]),
      expected,
    );
    await refused(400, `/v1/conversions/${made['id']}/refund`, { amount: 49.51 }, 'amount');
    await refused(400, `/v1/conversions/${made['id']}/refund`, { amount: 0 }, 'amount');
    const whole = await done(200, `/v1/conversions/${made['id']}/refund`);
    assert.deepEqual(
      shown.map((field) => whole[field]),
      [0, 0, 'refunded', 'refunded', 'story-1'],
    );

    const page = await native<{ conversion_id: string; due: { amount: number } }[]>(
      'GET',
      `/v1/earnings?affiliate_id=${affiliate_id}`,
    );
    const due = page.body.data.map((earning) => earning.due.amount).sort();
    assert.deepEqual(due, [0, 29.7]);
  });

  describe('POST /v1/conversions', () => {
    test('takes every name of a click', async () => {
      await promotedBy('named');
      for (const field of ['referralId', 'clickId', 'affonso_id', 'affonsoId', 'affonso_referral', 'affonsoReferral']) {
        const id = await click('named');
        const made = await done(201, '/v1/conversions', sale(`named-${field}`, { [field]: id }));
        assert.deepEqual([made['referral_id'], made['commission_amount']], [id, 29.7], field);
      }
    });

    test('is of the referral that is named, whatever else is', async () => {
      await promotedBy('winner');
      await promotedBy('loser');
      const [winner, loser] = [await click('winner'), await click('loser')];
      const both = await done(201, '/v1/conversions', sale('both', { referral_id: winner, click_id: loser }));
      assert.equal(both['referral_id'], winner);
      await done(201, '/v1/conversions', sale('bound', { referral_id: loser, customer_id: 'bound-c1' }));
      const other = await done(
        201,
        '/v1/conversions',
        sale('other', { click_id: await click('winner'), customer_id: 'bound-c1' }),
      );
      assert.equal(other['commission_amount'], 29.7);
      assert.notEqual(other['referral_id'], loser);
      const fields = { referral_id: winner, affonso_id: loser };
      await refused(400, '/v1/conversions', sale('differ', fields), 'affonso_id');
    });

    test('of an unknown customer is kept, and credited when a click is known', async () => {
      await promotedBy('later');
      const early = await done(201, '/v1/conversions', sale('later-1', { customer_id: 'later-c1' }));
      assert.deepEqual(
        [
          'referral_id',
          'affiliate_id',
          'commission_amount',
          'earning_id',
          'earning_type',
          'matched_incentive_id',
          'status',
        ].map((field) => early[field]),
        [null, null, 0, null, null, null, 'pending'],
      );
      assert.deepEqual(Object.keys(early).sort(), [...FIELDS].sort());
      const at = new Date(Date.now() - 3_600_000).toISOString();
      const id = await click('later', { createdAt: at });
      const first = {
        referral_id: id,
        customer_id: 'later-c1',
        created_at: new Date(Date.parse(at) + 1).toISOString(),
      };
      await done(201, '/v1/conversions', sale('later-0', first));
      const late = await done(200, '/v1/conversions', sale('later-1', { customer_id: 'later-c1' }));
      assert.deepEqual([late['referral_id'], late['commission_amount']], [id, 29.7]);
    });

    test('says what earns nothing', async () => {
      await promotedBy('picky', { incentive: { product_ids: ['only'] } });
      const referral_id = await click('picky');
      const made = await done(201, '/v1/conversions', sale('picky', { referral_id }));
      assert.deepEqual(
        ['commission_amount', 'earning_id', 'earning_type', 'matched_incentive_id', 'status', 'referral_id'].map(
          (field) => made[field],
        ),
        [0, null, null, null, 'pending', referral_id],
      );
      const fits = await done(201, '/v1/conversions', sale('fits', { referral_id, product_ids: ['only'] }));
      assert.equal(fits['commission_amount'], 29.7);
    });

    test('takes a status as it is said, a time and a status of the sale', async () => {
      await promotedBy('said');
      const referral_id = await click('said', { createdAt: '2026-01-01T00:00:00Z' });
      const created_at = '2026-01-05T10:00:00.000Z';
      for (const status of [
        'pending',
        'pending_manual_approval',
        'ready_for_payment',
        'paid',
        'declined',
        'refunded',
        'dispute',
      ]) {
        const made = await done(201, '/v1/conversions', sale(`said-${status}`, { referral_id, status, created_at }));
        assert.deepEqual([made['status'], made['created_at']], [status, created_at]);
      }
      for (const sales_status of ['open', 'trialing', 'failed']) {
        const made = await done(201, '/v1/conversions', sale(`said-${sales_status}`, { referral_id, sales_status }));
        assert.deepEqual([made['sales_status'], made['commission_amount']], [sales_status, 0]);
      }
    });

    test('is refused by the field that is wrong', async () => {
      const good = sale('refused', { customer_id: 'c' });
      for (const [more, field] of [
        [{ customer_id: undefined }, 'referral_id'],
        [{ external_event_id: null }, 'external_event_id'],
        [{ sale_amount: 0 }, 'sale_amount'],
        [{ sale_amount: -1 }, 'sale_amount'],
        [{ sale_amount: '99' }, 'sale_amount'],
        [{ sale_amount: undefined }, 'sale_amount'],
        [{ sale_amount_currency: 'XQX' }, 'sale_amount_currency'],
        [{ sale_amount_currency: 'dollars' }, 'sale_amount_currency'],
        [{ interval: 'weekly', is_subscription: true }, 'interval'],
        [{ interval: 'monthly' }, 'interval'],
        [{ interval: 'monthly', is_subscription: false }, 'interval'],
        [{ status: 'done' }, 'status'],
        [{ sales_status: 'done' }, 'sales_status'],
        [{ created_at: 'soon' }, 'created_at'],
        [{ created_at: '2999-01-01T00:00:00Z' }, 'created_at'],
        [{ metadata: [] }, 'metadata'],
        [{ product_ids: 'p' }, 'product_ids'],
      ] as const) {
        await refused(400, '/v1/conversions', { ...good, ...more }, field);
      }
      for (const field of ['referral_id', 'click_id', 'affonso_id']) {
        for (const name of ['ref_unknown', 'ref_01920000000070008000000000000000']) {
          await refused(404, '/v1/conversions', { ...good, [field]: name }, field);
        }
      }
      await refused(404, '/v1/conversions/com_01920000000070008000000000000000/refund', undefined, 'id');
      await refused(404, '/v1/conversions/txn%2F1/refund', {}, 'id');
    });

    test('under /affonso with a key of ours', async () => {
      const { status, body } = await native<Body>(
        'POST',
        '/affonso/v1/conversions',
        sale('ours', { customer_id: 'c' }),
      );
      assert.deepEqual([status, body.data['external_event_id']], [201, 'ours']);
      const ours = await native('POST', '/v1/conversions', { name: 'purchase', amount: 1 });
      assert.ok('debt_rule' in ours.body.data || 'status' in ours.body.data);
    });
  });

  describe('POST /v1/clicks and /v1/signups', () => {
    test('are refused by the field that is wrong', async () => {
      const { affiliate_id } = await promotedBy('banned');
      const other = await promotedBy('elsewhere');
      await refused(404, '/v1/clicks', { trackingId: 'nobody' }, 'trackingId');
      await refused(404, '/v1/clicks', { trackingId: 'banned', programId: 'prog_none' }, 'programId');
      await refused(404, '/v1/clicks', { trackingId: 'banned', programId: other.program_id }, 'programId');
      await refused(400, '/v1/clicks', { trackingId: 'banned', sub1: 'x'.repeat(256) }, 'sub1');
      await refused(400, '/v1/clicks', { trackingId: 'banned', createdAt: '2999-01-01T00:00:00Z' }, 'createdAt');
      await refused(400, '/v1/clicks', {}, 'trackingId');
      const id = await click('banned');
      await native('POST', `/v1/affiliates/${affiliate_id}/suspend`);
      await refused(400, '/v1/clicks', { trackingId: 'banned' }, 'trackingId');
      await refused(400, '/v1/signups', { click_id: id }, 'email');
      await refused(400, '/v1/signups', { click_id: id, email: 'none' }, 'email');
      await refused(400, '/v1/signups', { email: 'a@example.com' }, 'click_id');
      await refused(404, '/v1/signups', { click_id: 'ref_none', email: 'a@example.com' }, 'click_id');
    });

    test('what a check for fraud blocks is rejected', async () => {
      const affiliate = { email: 'self@example.com' };
      await promotedBy('self', { program: { ...program, fraud: { self_referral: 'block' } }, affiliate });
      const own = await done(201, '/v1/signups', { click_id: await click('self'), email: 'self@example.com' });
      assert.equal(own['status'], 'rejected');
      const other = await done(201, '/v1/signups', { click_id: await click('self'), email: 'else@example.com' });
      assert.equal(other['status'], 'lead');
    });

    test('what comes when the click counts no more is rejected', async () => {
      await promotedBy('old');
      const id = await click('old', { createdAt: '2020-01-01T00:00:00Z' });
      const late = await done(201, '/v1/signups', { click_id: id, email: 'late@example.com', name: 'Late' });
      assert.deepEqual(
        [late['id'], late['status'], late['email'], late['name']],
        [id, 'rejected', 'late@example.com', 'Late'],
      );
      assert.deepEqual(await done(200, '/v1/signups', { click_id: id, email: 'late@example.com', name: 'Late' }), late);
    });
  });

  describe('POST /v1/events and /v1/sources', () => {
    test('a trial, a lead, a milestone and a sale', async () => {
      await promotedBy('steps');
      const referral_id = await click('steps');
      const trial = { event_name: 'trial_started', event_type: 'trial', referral_id, external_event_id: 'steps-t' };
      const expected = {
        ...{ referral_id, transaction_id: null, event_name: 'trial_started', event_type: 'trial' },
        ...{ external_event_id: 'steps-t', action: 'referral_updated', referral_status: 'trialing' },
        ...{ replayed: false, source_event_id: null },
      };
      assert.deepEqual(await done(201, '/v1/events', { ...trial, customer_id: 'steps-c1' }), expected);
      assert.deepEqual(await done(200, '/v1/events', trial), { ...expected, replayed: true });
      const milestone = await done(201, '/v1/events', { event_name: 'onboarded', customer_id: 'steps-c1' });
      assert.deepEqual([milestone['event_type'], milestone['referral_status']], ['milestone', 'trialing']);
      const paid = {
        event_name: 'paid',
        event_type: 'conversion',
        customer_id: 'steps-c1',
        external_event_id: 'steps-s',
      };
      const sold = await done(201, '/v1/sources/custom/events', {
        ...paid,
        sale_amount: 10,
        sale_amount_currency: 'usd',
      });
      assert.deepEqual([sold['referral_id'], sold['commission_amount']], [referral_id, 3]);
      await refused(400, '/v1/events', { ...paid, sale_amount: 10 }, 'sale_amount_currency');
      await refused(400, '/v1/events', { ...paid, sale_amount_currency: 'USD' }, 'sale_amount');
      await refused(400, '/v1/events', { ...paid, event_type: 'sale' }, 'event_type');
      await refused(400, '/v1/events', { customer_id: 'c' }, 'event_name');
      await refused(400, '/v1/events', { event_name: 'x' }, 'referral_id');
    });

    test('what Segment tracks', async () => {
      await promotedBy('segment');
      const referral_id = await click('segment');
      await done(201, '/v1/signups', { click_id: referral_id, external_user_id: 'segment-u1' });
      const properties = { revenue: 20, amount: 5, currency: 'USD', external_user_id: 'segment-u1' };
      const order = {
        type: 'track',
        event: 'Order Completed',
        messageId: 'segment-1',
        userId: 'segment-c1',
        properties,
      };
      for (const [path, status] of [
        ['/v1/sources/segment/events', 201],
        ['/v1/sources/segment_webhook/events', 200],
      ] as const) {
        const made = await done(status, path, order);
        assert.deepEqual([made['referral_id'], made['sale_amount'], made['commission_amount']], [referral_id, 20, 6]);
      }
      const step = await done(201, '/v1/sources/segment/events', {
        type: 'track',
        event: 'Opened',
        userId: 'segment-c1',
      });
      assert.deepEqual([step['event_type'], step['referral_status']], ['milestone', 'customer']);
      await refused(400, '/v1/sources/segment/events', { ...order, type: 'identify' }, 'type');
      await refused(400, '/v1/sources/segment/events', { type: 'track', event: 'x' }, 'userId');
      await refused(
        400,
        '/v1/sources/segment/events',
        { ...order, properties: { revenue: 'x', currency: 'USD' } },
        'properties.revenue',
      );
      await refused(400, '/v1/sources/segment/events', { ...order, timestamp: 'soon' }, 'timestamp');
      const { status, body } = await ask('POST', '/v1/sources/other/events', order);
      assert.deepEqual([status, body.error.code], [404, 'NOT_FOUND']);
    });
  });

  describe('POST /v1/track', () => {
    const track = async (body: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${collector.url}/v1/track`, {
        method: 'POST',
        headers: { authorization: 'Bearer public', ...headers },
        body: JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
    };

    test('makes a click without a key, from any origin, and knows it again', async () => {
      const { program_id, affiliate_id } = await promotedBy('page');
      await created(native, '/v1/coupons', { affiliate_id, code: 'PAGE10' });
      const visit = {
        programId: idOf('prog', program_id),
        trackingId: 'Page',
        utmSource: 'x',
        ScCid: 'snap',
        sub1: 'a',
      };
      const first = await track({ ...visit, referrer: null, hasConsent: false }, { referer: 'https://shop.example/' });
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.deepEqual(first.body, {
        cid: first.body['cid'],
        data: { discount: null, affiliateCoupons: [] },
        append_affonso_id_enabled: true,
      });
      assert.equal(first.headers.get('access-control-allow-origin'), '*');
      assert.ok(Number(first.headers.get('x-ratelimit-remaining')) > 0);
      const again = await track({ ...visit, upgradeClickId: first.body['cid'], hasConsent: true });
      assert.equal(again.body['cid'], first.body['cid']);
      const { affiliateCoupons } = again.body['data'] as { affiliateCoupons: { promoCode: string }[] };
      assert.deepEqual(
        affiliateCoupons.map(({ promoCode }) => promoCode),
        ['PAGE10'],
      );
      const sold = await done(201, '/v1/conversions', sale('page-1', { referral_id: first.body['cid'] }));
      assert.equal(sold['commission_amount'], 29.7);
    });

    test('is refused by the field that is wrong', async () => {
      const { program_id } = await promotedBy('other-page');
      await promotedBy('third-page');
      for (const [body, status, field] of [
        [{}, 400, 'programId'],
        [{ programId: 'prog_none' }, 404, 'programId'],
        [{ programId: program_id, trackingId: 'nobody' }, 404, 'trackingId'],
        [{ programId: program_id, trackingId: 'third-page' }, 404, 'trackingId'],
        [{ programId: program_id, upgradeClickId: 'x' }, 400, 'upgradeClickId'],
        [{ programId: program_id, hasConsent: 'yes' }, 400, 'hasConsent'],
      ] as const) {
        const reply = await track(body);
        const { error } = reply.body as unknown as Enveloped;
        assert.deepEqual([reply.status, error.field], [status, field], JSON.stringify(reply.body));
      }
      const response = await fetch(`${collector.url}/v1/track`, {
        method: 'OPTIONS',
        headers: { origin: 'https://x.example' },
      });
      assert.deepEqual([response.status, response.headers.get('access-control-allow-methods')], [204, 'POST, OPTIONS']);
    });
  });

  describe('signatures', () => {
    const SECRET = 'whsec_0123456789abcdef';
    const signed = (body: string, at = Date.now()) => {
      const timestamp = String(Math.floor(at / 1_000));
      const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
      return { 'X-Affonso-Timestamp': timestamp, 'X-Affonso-Signature': signature };
    };

    test('are asked for where the key has a secret, and only there', async () => {
      const signing = await speaking({ signing_secret: SECRET });
      const body = `{"external_event_id": "signed-1", "sale_amount": 99.00, "customer_id": "Zoë"}`;
      const headers = signed(body);
      for (const status of [201, 200]) {
        const reply = await signing('POST', '/v1/conversions', body, headers);
        assert.equal(reply.status, status, JSON.stringify(reply.body));
      }
      const { body: made } = await signing('POST', '/v1/conversions', body, signed(body, Date.now() - 290_000));
      const path = `/v1/conversions/${made.data['id']}/refund`;
      for (const [what, sent, with_, field] of [
        ['unsigned', body, {}, 'X-Affonso-Timestamp'],
        ['changed', body.replace('99.00', '98.00'), headers, 'X-Affonso-Signature'],
        ['too old', body, signed(body, Date.now() - 310_000), 'X-Affonso-Timestamp'],
        ['ahead', body, signed(body, Date.now() + 310_000), 'X-Affonso-Timestamp'],
      ] as const) {
        for (const at of ['/v1/conversions', '/v1/events', '/v1/sources/segment/events', path]) {
          const reply = await signing('POST', at, sent, with_);
          assert.deepEqual(
            [reply.status, reply.body.error.code, reply.body.error.field],
            [401, 'UNAUTHORIZED', field],
            what,
          );
        }
      }
      const refunded = await signing('POST', path, undefined, signed(''));
      assert.deepEqual([refunded.status, refunded.body.data['status']], [200, 'refunded']);
      const unsigned = await signing('POST', '/v1/clicks', { trackingId: 'nobody' });
      assert.equal(unsigned.status, 404);
      assert.equal((await ask('POST', '/v1/conversions', body, { 'X-Affonso-Signature': 'x' })).status, 200);
    });
  });

  test('errors have the vendor’s form, and rates are told', async () => {
    const unknown = await ask('GET', '/v1/nowhere');
    assert.deepEqual([unknown.status, unknown.body.success, unknown.body.error.code], [404, false, 'NOT_FOUND']);
    assert.match(unknown.body.error.message, /docs\/dialects\.md/);
    for (const name of ['limit', 'remaining', 'reset'])
      assert.match(unknown.headers.get(`x-ratelimit-${name}`) ?? '', /^\d+$/);
    const reset = Number(unknown.headers.get('x-ratelimit-reset')) * 1_000 - Date.now();
    assert.ok(reset > -1_000 && reset <= 61_000, String(reset));
    const broken = await ask('POST', '/v1/conversions', '{"sale_amount": ');
    assert.deepEqual([broken.status, broken.body.error.code], [400, 'VALIDATION_ERROR']);
    const array = await ask('POST', '/v1/conversions', []);
    assert.deepEqual([array.status, array.body.error.code], [400, 'VALIDATION_ERROR']);
    const wrong = createCall(collector, 'sk_live_00000000000000000000000000000000') as unknown as Ask;
    const { status, body } = await wrong('POST', '/v1/conversions', {});
    assert.deepEqual([status, body.error.code], [401, 'UNAUTHORIZED']);
    const keyless = await fetch(`${collector.url}/v1/signups`, { method: 'POST', body: '{}' });
    assert.equal(keyless.status, 401);
  });
});
