import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  paddleAdjustment,
  paddleCustomer,
  paddleEvent,
  paddleSubscription,
  paddleTransaction,
  plainTotals,
} from '../../../../test/paddle-events.ts';
import { type ConnectionSettings, DEFAULT_SETTINGS, type LeftOut } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { newConversion } from '../wire/conversion.ts';
import { newOrderRefund } from '../wire/refund.ts';
import { paddle } from './paddle.ts';

const earningOn = (over: Partial<Record<LeftOut, boolean>>): ConnectionSettings => ({
  commission_on: { ...DEFAULT_SETTINGS.commission_on, ...over },
});

function asksOf(body: unknown, settings = DEFAULT_SETTINGS) {
  return paddle.read(body, settings).asks ?? assert.fail('the type means nothing');
}

/** The one conversion that an event asks for, as our own API would take it. */
function conversionOf(body: unknown, settings = DEFAULT_SETTINGS) {
  const [ask, ...others] = asksOf(body, settings);
  assert.deepEqual(others, []);
  if (ask?.ask !== 'create_conversion') assert.fail(ask?.ask);
  return newConversion.parse(ask.given);
}

function refundOf(body: unknown) {
  const [ask] = asksOf(body);
  if (ask?.ask !== 'refund_order') assert.fail(ask?.ask);
  return newOrderRefund.parse(ask.given);
}

const completed = (over: object = {}, totals: object = {}) =>
  paddleEvent('transaction.completed', paddleTransaction({ ...over }, totals));

function refused(body: unknown, field: string, message = /./): void {
  assert.throws(
    () => paddle.read(body, DEFAULT_SETTINGS),
    (error) =>
      error instanceof AppError &&
      error.code === 'invalid' &&
      error.detail.field === field &&
      message.test(error.message),
  );
}

describe('a completed transaction', () => {
  test('is a sale of what was paid, known by its id', () => {
    const { id, type, is_test, account } = paddle.read(completed(), DEFAULT_SETTINGS);
    assert.deepEqual([type, is_test, account], ['transaction.completed', null, null]);
    assert.equal(id, 'evt_transaction.completed_txn_01hexample');
    const sale = conversionOf(completed());
    assert.deepEqual(
      [sale.name, sale.order_id, sale.external_ref, sale.amount, sale.currency, sale.customer_id],
      ['purchase', 'txn_01hexample', 'txn_01hexample', '155.00', 'USD', 'ctm_01hexample'],
    );
    assert.deepEqual([sale.price_ids, sale.product_ids], [['pri_01hexample'], ['pro_01hexample']]);
    assert.deepEqual([sale.is_subscription, sale.interval], [false, null]);
    assert.equal(sale.occurred_at, Date.UTC(2026, 10, 1, 10, 0, 0, 123));
  });

  test('of a subscription says how often it renews', () => {
    const sale = conversionOf(completed({ subscription_id: 'sub_01hexample', origin: 'subscription_recurring' }));
    assert.deepEqual([sale.is_subscription, sale.interval], [true, 'monthly']);
  });

  test('with an interval of no known form has none', () => {
    for (const billing_cycle of [
      null,
      'month',
      { interval: { toString: 1 }, frequency: 1 },
      { interval: 'month', frequency: {} },
    ]) {
      const items = [{ price: { id: 'pri_1', billing_cycle }, quantity: 1 }];
      const { interval } = conversionOf(completed({ subscription_id: 'sub_01hexample', items }));
      assert.ok(interval === null || interval === 'monthly', String(interval));
    }
  });

  test('names who led the buyer there in its custom data', () => {
    const custom_data = {
      clickstitch_click_id: 'clk_0123456789abcdef0123456789abcdef',
      clickstitch_visitor_id: 'v-1',
      clickstitch_user_id: 17,
      plan: { nested: true },
    };
    const sale = conversionOf(completed({ custom_data }));
    assert.deepEqual(
      [sale.click_id, sale.visitor_id, sale.external_user_id, sale.customer_id],
      ['clk_0123456789abcdef0123456789abcdef', 'v-1', '17', 'ctm_01hexample'],
    );
  });

  // 165.00 with 15.00 tax and after 5.00 discount, of which 155.00 were paid: 155/165 of each part.
  const shares: readonly (readonly [string, Partial<Record<LeftOut, boolean>>, string])[] = [
    ['without tax and discount', {}, '140.91'],
    ['with tax', { tax: true }, '155.00'],
    ['before the discount', { discount: true }, '145.61'],
    ['with tax and before the discount', { tax: true, discount: true }, '159.70'],
  ];
  for (const [what, over, amount] of shares) {
    test(`is commissioned ${what}`, () => {
      assert.equal(conversionOf(completed(), earningOn(over)).commissionable_amount, amount);
    });
  }

  test('is commissioned without what is prorated, where that is wanted', () => {
    const line = (total: string, tax: string, proration: object | null) => ({
      totals: { subtotal: total, discount: '0', tax, total },
      proration,
    });
    const details = {
      totals: { ...plainTotals('3000'), tax: '500', currency_code: 'USD' },
      line_items: [line('2400', '400', null), line('600', '100', { rate: '0.5', billing_period: null })],
    };
    assert.equal(conversionOf(completed({ details })).commissionable_amount, '25.00');
    assert.equal(conversionOf(completed({ details }), earningOn({ proration: false })).commissionable_amount, '20.00');
    const whole = earningOn({ proration: false, tax: true });
    assert.equal(conversionOf(completed({ details }), whole).commissionable_amount, '24.00');
  });

  test('for nothing keeps what led there and is no sale', () => {
    const custom_data = { clickstitch_click_id: 'clk_0123456789abcdef0123456789abcdef' };
    const checkout = conversionOf(completed({ custom_data }, { ...plainTotals('0'), credit: '0' }));
    assert.deepEqual(
      [checkout.name, checkout.sales_status, checkout.order_id, checkout.amount, checkout.click_id],
      ['checkout', 'open', 'txn_01hexample', undefined, custom_data.clickstitch_click_id],
    );
  });

  test('for another method of payment is nothing', () => {
    assert.deepEqual(asksOf(completed({ origin: 'subscription_payment_method_change' }, plainTotals('0'))), []);
  });

  const currencies: readonly (readonly [string, string])[] = [
    ['JPY', '15500'],
    ['KRW', '15500'],
    ['CLP', '15500'],
    ['EUR', '155.00'],
  ];
  for (const [currency_code, amount] of currencies) {
    test(`in ${currency_code} is ${amount}`, () => {
      const sale = conversionOf(completed({ currency_code }));
      assert.deepEqual([sale.amount, sale.currency], [amount, currency_code]);
    });
  }

  for (const currency_code of ['HUF', 'TWD', 'COP', 'ISK', 'usd', 'XYZ']) {
    test(`in ${currency_code} is refused, for nobody says what it is counted in`, () => {
      refused(completed({ currency_code }), 'currency', new RegExp(`${currency_code}.*not documented`));
    });
  }

  const broken: readonly (readonly [object, object, string])[] = [
    [{ id: undefined }, {}, 'data.id'],
    [{ currency_code: 7 }, {}, 'data.currency_code'],
    [{ details: null }, {}, 'data.details.totals.grand_total'],
    [{}, { grand_total: 15_500 }, 'data.details.totals.grand_total'],
    [{}, { grand_total: '155.00' }, 'data.details.totals.grand_total'],
    [{}, { grand_total: '9'.repeat(16) }, 'data.details.totals.grand_total'],
    [{}, { total: '1e3' }, 'data.details.totals.total'],
    [{}, { tax: null }, 'data.details.totals.tax'],
  ];
  for (const [over, totals, field] of broken) {
    test(`with ${JSON.stringify([over, totals])} is refused`, () => refused(completed(over, totals), field));
  }
});

describe('a failed payment', () => {
  test('is told once per event', () => {
    const failed = conversionOf(paddleEvent('transaction.payment_failed', paddleTransaction({ status: 'ready' })));
    assert.deepEqual(
      [failed.name, failed.sales_status, failed.order_id, failed.external_ref, failed.customer_id],
      [
        'payment_failed',
        'failed',
        undefined,
        'payment_failed:evt_transaction.payment_failed_txn_01hexample',
        'ctm_01hexample',
      ],
    );
  });
});

describe('an adjustment', () => {
  const adjusted = (over: object, total?: string) =>
    paddleEvent('adjustment.updated', paddleAdjustment({ ...over }, total));

  test('that is approved is given back of its transaction, with either event', () => {
    const refund = refundOf(adjusted({}));
    assert.deepEqual(
      [refund.name, refund.order_id, refund.kind, refund.amount, refund.currency, refund.external_ref, refund.reason],
      ['purchase', 'txn_01hexample', 'refund', '11.00', 'USD', 'adj_01hexample', 'requested by customer'],
    );
    assert.deepEqual(refundOf(paddleEvent('adjustment.created', paddleAdjustment())), refund);
  });

  for (const [action, kind] of [
    ['chargeback', 'chargeback'],
    ['chargeback_reverse', 'reinstatement'],
    ['chargeback_reversal', 'reinstatement'],
  ] as const) {
    test(`of a ${action}, whatever its sign`, () => {
      for (const total of ['1100', '-1100']) {
        const { kind: told, amount } = refundOf(adjusted({ action }, total));
        assert.deepEqual([told, amount], [kind, '11.00']);
      }
    });
  }

  for (const over of [
    ...['pending_approval', 'rejected', 'reversed', 'unheard_of'].map((status) => ({ status })),
    ...['credit', 'credit_reverse', 'chargeback_warning', 'chargeback_warning_reverse', 'x'].map((action) => ({
      action,
    })),
  ]) {
    test(`with ${JSON.stringify(over)} gives nothing back`, () => assert.deepEqual(asksOf(adjusted(over)), []));
  }

  test('of nothing', () => assert.deepEqual(asksOf(adjusted({}, '0')), []));

  test('without its transaction, amount or time', () => {
    refused(adjusted({ transaction_id: null }), 'data.transaction_id');
    refused(adjusted({ totals: {} }), 'data.totals.total');
    refused(adjusted({ created_at: 'yesterday' }), 'data.created_at');
    refused(adjusted({ currency_code: 'HUF' }), 'currency', /HUF/);
  });
});

describe('a subscription', () => {
  const subscribed = (type: string, over: object) =>
    paddleEvent(`subscription.${type}`, paddleSubscription({ ...over }));

  test('on trial is the same trial in each of its events', () => {
    const trial = conversionOf(subscribed('created', { status: 'trialing', transaction_id: 'txn_01hexample' }));
    assert.deepEqual(
      [trial.name, trial.sales_status, trial.order_id, trial.external_ref, trial.is_subscription],
      ['trial', 'trialing', 'sub_01hexample', 'trial:sub_01hexample', true],
    );
    assert.deepEqual(conversionOf(subscribed('trialing', { status: 'trialing' })), trial);
    assert.deepEqual(
      conversionOf(subscribed('updated', { status: 'trialing', updated_at: '2026-11-02T00:00:00Z' })),
      trial,
    );
  });

  test('that is canceled is so when it ends, and not when that is planned', () => {
    const canceled_at = '2026-12-01T10:00:00Z';
    const end = conversionOf(subscribed('canceled', { status: 'canceled', canceled_at }));
    assert.deepEqual(
      [end.name, end.sales_status, end.order_id, end.occurred_at],
      ['cancellation', 'failed', 'sub_01hexample', Date.parse(canceled_at)],
    );
    assert.deepEqual(conversionOf(subscribed('updated', { status: 'canceled', canceled_at })), end);
    const scheduled_change = { action: 'cancel', effective_at: canceled_at, resume_at: null };
    assert.deepEqual(asksOf(subscribed('updated', { scheduled_change })), []);
  });

  test('that goes on says nothing', () => {
    for (const status of ['active', 'past_due', 'paused']) {
      assert.deepEqual(asksOf(subscribed('updated', { status })), []);
    }
  });
});

describe('an event of Paddle', () => {
  test('of a customer tells whose address it is', () => {
    assert.deepEqual(asksOf(paddleEvent('customer.created', paddleCustomer())), [
      {
        ask: 'create_contacts',
        given: [{ kind: 'customer', external_id: 'ctm_01hexample', email: 'ada@example.com', name: 'Ada Example' }],
      },
    ]);
  });

  test('of another type means nothing, and is no error', () => {
    for (const type of ['transaction.paid', 'transaction.created', 'payout.paid', 'toString']) {
      const { asks, ...event } = paddle.read(paddleEvent(type, {}), DEFAULT_SETTINGS);
      assert.deepEqual([asks, event.type], [null, type]);
    }
  });

  for (const body of [null, undefined, [], 'text', 7, {}]) {
    test(`that is ${JSON.stringify(body)} is refused`, () => refused(body, 'event_id'));
  }

  test('without a type or a time', () => {
    refused({ ...completed(), event_type: 7 }, 'event_type');
    refused({ ...completed(), occurred_at: '2026-02-30T00:00:00Z' }, 'occurred_at');
    refused({ ...completed(), data: null }, 'data.id');
  });
});
