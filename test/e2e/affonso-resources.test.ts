import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AffonsoClient, type Fields, startAffonso } from '../affonso-client.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

/** Affiliates and referrals, as a client of Affonso’s reads and writes them. */

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let ask: AffonsoClient['ask'];
  let done: AffonsoClient['done'];
  let refused: AffonsoClient['refused'];
  let jane: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_RATE_LIMIT_PER_MINUTE: '0' } });
    ({ ask, done, refused } = await startAffonso(collector));
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('an affiliate', () => {
    test('is created with a tracking id that follows from the name', async () => {
      const made = await done(
        'POST',
        '/affiliates',
        { name: 'Jane Smith', email: 'Jane@Example.com', metadata: { plan: 'pro' }, group_id: 'VIP' },
        201,
      );
      jane = String(made['id']);
      assert.match(jane, /^aff_[0-9a-f]{32}$/);
      const { id: _, created_at: __, program_id: program, ...rest } = made;
      assert.match(String(program), /^prog_/);
      assert.deepEqual(rest, {
        name: 'Jane Smith',
        email: 'jane@example.com',
        tracking_id: 'jane-smith',
        source: 'api',
        partnership_status: 'APPROVED',
        onboarding_completed: false,
        group_id: 'VIP',
        external_user_id: null,
        metadata: { plan: 'pro' },
      });
      const other = await done('POST', '/affiliates', { name: 'Jane Smith', email: 'other@example.com' }, 201);
      assert.match(String(other['tracking_id']), /^jane-[0-9a-f]+$/);
      await done('DELETE', `/affiliates/${other['id']}`);
    });

    test('is refused for what is wrong with it', async () => {
      const who = { name: 'Ben', email: 'ben@example.com' };
      await refused('POST', '/affiliates', { name: 'Ben' }, 400, 'email');
      await refused('POST', '/affiliates', { ...who, tracking_id: 'Not One' }, 400, 'tracking_id');
      await refused('POST', '/affiliates', { ...who, tracking_id: 'jane-smith' }, 409, 'tracking_id');
      await refused('POST', '/affiliates', { ...who, email: 'jane@example.com' }, 409, 'email');
      await refused('POST', '/affiliates', { ...who, program_id: 'prog_none' }, 404, 'program_id');
      await refused('POST', '/affiliates', { ...who, payout_method: 'paypal' }, 400, 'payout_details.email');
      await refused('POST', '/affiliates', [], 400);
      await refused('GET', '/affiliates/aff_none', undefined, 404);
    });

    test('is changed, and shows what was asked for beside', async () => {
      const changed = await done('PUT', `/affiliates/${jane}`, {
        name: 'Jane S.',
        status: 'approved',
        payout_method: 'wise',
        payout_details: { email: 'jane@wise.example' },
        invoice_details: { company_name: 'Jane Ltd' },
        metadata: null,
        onboarding_completed: true,
      });
      assert.deepEqual(
        [changed['name'], changed['metadata'], changed['onboarding_completed']],
        ['Jane S.', null, true],
      );
      const shown = await done(
        'GET',
        `/affiliates/${jane}?expand=promoCodes,commissionOverrides&expand=invoiceDetails,payoutMethod,onboardingResponses`,
      );
      assert.deepEqual(
        [shown['promoCodes'], shown['commissionOverrides'], shown['onboardingResponses']],
        [[], [], null],
      );
      assert.deepEqual(shown['invoiceDetails'], { company_name: 'Jane Ltd' });
      assert.deepEqual(shown['payoutMethod'], { type: 'wise', details: { email: 'jane@wise.example' } });
      await refused('PUT', `/affiliates/${jane}`, { external_user_id: 'u_1' }, 400, 'external_user_id');
      await refused('PUT', `/affiliates/${jane}`, { status: 'pending' }, 409, 'status');
    });

    test('is listed by number', async () => {
      const { body } = await ask('GET', '/affiliates?limit=1&partnership_status=approved');
      assert.deepEqual(body.pagination, {
        ...{ page: 1, limit: 1, total: 2, total_pages: 2, has_next_page: true, has_prev_page: false },
        ...{ totalPages: 2, hasNextPage: true, hasPrevPage: false },
      });
      assert.equal(body.data[0]?.['partnership_status'], 'APPROVED');
      const second = await ask('GET', '/affiliates?limit=1&page=2&partnership_status=approved');
      assert.deepEqual([second.body.data.length, second.body.pagination?.['has_next_page']], [1, false]);
      const names = async (query: string) => {
        const { body: page } = await ask('GET', `/affiliates?${query}`);
        return page.data.map(({ name }) => name);
      };
      assert.deepEqual(await names('search=JANE'), ['Jane S.']);
      assert.deepEqual(await names('search=jane-smi'), ['Jane S.']);
      assert.deepEqual(await names('sort=name:asc'), ['Blog of seed', 'Jane S.']);
      assert.deepEqual(await names('group_id=VIP'), ['Jane S.']);
      assert.deepEqual(await names('partnership_status=pending'), []);
      assert.deepEqual(await names('dateTo=2020-01-01'), []);
      await refused('GET', '/affiliates?limit=201', undefined, 400, 'limit');
      await refused('GET', '/affiliates?sort=email:asc', undefined, 400, 'sort');
      await refused('GET', '/affiliates?expand=all', undefined, 400, 'expand');
      await refused('GET', '/affiliates?created_gte=soon', undefined, 400, 'created_gte');
    });
  });

  describe('a referral', () => {
    let ada: string;

    test('is created for an affiliate, once an address', async () => {
      const made = await done(
        'POST',
        '/referrals',
        {
          affiliate_id: jane,
          email: 'ada@example.com',
          name: 'Ada',
          metadata: { from: 'webinar' },
          customer_id: 'cus_1',
        },
        201,
      );
      ada = String(made['id']);
      assert.match(ada, /^ref_[0-9a-f]{32}$/);
      assert.deepEqual(
        ['affiliate_id', 'email', 'customer_id', 'subscription_id', 'status', 'name', 'metadata', 'converted_at'].map(
          (field) => made[field],
        ),
        [jane, 'ada@example.com', 'cus_1', null, 'lead', 'Ada', { from: 'webinar' }, null],
      );
      const again = await ask('POST', '/referrals', { affiliate_id: jane, email: 'ADA@example.com' });
      assert.deepEqual([again.status, again.body.error?.code], [409, 'DUPLICATE_ERROR']);
      await refused('POST', '/referrals', { affiliate_id: 'aff_none', email: 'x@example.com' }, 404, 'affiliate_id');
      await refused('POST', '/referrals', { affiliate_id: jane, email: 'nobody' }, 400, 'email');
      await refused(
        'POST',
        '/referrals',
        { affiliate_id: jane, email: 'x@example.com', status: 'active' },
        400,
        'status',
      );
      await refused(
        'POST',
        '/referrals',
        { affiliate_id: jane, email: 'x@example.com', click_id: 'no' },
        404,
        'click_id',
      );
    });

    test('may begin with a click, whose id it has', async () => {
      const { id } = await done('POST', '/clicks', { trackingId: 'jane-smith' }, 201);
      const made = await done('POST', '/referrals', { affiliate_id: jane, email: 'cy@example.com', click_id: id }, 201);
      assert.equal(made['id'], id);
      assert.equal((await done('GET', `/referrals/${id}`))['email'], 'cy@example.com');
      await refused(
        'POST',
        '/referrals',
        { affiliate_id: jane, email: 'dee@example.com', click_id: id },
        409,
        'click_id',
      );
    });

    test('is changed', async () => {
      const path = `/referrals/${ada}`;
      const changed = await done('PUT', path, { customer_id: 'cus_2', subscription_id: 'sub_1', metadata: { a: 1 } });
      assert.deepEqual(
        ['id', 'customer_id', 'subscription_id', 'metadata', 'email', 'status'].map((field) => changed[field]),
        [ada, 'cus_2', 'sub_1', { a: 1 }, 'ada@example.com', 'lead'],
      );
      assert.equal((await done('PUT', path, { status: 'canceled' }))['status'], 'canceled');
      assert.equal((await done('PUT', path, { status: 'lead' }))['status'], 'lead');
      await refused('PUT', path, { status: 'customer' }, 400, 'status');
      await refused('PUT', path, { email: 'cy@example.com' }, 409, 'email');
      await refused('PUT', path, { affiliate_id: jane }, 400, 'affiliate_id');
      await refused('PUT', path, { customer_id: null }, 400, 'customer_id');
    });

    test('is listed by what was on the page before', async () => {
      const page = async (query: string) => {
        const { status, body } = await ask('GET', `/referrals?${query}`);
        assert.equal(status, 200, JSON.stringify(body));
        return { emails: body.data.map(({ email }) => email), more: body.has_more, last: body.data.at(-1)?.['id'] };
      };
      const first = await page('limit=1');
      assert.deepEqual([first.emails, first.more], [['cy@example.com'], true]);
      const second = await page(`limit=1&starting_after=${first.last}`);
      assert.deepEqual([second.emails, second.more], [['ada@example.com'], false]);
      const back = await page(`limit=1&ending_before=${second.last}`);
      assert.deepEqual([back.emails, back.more], [['cy@example.com'], false]);
      assert.deepEqual((await page('order=asc')).emails, ['ada@example.com', 'cy@example.com']);
      assert.deepEqual((await page(`affiliate_id=${jane}&status=lead`)).emails, ['cy@example.com', 'ada@example.com']);
      assert.deepEqual((await page('status=active')).emails, []);
      assert.deepEqual((await page('external_user_id=nobody')).emails, []);
      const { body } = await ask('GET', '/referrals?expand=affiliate&limit=1');
      assert.equal((body.data[0]?.['affiliate'] as Fields | undefined)?.['tracking_id'], 'jane-smith');
      await refused('GET', '/referrals?limit=101', undefined, 400, 'limit');
      await refused('GET', '/referrals?starting_after=ref_none', undefined, 404, 'starting_after');
    });

    test('is deleted, and may come again', async () => {
      const made = await done('POST', '/referrals', { affiliate_id: jane, email: 'eve@example.com' }, 201);
      const { body } = await ask('DELETE', `/referrals/${made['id']}`);
      assert.deepEqual([body.message, body.data], ['Referral deleted', { id: made['id'], deleted: true }]);
      await refused('GET', `/referrals/${made['id']}`, undefined, 404);
      await done('POST', '/referrals', { affiliate_id: jane, email: 'eve@example.com' }, 201);
    });

    test('has the numbers of what came of it', async () => {
      const sale = { external_event_id: 'inv_1', sale_amount: 100, referral_id: ada };
      const sold = await done('POST', '/conversions', sale, 201);
      assert.equal(sold['commission_amount'], 30);
      const shown = await done('GET', `/referrals/${ada}?include=stats`);
      const { last_order_at, ...stats } = shown['stats'] as Fields;
      assert.deepEqual(stats, { total_revenue: 100, total_commission: 30, total_orders: 1 });
      assert.ok(last_order_at);
      assert.equal(shown['status'], 'customer');
    });
  });

  test('nothing that is malformed is more than refused', async () => {
    const odd = [
      null,
      '',
      ' ',
      '\u0000',
      '\ud800',
      'a'.repeat(5_000),
      -1,
      1e300,
      0.1,
      true,
      [],
      {},
      [null],
      '2026-13-99',
    ];
    const fields: Readonly<Record<string, Fields>> = {
      'POST /affiliates': {
        name: 'Odd',
        email: 'odd@example.com',
        tracking_id: 'odd',
        group_id: 'g',
        external_user_id: 'x',
      },
      'PUT /affiliates/ID': {
        name: 'Odd',
        email: 'odd@example.com',
        status: 'approved',
        payout_method: 'manual',
        metadata: {},
      },
      'POST /referrals': {
        affiliate_id: 'ID',
        email: 'o@example.com',
        click_id: 'c',
        created_at: '2026-01-01',
        metadata: {},
      },
      'PUT /referrals/ID': { email: 'o@example.com', customer_id: 'c', name: 'n', status: 'lead', metadata: {} },
      'POST /commissions': {
        referral_id: 'ID',
        sale_amount: 1,
        commission_amount: 1,
        sale_amount_currency: 'USD',
        created_at: 'x',
      },
      'PUT /commissions/ID': { sale_amount: 1, commission_currency: 'USD', status: 'paid', hold_period_days: 1 },
      'PUT /payouts/ID': { status: 'pending', paymentMethod: 'm', paymentReference: 'r' },
      'POST /coupons': {
        affiliate_id: 'ID',
        code: 'C',
        discount_type: 'fixed',
        discount_value: 1,
        duration: 'once',
        currency: 'USD',
      },
      'PATCH /program': { name: 'N', tagline: null, auto_approve: true },
      'PATCH /program/payment-terms': {
        commission_rate: 1,
        commissions_limit: 1,
        payment_threshold: 1,
        cookie_lifetime: 1,
      },
      'PATCH /program/fraud-rules': {
        banned_referral_config: null,
        blocked_country_config: null,
        paid_traffic_config: null,
      },
    };
    for (const [route, body] of Object.entries(fields)) {
      const [method = '', path = ''] = route.split(' ');
      const place = path.replace('ID', path.startsWith('/affiliates') ? jane : 'none');
      for (const field of Object.keys(body)) {
        for (const value of odd) {
          const sent = { ...body, ...(body['affiliate_id'] === 'ID' && { affiliate_id: jane }), [field]: value };
          const { status, body: told } = await ask(method, place, sent);
          assert.ok(status < 500, `${route} ${field}=${JSON.stringify(value)}: ${status} ${JSON.stringify(told)}`);
        }
      }
    }
    const parameters = [
      'page',
      'limit',
      'sort',
      'search',
      'status',
      'expand',
      'affiliate_id',
      'dateFrom',
      'starting_after',
    ];
    for (const path of ['/affiliates', '/referrals', '/commissions', '/payouts', '/coupons', '/program/groups']) {
      for (const parameter of parameters) {
        for (const value of ['%00', '%ff', '-1', '1e9', '9999999999', 'a'.repeat(300), '%20', '1&X=2', '[]']) {
          const query = `${parameter}=${value.replace('X', parameter)}`;
          const { status, body: told } = await ask('GET', `${path}?${query}`);
          assert.ok(status < 500, `${path}?${query}: ${status} ${JSON.stringify(told)}`);
        }
      }
      for (const id of ['%00', '%2e%2e', 'a%2Fb', '%ff', 'x'.repeat(300)]) {
        const { status } = await ask('GET', `${path}/${id}`);
        assert.ok(status < 500, `${path}/${id}: ${status}`);
      }
    }
  });
});
