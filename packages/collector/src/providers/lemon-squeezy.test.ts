import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { invoiceEvent, orderEvent, subscriptionEvent } from '../../../../test/lemon-squeezy-events.ts';
import { type ConnectionSettings, DEFAULT_SETTINGS, type LeftOut } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { newConversion } from '../wire/conversion.ts';
import { newOrderRefund } from '../wire/refund.ts';
import { lemonSqueezy } from './lemon-squeezy.ts';

const earningOn = (over: Partial<Record<LeftOut, boolean>>): ConnectionSettings => ({
  commission_on: { ...DEFAULT_SETTINGS.commission_on, ...over },
});

function asksOf(body: unknown, settings = DEFAULT_SETTINGS) {
  return lemonSqueezy.read(body, settings).asks ?? assert.fail('the type means nothing');
}

/** The one conversion among what an event asks for, as our own API would take it. */
function conversionOf(body: unknown, settings = DEFAULT_SETTINGS) {
  const given = asksOf(body, settings).flatMap((ask) => (ask.ask === 'create_conversion' ? [ask.given] : []));
  assert.equal(given.length, 1);
  return newConversion.parse(given[0]);
}

function refundOf(body: unknown) {
  const [ask, ...others] = asksOf(body);
  assert.deepEqual(others, []);
  if (ask?.ask !== 'refund_order') assert.fail(ask?.ask);
  return newOrderRefund.parse(ask.given);
}

function refused(body: unknown, field: string, message = /./): void {
  assert.throws(
    () => lemonSqueezy.read(body, DEFAULT_SETTINGS),
    (error) =>
      error instanceof AppError &&
      error.code === 'invalid' &&
      error.detail.field === field &&
      message.test(error.message),
  );
}

describe('an order', () => {
  test('is a sale, of the buyer and by the click that the checkout named', () => {
    const custom = { clickstitch_click_id: 'clk_0123456789abcdef0123456789abcdef', clickstitch_user_id: '17' };
    const event = lemonSqueezy.read(orderEvent('order_created', {}, custom), DEFAULT_SETTINGS);
    assert.deepEqual([event.id, event.type, event.is_test, event.account], [null, 'order_created', false, '7']);
    const sale = conversionOf(orderEvent('order_created', {}, custom));
    assert.deepEqual(
      [sale.name, sale.order_id, sale.external_ref, sale.amount, sale.commissionable_amount, sale.currency],
      ['purchase', 'ls_order_1', 'ls_order_1', '11.99', '9.99', 'USD'],
    );
    assert.deepEqual(
      [sale.click_id, sale.external_user_id, sale.customer_id, sale.email],
      [custom.clickstitch_click_id, '17', 'ls_customer_12', 'ada@example.com'],
    );
    assert.deepEqual([sale.product_ids, sale.price_ids], [['4'], ['5']]);
    assert.equal(sale.occurred_at, Date.UTC(2026, 10, 1, 9, 45, 53));
  });

  test('of the test mode says so', () => {
    assert.equal(lemonSqueezy.read(orderEvent('order_created', { test_mode: true }), DEFAULT_SETTINGS).is_test, true);
  });

  const shares: readonly (readonly [string, object, Partial<Record<LeftOut, boolean>>, string])[] = [
    ['with tax', {}, { tax: true }, '11.99'],
    ['after the discount', { discount_total: 100, total: 1079, tax: 180 }, {}, '8.99'],
    ['before the discount', { discount_total: 100, total: 1079, tax: 180 }, { discount: true }, '9.99'],
    // 12.00 with 2.00 tax in it, after a discount of 6.00 that had 1.00 of tax in it.
    [
      'before a discount with tax',
      { discount_total: 600, total: 1200, tax: 200, tax_inclusive: true },
      { discount: true },
      '15.00',
    ],
  ];
  for (const [what, over, on, amount] of shares) {
    test(`is commissioned ${what}`, () => {
      assert.equal(conversionOf(orderEvent('order_created', { ...over }), earningOn(on)).commissionable_amount, amount);
    });
  }

  test('for nothing keeps what led there and is no sale', () => {
    const checkout = conversionOf(orderEvent('order_created', { subtotal: 0, tax: 0, total: 0 }));
    assert.deepEqual(
      [checkout.name, checkout.sales_status, checkout.order_id, checkout.amount],
      ['checkout', 'open', 'ls_order_1', undefined],
    );
  });

  test('that is not paid is nothing', () => {
    for (const status of ['pending', 'failed']) assert.deepEqual(asksOf(orderEvent('order_created', { status })), []);
  });

  test('is the same sale after it was refunded', () => {
    const before = conversionOf(orderEvent('order_created'));
    for (const status of ['refunded', 'partial_refund']) {
      assert.deepEqual(conversionOf(orderEvent('order_created', { status, refunded_amount: 100 })), before);
    }
  });

  test('in a currency without hundredths is told in US dollars', () => {
    const sale = conversionOf(orderEvent('order_created', { currency: 'JPY', total: 180_000, tax: 30_000 }));
    assert.deepEqual([sale.amount, sale.commissionable_amount, sale.currency], ['11.99', '9.99', 'USD']);
    for (const currency of ['JPY', 'KWD', 'XYZ']) {
      const order = orderEvent('order_created', { currency, total_usd: undefined });
      refused(order, 'currency', new RegExp(`${currency} is not documented`));
    }
  });

  const broken: readonly (readonly [object, string])[] = [
    [{ total: '1199' }, 'data.attributes.total'],
    [{ total: -1 }, 'data.attributes.total'],
    [{ total: 11.99 }, 'data.attributes.total'],
    [{ currency: null }, 'data.attributes.currency'],
    [{ status: null }, 'data.attributes.status'],
    [{ created_at: 'soon' }, 'data.attributes.created_at'],
    [{ id: '' }, 'data.id'],
  ];
  for (const [over, field] of broken) {
    test(`with ${JSON.stringify(over)} is refused`, () => refused(orderEvent('order_created', { ...over }), field));
  }
});

describe('a refund', () => {
  const refunded_at = '2026-11-05T10:00:00.000000Z';
  const partly = { refunded_amount: 100, updated_at: '2026-11-04T10:00:00.000000Z' };

  test('of an order is all that was given back of it so far', () => {
    const part = refundOf(orderEvent('order_refunded', partly));
    assert.deepEqual(
      [part.name, part.order_id, part.amount, part.currency, part.total_of, part.external_ref, part.occurred_at],
      [
        'purchase',
        'ls_order_1',
        '1.00',
        'USD',
        'first_payment',
        'refund:ls_order_1:100',
        Date.parse(partly.updated_at),
      ],
    );
    const rest = { refunded_amount: 1199, status: 'refunded', refunded: true, refunded_at };
    const whole = refundOf(orderEvent('order_refunded', rest));
    assert.deepEqual(
      [whole.amount, whole.external_ref, whole.occurred_at],
      ['11.99', 'refund:ls_order_1:1199', Date.parse(refunded_at)],
    );
  });

  test('of a first invoice is of the same payment as its order’s', () => {
    const refund = refundOf(invoiceEvent('subscription_payment_refunded', { ...partly, billing_reason: 'initial' }));
    assert.deepEqual([refund.order_id, refund.total_of], ['ls_subscription_3', 'first_payment']);
    assert.deepEqual(asksOf(subscriptionEvent('subscription_created')), [
      { ask: 'name_order', name: 'purchase', also: 'ls_subscription_3', order_id: 'ls_order_1' },
    ]);
  });

  test('of a renewal is of that', () => {
    const refund = refundOf(invoiceEvent('subscription_payment_refunded', partly));
    assert.deepEqual([refund.order_id, refund.total_of], ['ls_invoice_7', 'ls_invoice_7']);
  });

  test('in a currency without hundredths is told in US dollars', () => {
    const refund = refundOf(orderEvent('order_refunded', { ...partly, currency: 'JPY', refunded_amount_usd: 65 }));
    assert.deepEqual([refund.amount, refund.currency], ['0.65', 'USD']);
  });

  test('of nothing is nothing', () => assert.deepEqual(asksOf(orderEvent('order_refunded')), []));
});

describe('an invoice of a subscription', () => {
  test('that renews it is a sale', () => {
    const sale = conversionOf(invoiceEvent('subscription_payment_success'));
    assert.deepEqual(
      [sale.name, sale.order_id, sale.amount, sale.is_subscription, sale.customer_id, sale.email],
      ['purchase', 'ls_invoice_7', '9.99', true, 'ls_customer_12', 'ada@example.com'],
    );
  });

  test('that began it is what its order told', () => {
    assert.deepEqual(asksOf(invoiceEvent('subscription_payment_success', { billing_reason: 'initial' })), []);
  });

  test('for a change of it is commissioned, or is not', () => {
    const change = invoiceEvent('subscription_payment_success', { billing_reason: 'updated' });
    assert.equal(conversionOf(change).commissionable_amount, '9.99');
    const sale = conversionOf(change, earningOn({ proration: false }));
    assert.deepEqual([sale.amount, sale.commissionable_amount], ['9.99', '0.00']);
  });

  test('for nothing is nothing', () => {
    assert.deepEqual(asksOf(invoiceEvent('subscription_payment_success', { total: 0, subtotal: 0 })), []);
  });

  test('that could not be collected is a failed payment, one for each attempt', () => {
    const attempts = ['2026-12-01T09:45:55.000000Z', '2026-12-06T09:45:55.000000Z'].map((updated_at) =>
      conversionOf(invoiceEvent('subscription_payment_failed', { status: 'pending', updated_at })),
    );
    assert.deepEqual(
      attempts.map(({ name, sales_status, order_id, external_ref }) => [name, sales_status, order_id, external_ref]),
      [
        ['payment_failed', 'failed', undefined, 'payment_failed:ls_invoice_7:2026-12-01T09:45:55.000000Z'],
        ['payment_failed', 'failed', undefined, 'payment_failed:ls_invoice_7:2026-12-06T09:45:55.000000Z'],
      ],
    );
  });

  test('without a reason or a total', () => {
    refused(invoiceEvent('subscription_payment_success', { billing_reason: null }), 'data.attributes.billing_reason');
    refused(invoiceEvent('subscription_payment_success', { total: null }), 'data.attributes.total');
  });
});

describe('a subscription', () => {
  test('on trial is the same trial in each of its events', () => {
    const trial = conversionOf(subscriptionEvent('subscription_created', { status: 'on_trial' }));
    assert.deepEqual(
      [trial.name, trial.sales_status, trial.order_id, trial.external_ref],
      ['trial', 'trialing', 'ls_subscription_3', 'trial:ls_subscription_3'],
    );
    const later = { status: 'on_trial', updated_at: '2026-11-02T00:00:00.000000Z' };
    assert.deepEqual(conversionOf(subscriptionEvent('subscription_updated', later)), trial);
  });

  test('that is cancelled goes on until it expires', () => {
    const ends_at = '2026-12-01T09:45:53.000000Z';
    const cancelled = subscriptionEvent('subscription_updated', { status: 'cancelled', cancelled: true, ends_at });
    assert.deepEqual(
      asksOf(cancelled).map(({ ask }) => ask),
      ['name_order'],
    );
    const end = conversionOf(subscriptionEvent('subscription_expired', { status: 'expired', ends_at }));
    assert.deepEqual(
      [end.name, end.sales_status, end.order_id, end.occurred_at],
      ['cancellation', 'failed', 'ls_subscription_3', Date.parse(ends_at)],
    );
    assert.deepEqual(conversionOf(subscriptionEvent('subscription_updated', { status: 'expired', ends_at })), end);
  });

  test('without its order', () => {
    refused(subscriptionEvent('subscription_created', { order_id: null }), 'data.attributes.order_id');
  });
});

describe('an event of Lemon Squeezy', () => {
  test('of another type means nothing, and is no error', () => {
    for (const type of ['subscription_payment_recovered', 'license_key_created', 'subscription_paused', 'toString']) {
      const { asks, ...event } = lemonSqueezy.read(orderEvent(type), DEFAULT_SETTINGS);
      assert.deepEqual([asks, event.type], [null, type]);
    }
  });

  for (const body of [null, undefined, [], 'text', 7, {}, { meta: { event_name: 7 } }]) {
    test(`that is ${JSON.stringify(body)} is refused`, () => refused(body, 'meta.event_name'));
  }

  test('about nothing', () => {
    refused({ meta: { event_name: 'order_created' } }, 'data.id');
    refused({ meta: { event_name: 'order_created' }, data: { id: 1, attributes: [] } }, 'data.attributes.status');
  });
});
