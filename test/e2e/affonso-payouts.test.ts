import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type AffonsoClient,
  createAffonsoClient,
  type Fields,
  newAffonsoKey,
  startAffonso,
} from '../affonso-client.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import type { Call } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { created } from '../programs-api.ts';

/** Commissions, payouts, coupons and the program, as a client of Affonso’s reads and writes them. */

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let ask: AffonsoClient['ask'];
  let done: AffonsoClient['done'];
  let refused: AffonsoClient['refused'];
  let native: Call;
  let program_id: string;
  let jane: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_RATE_LIMIT_PER_MINUTE: '0' } });
    ({ ask, done, refused, native, program_id } = await startAffonso(collector));
    const given = { name: 'Jane S.', email: 'jane@example.com', group_id: 'VIP' };
    jane = String((await done('POST', '/affiliates', given, 201))['id']);
    const { id } = await done('POST', '/referrals', { affiliate_id: jane, email: 'ada@example.com' }, 201);
    await done('POST', '/conversions', { external_event_id: 'inv_1', sale_amount: 100, referral_id: id }, 201);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('a commission', () => {
    let ref: unknown;
    let stated: string;

    before(async () => {
      ref = (await done('POST', '/referrals', { affiliate_id: jane, email: 'fay@example.com' }, 201))['id'];
    });

    test('is stated', async () => {
      const given = {
        referral_id: ref,
        sale_amount: 99.5,
        commission_amount: 29.849999999999998,
        payment_intent_id: 'pi_1',
      };
      const made = await done('POST', '/commissions', { ...given, status: 'pending' }, 201);
      stated = String(made['id']);
      const { id: _, created_at: __, updated_at: ___, earning_id, program_id: ____, ...rest } = made;
      assert.match(String(earning_id), /^earn_/);
      assert.deepEqual(rest, {
        referral_id: ref,
        affiliate_id: jane,
        sale_amount: 99.5,
        sale_amount_currency: 'USD',
        commission_amount: 29.85,
        commission_currency: 'USD',
        status: 'pending',
        sales_status: 'complete',
        hold_period_days: null,
        payment_intent_id: 'pi_1',
        invoice_id: null,
        earning_type: 'direct_commission',
      });
      await refused('POST', '/commissions', given, 409, 'payment_intent_id');
      await refused('POST', '/commissions', { ...given, referral_id: 'ref_none' }, 404, 'referral_id');
      await refused(
        'POST',
        '/commissions',
        { referral_id: ref, sale_amount: 0, commission_amount: 1 },
        400,
        'sale_amount',
      );
      await refused(
        'POST',
        '/commissions',
        { ...given, payment_intent_id: 'pi_2', hold_period_days: 5 },
        400,
        'hold_period_days',
      );
    });

    test('is changed', async () => {
      const path = `/commissions/${stated}`;
      const ready = await done('PUT', path, { status: 'ready_for_payment', commission_amount: 10 });
      assert.deepEqual(
        [ready['status'], ready['commission_amount'], ready['sale_amount']],
        ['ready_for_payment', 10, 99.5],
      );
      assert.equal((await done('PUT', path, { status: 'declined' }))['status'], 'declined');
      assert.equal((await done('PUT', path, { status: 'ready_for_payment' }))['status'], 'ready_for_payment');
      await refused('PUT', path, { status: 'processing_payout' }, 400, 'status');
      await refused('PUT', path, { sale_amount: -1 }, 400, 'sale_amount');
      assert.equal((await done('GET', path))['id'], stated);
    });

    test('is listed with others, and without who only signed up', async () => {
      const amounts = async (query: string) => {
        const { status, body } = await ask('GET', `/commissions?${query}`);
        assert.equal(status, 200, JSON.stringify(body));
        assert.equal(body.pagination?.['total'], body.data.length, JSON.stringify(body));
        return body.data.map(({ sale_amount }) => sale_amount);
      };
      assert.deepEqual(await amounts(''), [99.5, 100]);
      assert.deepEqual(await amounts('sort=createdAt:asc'), [100, 99.5]);
      assert.deepEqual(await amounts(`referral_id=${ref}`), [99.5]);
      assert.deepEqual(await amounts(`affiliate_id=${jane}&status=ready_for_payment`), [99.5, 100]);
      assert.deepEqual(await amounts('status=pending'), []);
      assert.deepEqual(await amounts('sales_status=complete'), [99.5, 100]);
      assert.deepEqual(await amounts('sales_status=refunded'), []);
      const { body } = await ask('GET', '/commissions?limit=1&expand=referral,affiliate,affiliate_program');
      assert.deepEqual([body.pagination?.['total'], body.pagination?.['has_next_page']], [2, true]);
      assert.equal((body.data[0]?.['referral'] as Fields | undefined)?.['email'], 'fay@example.com');
    });

    test('is deleted', async () => {
      const made = await done('POST', '/commissions', { referral_id: ref, sale_amount: 5, commission_amount: 0 }, 201);
      assert.equal(made['commission_amount'], 0);
      const { body } = await ask('DELETE', `/commissions/${made['id']}`);
      assert.equal(body.message, 'Commission deleted');
      await refused('GET', `/commissions/${made['id']}`, undefined, 404);
    });

    test('is paid by a payout, and stays', async () => {
      const { id } = await created<{ id: string }>(native, '/v1/payouts', { affiliate_id: (await ours()).id });
      const path = `/payouts/pay_${id.replaceAll('-', '')}`;
      const draft = await done('GET', path);
      assert.deepEqual([draft['status'], draft['amount'], draft['affiliate_id']], ['pending', 40, jane]);
      assert.equal((draft['transactions'] as Fields[]).length, 2);
      await refused('PUT', path, { status: 'completed' }, 400, 'status');
      assert.equal((await done('PUT', path, { status: 'processing' }))['status'], 'processing');
      const paying = { status: 'completed', paymentMethod: 'wise', paymentReference: 'TX (1)' };
      const paid = await done('PUT', path, paying);
      assert.deepEqual(
        [paid['status'], paid['payment_method'], paid['payment_reference'], paid['managed_payout']],
        ['completed', 'wise', 'TX (1)', false],
      );
      assert.ok(paid['processed_at']);
      await refused('PUT', path, { status: 'pending' }, 400, 'status');
      await refused('PUT', path, { status: 'sent' }, 400, 'status');
      assert.equal((await done('GET', `/commissions/${stated}`))['status'], 'paid');
      await refused('DELETE', `/commissions/${stated}`, undefined, 409);
      await refused('DELETE', `/referrals/${ref}`, undefined, 409);
      const listed = await ask('GET', `/payouts?affiliateId=${jane}&status=completed`);
      assert.deepEqual([listed.body.data.length, listed.body.pagination?.['total']], [1, 1]);
      assert.equal((await ask('GET', '/payouts?status=cancelled')).body.data.length, 0);
    });

    const ours = async () => {
      const { body } = await native<{ id: string; name: string }[]>('GET', '/v1/affiliates');
      return body.data.find(({ name }) => name === 'Jane S.') ?? { id: '' };
    };
  });

  test('a coupon is given once an affiliate', async () => {
    const given = { affiliate_id: jane, code: 'save25', discount_type: 'percentage', discount_value: 25 };
    await refused('POST', '/coupons', { ...given, duration: 'repeating' }, 400, 'duration_in_months');
    await refused('POST', '/coupons', { ...given, duration: 'once', discount_value: 101 }, 400, 'discount_value');
    const made = await done(
      'POST',
      '/coupons',
      { ...given, duration: 'repeating', duration_in_months: 3, product_ids: ['p'] },
      201,
    );
    assert.deepEqual(
      ['code', 'discount_type', 'discount_value', 'duration', 'duration_in_months', 'product_ids', 'affiliate_id'].map(
        (field) => made[field],
      ),
      ['SAVE25', 'percentage', 25, 'repeating', 3, ['p'], jane],
    );
    await refused('POST', '/coupons', { ...given, code: 'other', duration: 'once' }, 409, 'affiliate_id');
    const { body } = await ask('GET', '/coupons?search=save&sort=code:asc&expand=affiliate');
    assert.deepEqual([body.data.length, body.pagination?.['total']], [1, 1]);
    assert.equal((await ask('DELETE', `/coupons/${made['id']}`)).body.message, 'Coupon deleted');
    await refused('GET', `/coupons/${made['id']}`, undefined, 404);
  });

  describe('the program', () => {
    test('is the only one there is', async () => {
      const shown = await done('GET', '/program');
      assert.equal(shown['id'], `prog_${program_id.replaceAll('-', '')}`);
      assert.deepEqual([shown['access_mode'], shown['website_url']], ['public', 'https://shop.example']);
      assert.equal((await done('PATCH', '/program', { name: 'Acme', access_mode: 'PUBLIC' }))['name'], 'Acme');
      await refused('PATCH', '/program', { tagline: 'The best' }, 400, 'tagline');
    });

    test('has payment terms', async () => {
      const terms = await done('GET', '/program/payment-terms');
      assert.deepEqual(
        ['commission_type', 'commission_rate', 'commission_duration', 'cookie_lifetime', 'payment_threshold'].map(
          (field) => terms[field],
        ),
        ['percentage', 30, 'lifetime', 30, 0],
      );
      const changed = await done('PATCH', '/program/payment-terms', {
        ...{
          commission_type: 'PERCENTAGE',
          commission_rate: 25,
          commission_duration: 'time_limited',
          commissions_limit: 12,
        },
        ...{ cookie_lifetime: 60, payment_threshold: 5000, invoice_rule: 'NONE' },
      });
      assert.deepEqual(
        ['commission_rate', 'commission_duration', 'commissions_limit', 'cookie_lifetime', 'payment_threshold'].map(
          (field) => changed[field],
        ),
        [25, 'time_limited', 12, 60, 5000],
      );
      await refused('PATCH', '/program/payment-terms', { cookie_lifetime: 366 }, 400, 'cookie_lifetime');
      await refused('PATCH', '/program/payment-terms', { commission_type: 'CREDITS' }, 400, 'commission_type');
      await refused('PATCH', '/program/payment-terms', { auto_payout: true }, 400, 'auto_payout');
    });

    test('has rules against fraud', async () => {
      assert.equal((await done('GET', '/program/fraud-rules'))['self_referral_mode'], 'detect');
      const rules = await done('PATCH', '/program/fraud-rules', {
        ...{ blocked_country_mode: 'block', blocked_country_config: { countries: ['ru', 'CN'] } },
        ...{ suspicious_email_mode: 'block', cross_program_ban_mode: 'off' },
      });
      assert.deepEqual(rules['blocked_country_config'], { countries: ['RU', 'CN'] });
      assert.deepEqual([rules['suspicious_email_mode'], rules['blocked_country_mode']], ['block', 'block']);
      await refused('PATCH', '/program/fraud-rules', { paid_traffic_mode: 'on' }, 400, 'paid_traffic_mode');
      await refused(
        'PATCH',
        '/program/fraud-rules',
        { cross_program_ban_mode: 'block' },
        400,
        'cross_program_ban_mode',
      );
    });

    test('has the groups that are in use', async () => {
      const { body } = await ask('GET', '/program/groups?expand=incentives,multi_level_incentives');
      assert.deepEqual(
        body.data.map(({ id, is_default }) => [id, is_default]),
        [
          [`grp_${program_id.replaceAll('-', '')}`, true],
          ['VIP', false],
        ],
      );
      const [standard] = (body.data[0]?.['incentives'] ?? []) as Fields[];
      assert.deepEqual(
        ['incentive_type', 'amount', 'is_percentage', 'incentive_length', 'length_value', 'apply_to'].map(
          (field) => standard?.[field],
        ),
        ['commission', 25, true, 'time_limited', 12, 'all_plans'],
      );
      assert.equal((await done('GET', '/program/groups/VIP'))['name'], 'VIP');
      await refused('GET', '/program/groups/nobody', undefined, 404);
      await refused('POST', '/program/groups', { name: 'New' }, 400, 'name');
    });

    test('must be named where there are several', async () => {
      await created(native, '/v1/programs', { name: 'Another', currency: 'EUR' });
      await refused('GET', '/program', undefined, 409, 'program_id');
      await refused('POST', '/affiliates', { name: 'Zoe', email: 'zoe@example.com' }, 409, 'program_id');
      await done(
        'POST',
        '/affiliates',
        { name: 'Zoe', email: 'zoe@example.com', program_id: `prog_${program_id.replaceAll('-', '')}` },
        201,
      );
      const account = `prog_${program_id.replaceAll('-', '')}`;
      const own = createAffonsoClient(collector, await newAffonsoKey(native, { account }));
      assert.equal((await own.done('GET', '/program'))['name'], 'Acme');
    });
  });
});
