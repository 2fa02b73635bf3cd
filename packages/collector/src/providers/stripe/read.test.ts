import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ConnectionSettings, DEFAULT_SETTINGS } from '../../domain/connection.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProviderAsk } from '../provider.ts';
import { stripe } from '../stripe.ts';

const CREATED = 1_790_000_000;

function read(type: string, object: object, settings: ConnectionSettings = DEFAULT_SETTINGS): ProviderAsk[] {
  const event = { id: 'evt_1', object: 'event', created: CREATED, livemode: true, type, data: { object } };
  return stripe.read(event, settings).asks ?? [];
}

/** What is asked of each kind, by what tells them apart. */
function told(asks: readonly ProviderAsk[]): unknown[] {
  return asks.map((ask) => {
    if (ask.ask === 'name_order') return `${ask.also} is ${ask.order_id}`;
    return ask.given;
  });
}

const given = (asks: readonly ProviderAsk[], name: string) =>
  told(asks).find((one) => (one as { name?: string }).name === name) as Record<string, unknown> | undefined;

const SESSION = {
  ...{ id: 'cs_1', object: 'checkout.session', mode: 'payment', payment_status: 'paid', currency: 'eur' },
  ...{ amount_total: 11_900, payment_intent: 'pi_1', invoice: null, created: CREATED - 60, customer: 'cus_1' },
  ...{ total_details: { amount_tax: 1_900, amount_shipping: 0, amount_discount: 0 } },
};

const INVOICE = {
  ...{ id: 'in_1', object: 'invoice', billing_reason: 'subscription_cycle', currency: 'eur', customer: 'cus_1' },
  ...{ subtotal: 4_000, total: 4_760, amount_paid: 4_760, amount_due: 4_760, customer_email: 'a@b.test' },
  ...{ total_taxes: [{ amount: 760, tax_behavior: 'exclusive' }], lines: { data: [] } },
  parent: { subscription_details: { subscription: 'sub_1', metadata: { clickstitch_user_id: 'u1' } } },
};

describe('a checkout', () => {
  test('of a payment is a sale, known by its payment and by the session', () => {
    const asks = read('checkout.session.completed', SESSION);
    assert.deepEqual(told(asks)[1], 'cs_1 is pi_1');
    const sale = given(asks, 'purchase');
    assert.deepEqual(
      [sale?.['order_id'], sale?.['amount'], sale?.['commissionable_amount']],
      ['pi_1', '119.00', '100.00'],
    );
  });

  test('with an invoice, or one to come, leaves the sale to the invoice', () => {
    for (const fields of [{ invoice: 'in_1' }, { invoice_creation: { enabled: true } }, { payment_status: 'unpaid' }]) {
      const asks = read('checkout.session.completed', { ...SESSION, ...fields });
      assert.equal(given(asks, 'purchase'), undefined);
      assert.ok(given(asks, 'checkout'));
    }
    const asks = told(read('checkout.session.completed', { ...SESSION, invoice: { id: 'in_1' } }));
    assert.deepEqual(asks.slice(1), ['pi_1 is in_1', 'cs_1 is in_1']);
  });

  test('of a subscription, fully discounted or set up', () => {
    const subscription = { ...SESSION, mode: 'subscription', payment_intent: null, invoice: 'in_1' };
    assert.equal(given(read('checkout.session.completed', subscription), 'checkout')?.['order_id'], 'in_1');
    const free = { ...SESSION, payment_intent: null, payment_status: 'no_payment_required' };
    assert.deepEqual(told(read('checkout.session.completed', free)).length, 1);
    assert.deepEqual(read('checkout.session.completed', { ...SESSION, mode: 'setup' }), []);
  });

  test('says who led there: its own reference before its metadata', () => {
    const metadata = { clickstitch_user_id: 'u1', clickstitch_affiliate_id: 'aff' };
    const asks = read('checkout.session.completed', { ...SESSION, client_reference_id: 'u2', metadata });
    const { external_user_id, affiliate_id, customer_id } = given(asks, 'checkout') ?? {};
    assert.deepEqual([external_user_id, affiliate_id, customer_id], ['u2', 'aff', 'cus_1']);
  });
});

describe('an invoice', () => {
  test('that is paid is a sale of what was paid, with a commission on what is left of it', () => {
    const sale = given(read('invoice.paid', INVOICE), 'purchase');
    assert.deepEqual(
      [sale?.['amount'], sale?.['commissionable_amount'], sale?.['external_user_id']],
      ['47.60', '40.00', 'u1'],
    );
  });

  test('of before basil names its payment, charge, tax, price and interval', () => {
    const { parent: _, total_taxes: __, ...rest } = INVOICE;
    const line = {
      type: 'subscription',
      amount: 4_000,
      price: { id: 'price_1', product: 'prod_1', recurring: { interval: 'month', interval_count: 3 } },
    };
    const old = {
      ...rest,
      subscription: 'sub_1',
      payment_intent: 'pi_1',
      charge: 'ch_1',
      tax: 760,
      lines: { data: [line] },
    };
    const asks = read('invoice.paid', old);
    assert.deepEqual(told(asks).slice(0, 2), ['pi_1 is in_1', 'ch_1 is in_1']);
    const { commissionable_amount, price_ids, product_ids, interval, is_subscription } = given(asks, 'purchase') ?? {};
    assert.deepEqual(
      [commissionable_amount, price_ids, product_ids, interval, is_subscription],
      ['40.00', ['price_1'], ['prod_1'], 'quarterly', true],
    );
  });

  test('holds its payments where the event has them, and a payment names its invoice', () => {
    const payments = { data: [{ payment: { type: 'payment_intent', payment_intent: { id: 'pi_9' } } }] };
    assert.equal(told(read('invoice.paid', { ...INVOICE, payments }))[0], 'pi_9 is in_1');
    const payment = { id: 'inpay_1', invoice: 'in_1', payment: { type: 'charge', charge: 'ch_9' } };
    assert.deepEqual(told(read('invoice_payment.paid', payment)), ['ch_9 is in_1']);
  });

  test('inclusive taxes are taxes', () => {
    const total_taxes = [{ amount: 639, tax_behavior: 'inclusive' }];
    const sale = given(read('invoice.paid', { ...INVOICE, total: 4_000, amount_paid: 4_000, total_taxes }), 'purchase');
    assert.deepEqual([sale?.['amount'], sale?.['commissionable_amount']], ['40.00', '33.61']);
  });

  test('partly settled from credit is a sale of the rest; wholly, of nothing', () => {
    const sale = given(read('invoice.paid', { ...INVOICE, amount_paid: 2_380 }), 'purchase');
    assert.deepEqual([sale?.['amount'], sale?.['commissionable_amount']], ['23.80', '20.00']);
    assert.deepEqual(read('invoice.paid', { ...INVOICE, amount_paid: 0 }), []);
  });

  test('that was paid elsewhere is a sale, as older versions tell it', () => {
    const sale = given(read('invoice.paid', { ...INVOICE, amount_paid: 0, paid_out_of_band: true }), 'purchase');
    assert.equal(sale?.['amount'], '47.60');
  });

  test('without prorations by setting', () => {
    const line = (amount: number, proration: boolean) => ({
      amount,
      parent: { type: 'subscription_item_details', subscription_item_details: { proration } },
    });
    const lines = { data: [line(3_000, false), line(1_500, true), line(-500, true)] };
    const settings = { commission_on: { ...DEFAULT_SETTINGS.commission_on, proration: false } };
    assert.equal(
      given(read('invoice.paid', { ...INVOICE, lines }, settings), 'purchase')?.['commissionable_amount'],
      '30.00',
    );
  });

  test('of a trial: for nothing it tells nothing, and what is paid meanwhile can be left out', () => {
    const line = { amount: 0, parent: { type: 'subscription_item_details' }, period: { start: CREATED - 5 } };
    const first = { ...INVOICE, billing_reason: 'subscription_create', lines: { data: [line] } };
    const free = { ...first, subtotal: 0, total: 0, amount_paid: 0, total_taxes: [] };
    assert.deepEqual(told(read('invoice.paid', free)), []);
    const settings = { commission_on: { ...DEFAULT_SETTINGS.commission_on, trial: false } };
    assert.equal(given(read('invoice.paid', first, settings), 'purchase')?.['commissionable_amount'], '0.00');
    assert.equal(given(read('invoice.paid', first), 'purchase')?.['commissionable_amount'], '40.00');
  });

  test('that could not be collected is told by its attempts', () => {
    const failed = given(read('invoice.payment_failed', { ...INVOICE, attempt_count: 2 }), 'payment_failed');
    assert.deepEqual([failed?.['external_ref'], failed?.['sales_status']], ['payment_failed:in_1:2', 'failed']);
  });
});

describe('what is given back', () => {
  test('is told as all that was given back of the charge so far', () => {
    const charge = { id: 'ch_1', amount_refunded: 500, currency: 'eur', payment_intent: 'pi_1', invoice: 'in_1' };
    const [first, second, refund] = told(read('charge.refunded', charge));
    assert.deepEqual([first, second], ['pi_1 is in_1', 'ch_1 is in_1']);
    const { order_id, amount, total_of, external_ref } = refund as Record<string, unknown>;
    assert.deepEqual([order_id, amount, total_of, external_ref], ['pi_1', '5.00', 'ch_1', 'refund:ch_1:500']);
    assert.deepEqual(read('charge.refunded', { ...charge, amount_refunded: 0 }), []);
    const bare = told(read('charge.refunded', { ...charge, payment_intent: null, invoice: null }));
    assert.deepEqual([bare.length, (bare[0] as { order_id: string }).order_id], [1, 'ch_1']);
  });

  const dispute = (status: string) => ({
    id: 'du_1',
    amount: 500,
    currency: 'eur',
    charge: 'ch_1',
    payment_intent: 'pi_1',
    status,
    created: CREATED - 9,
  });
  const kinds = (type: string, status: string) =>
    told(read(`charge.dispute.${type}`, dispute(status))).map((one) => (one as { kind: string }).kind);

  test('by a dispute is taken back at once, and given back when it is won', () => {
    assert.deepEqual(kinds('created', 'needs_response'), ['chargeback']);
    assert.deepEqual(kinds('closed', 'lost'), ['chargeback']);
    assert.deepEqual(kinds('closed', 'won'), ['chargeback', 'reinstatement']);
    assert.deepEqual(
      told(read('charge.dispute.closed', dispute('lost'))),
      told(read('charge.dispute.created', dispute('under_review'))),
    );
  });

  test('by an inquiry is nothing, unless it becomes a dispute', () => {
    assert.deepEqual(kinds('created', 'warning_needs_response'), []);
    assert.deepEqual(kinds('closed', 'warning_closed'), []);
    assert.deepEqual(kinds('updated', 'needs_response'), ['chargeback']);
  });
});

describe('what is no event of ours', () => {
  test('has no asks', () => {
    const event = {
      id: 'evt_1',
      object: 'event',
      created: 1,
      livemode: false,
      type: 'product.created',
      data: { object: { id: 'p' } },
    };
    const { asks, is_test, account } = stripe.read({ ...event, account: 'acct_1' }, DEFAULT_SETTINGS);
    assert.deepEqual([asks, is_test, account], [null, true, 'acct_1']);
  });

  test('or cannot be read, is told by its field', () => {
    const fields = (type: string, object: object) => () => read(type, object);
    const cases: [() => unknown, string][] = [
      [() => stripe.read({ type: 'invoice.paid' }, DEFAULT_SETTINGS), 'type'],
      [fields('invoice.paid', {}), 'data.object.id'],
      [fields('invoice.paid', { ...INVOICE, currency: null }), 'data.object.currency'],
      [fields('invoice.paid', { ...INVOICE, amount_paid: 1.5 }), 'data.object.amount_paid'],
      [fields('checkout.session.completed', { ...SESSION, amount_total: -1 }), 'data.object.amount_total'],
      [
        fields('charge.dispute.created', { id: 'du_1', amount: 5, currency: 'eur', status: 'lost' }),
        'data.object.charge',
      ],
    ];
    for (const [reads, field] of cases) {
      assert.throws(
        reads,
        (error) => error instanceof AppError && error.code === 'invalid' && error.detail.field === field,
      );
    }
  });
});
