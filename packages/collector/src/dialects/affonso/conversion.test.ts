import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ask } from '../dialect.ts';
import { askToConvert } from './conversion.ts';

type Asked = Extract<Ask, { ask: 'create_rewarded_conversion' }>;

const SALE = { customer_id: 'cust_123', sale_amount: 99, external_event_id: 'inv_1' };
const asked = (more: object = {}) => askToConvert({ ...SALE, ...more }) as Asked;

describe('a conversion', () => {
  test('is ours under other names', () => {
    const { given, referral, click, leniency } = asked({
      ...{ external_user_id: 'u1', sale_amount_currency: 'eur', product_ids: ['p'], price_ids: ['price_1'] },
      ...{ interval: 'yearly', is_subscription: true, status: 'ready_for_payment', sales_status: 'trialing' },
      ...{ created_at: '2026-06-22T12:00:00Z', metadata: { plan: 'pro' }, coupon: 'X' },
    });
    assert.deepEqual([referral, click, leniency.excess], [null, null, 'half_even']);
    assert.deepEqual(given, {
      ...{ name: 'purchase', origin: 'api', customer_id: 'cust_123', external_user_id: 'u1', external_ref: 'inv_1' },
      ...{ amount: 99, currency: 'EUR', product_ids: ['p'], price_ids: ['price_1'], interval: 'yearly' },
      ...{ is_subscription: true, earning_status: 'ready', sales_status: 'trialing' },
      ...{ occurred_at: '2026-06-22T12:00:00Z', metadata: { plan: 'pro' } },
      // Nobody documents it, so it does not mean here what it means with us.
      'affonso.coupon': 'X',
    });
  });

  test('is in US dollars where nothing else is said, and has no more in it than was said', () => {
    assert.deepEqual(asked({ status: null, metadata: null, referral_id: '', created_at: '' }).given, {
      ...{ name: 'purchase', origin: 'api', customer_id: 'cust_123', external_ref: 'inv_1' },
      ...{ amount: 99, currency: 'USD' },
    });
  });

  test('names a referral and a click by any of their names', () => {
    for (const field of [
      'referral_id',
      'referralId',
      'affonso_id',
      'affonsoId',
      'affonso_referral',
      'affonsoReferral',
    ]) {
      assert.deepEqual(asked({ [field]: 'ref_1' }).referral, { field, name: 'ref_1' });
    }
    for (const field of ['click_id', 'clickId'])
      assert.deepEqual(asked({ [field]: 'ref_1' }).click, { field, name: 'ref_1' });
    const same = asked({ referral_id: 'ref_1', affonso_id: 'ref_1', click_id: 'ref_2' });
    assert.deepEqual([same.referral?.name, same.click?.name], ['ref_1', 'ref_2']);
  });

  test('maps every status of a commission', () => {
    const statuses = {
      ...{ pending: 'pending', pending_manual_approval: 'awaiting_review', ready_for_payment: 'ready', paid: 'paid' },
      ...{ processing_payout: 'ready', declined: 'declined', refunded: 'refunded', dispute: 'dispute' },
    };
    for (const [status, override] of Object.entries(statuses)) {
      assert.equal(asked({ status }).given.earning_status, override);
    }
  });

  const refused: [string, object, string, RegExp][] = [
    [
      'nobody',
      { customer_id: undefined },
      'referral_id',
      /One of referral_id, customer_id, external_user_id and click_id/,
    ],
    ['an empty name', { customer_id: '' }, 'referral_id', /is required/],
    ['two clicks', { click_id: 'a', clickId: 'b' }, 'clickId', /^click_id and clickId: both came and differ/],
    ['two referrals', { affonso_id: 'a', referralId: 'b' }, 'affonso_id', /^referralId and affonso_id: /],
    ['no amount', { sale_amount: undefined }, 'sale_amount', /^sale_amount: is required/],
    ['nothing', { sale_amount: 0 }, 'sale_amount', /above zero/],
    ['less than nothing', { sale_amount: -5 }, 'sale_amount', /above zero/],
    ['text for an amount', { sale_amount: '99' }, 'sale_amount', /expected number, received string/],
    ['no event', { external_event_id: '' }, 'external_event_id', /is required/],
    ['another interval', { interval: 'daily', is_subscription: true }, 'interval', /monthly or yearly/],
    ['an interval of no subscription', { interval: 'monthly', is_subscription: false }, 'interval', /subscription/],
    ['an interval of what may be none', { interval: 'monthly' }, 'interval', /subscription/],
    ['another status', { status: 'done' }, 'status', /expected one of pending, /],
    ['an id that is too long', { customer_id: 'x'.repeat(256) }, 'customer_id', /at most 255/],
  ];
  for (const [what, more, field, message] of refused) {
    test(`with ${what} is refused`, () => {
      assert.throws(
        () => asked(more),
        (error: { code: string; message: string; detail: { field: string } }) => {
          assert.deepEqual([error.code, error.detail.field], ['invalid', field]);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  test('is an object', () => {
    for (const body of [undefined, null, [], 'x', 1]) assert.throws(() => askToConvert(body), /must be a JSON object/);
  });
});
