import { createHmac } from 'node:crypto';

/** Events of Lemon Squeezy in their documented shape, and its signature: https://docs.lemonsqueezy.com/help/webhooks */

export const LEMON_SQUEEZY_SECRET = 'a-secret-of-your-own';

export interface LemonSqueezyBody {
  meta: { event_name: string; custom_data?: Record<string, unknown> };
  data: { type: string; id: string; attributes: Record<string, unknown> };
}

/** `X-Signature` of a body. */
export function lemonSqueezySignature(body: string | Buffer, secret = LEMON_SQUEEZY_SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

type Custom = Record<string, unknown> | undefined;

function event(event_name: string, type: string, id: string, attributes: object, custom?: Custom): LemonSqueezyBody {
  const meta = { event_name, ...(custom && { custom_data: custom }) };
  return { meta, data: { type, id, attributes: { ...attributes } } };
}

const BUYER = {
  store_id: 7,
  customer_id: 12,
  user_name: 'Ada Example',
  user_email: 'ada@example.com',
  test_mode: false,
};

/** 9.99 and 2.00 tax, which are 11.99. */
export function orderEvent(name: string, over: Record<string, unknown> = {}, custom?: Custom): LemonSqueezyBody {
  const { id = '1', ...rest } = over;
  const attributes = {
    ...BUYER,
    identifier: '104e18a2-d755-4d4b-80c4-a6c1dcbe1c10',
    order_number: 1,
    currency: 'USD',
    currency_rate: '1.0000',
    ...{ subtotal: 999, setup_fee: 0, discount_total: 0, tax: 200, total: 1199, refunded_amount: 0 },
    ...{ subtotal_usd: 999, setup_fee_usd: 0, discount_total_usd: 0, tax_usd: 200, total_usd: 1199 },
    refunded_amount_usd: 0,
    ...{ tax_name: 'VAT', tax_rate: '20.00', tax_inclusive: false },
    ...{ status: 'paid', refunded: false, refunded_at: null },
    first_order_item: { id: 1, order_id: 1, product_id: 4, variant_id: 5, price: 999 },
    created_at: '2026-11-01T09:45:53.000000Z',
    updated_at: '2026-11-01T09:45:53.000000Z',
    ...rest,
  };
  return event(name, 'orders', String(id), attributes, custom);
}

export function subscriptionEvent(name: string, over: Record<string, unknown> = {}, custom?: Custom): LemonSqueezyBody {
  const { id = '3', ...rest } = over;
  const attributes = {
    ...BUYER,
    ...{ order_id: 1, order_item_id: 1, product_id: 4, variant_id: 5 },
    ...{ status: 'active', cancelled: false, trial_ends_at: null, ends_at: null },
    renews_at: '2026-12-01T09:45:53.000000Z',
    created_at: '2026-11-01T09:45:54.000000Z',
    updated_at: '2026-11-01T09:45:54.000000Z',
    ...rest,
  };
  return event(name, 'subscriptions', String(id), attributes, custom);
}

/** Of a renewal for 9.99 without tax. */
export function invoiceEvent(name: string, over: Record<string, unknown> = {}, custom?: Custom): LemonSqueezyBody {
  const { id = '7', ...rest } = over;
  const attributes = {
    ...BUYER,
    subscription_id: 3,
    billing_reason: 'renewal',
    currency: 'USD',
    currency_rate: '1.0000',
    ...{ status: 'paid', refunded: false, refunded_at: null },
    ...{ subtotal: 999, discount_total: 0, tax: 0, tax_inclusive: false, total: 999, refunded_amount: 0 },
    ...{ subtotal_usd: 999, discount_total_usd: 0, tax_usd: 0, total_usd: 999, refunded_amount_usd: 0 },
    created_at: '2026-12-01T09:45:53.000000Z',
    updated_at: '2026-12-01T09:45:55.000000Z',
    ...rest,
  };
  return event(name, 'subscription-invoices', String(id), attributes, custom);
}
