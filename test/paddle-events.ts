import { createHmac } from 'node:crypto';

/** Events of Paddle Billing in their documented shape, and its signature: https://developer.paddle.com/webhooks/overview */

export const PADDLE_SECRET = 'pdl_ntfset_01hexamplesecret';

export interface PaddleBody {
  event_id: string;
  event_type: string;
  occurred_at: string;
  notification_id: string;
  data: Record<string, unknown>;
}

/** `Paddle-Signature` of a body; `at` in ms UTC. */
export function paddleSignature(body: string | Buffer, at: number, secret = PADDLE_SECRET): string {
  const ts = Math.floor(at / 1_000);
  const h1 = createHmac('sha256', secret).update(`${ts}:`).update(body).digest('hex');
  return `ts=${ts};h1=${h1}`;
}

export function paddleEvent(type: string, data: Record<string, unknown>, over: Partial<PaddleBody> = {}): PaddleBody {
  return {
    event_id: `evt_${type}_${String(data['id'])}`,
    event_type: type,
    occurred_at: '2026-11-01T10:00:00.123456Z',
    notification_id: 'ntf_01hexample',
    data,
    ...over,
  };
}

/** Totals as Paddle tells them: 155.00 less 5.00, with 15.00 tax, of which 10.00 were paid from credit. */
const TOTALS = {
  ...{ subtotal: '15500', discount: '500', tax: '1500', total: '16500', credit: '1000', credit_to_balance: '0' },
  ...{
    balance: '0',
    grand_total: '15500',
    grand_total_tax: '1409',
    fee: '825',
    earnings: '13266',
    currency_code: 'USD',
  },
};

export function paddleTransaction(over: Record<string, unknown> = {}, totals: object = {}): Record<string, unknown> {
  return {
    id: 'txn_01hexample',
    status: 'completed',
    customer_id: 'ctm_01hexample',
    address_id: 'add_01hexample',
    business_id: null,
    custom_data: null,
    currency_code: 'USD',
    origin: 'web',
    subscription_id: null,
    invoice_number: '123-1',
    collection_mode: 'automatic',
    discount_id: null,
    billing_period: null,
    items: [
      {
        price: {
          ...{ id: 'pri_01hexample', product_id: 'pro_01hexample', description: 'Monthly', type: 'standard' },
          billing_cycle: { interval: 'month', frequency: 1 },
        },
        quantity: 1,
        proration: null,
      },
    ],
    details: { totals: { ...TOTALS, ...totals }, line_items: [] },
    payments: [{ payment_attempt_id: 'pay_01hexample', amount: '15500', status: 'captured' }],
    created_at: '2026-11-01T09:59:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    billed_at: '2026-11-01T10:00:00Z',
    ...over,
  };
}

/** Totals without discount, tax and credit. */
export function plainTotals(amount: string): object {
  return { subtotal: amount, discount: '0', tax: '0', total: amount, credit: '0', grand_total: amount };
}

export function paddleAdjustment(over: Record<string, unknown> = {}, total = '1100'): Record<string, unknown> {
  return {
    id: 'adj_01hexample',
    action: 'refund',
    type: 'partial',
    transaction_id: 'txn_01hexample',
    subscription_id: null,
    customer_id: 'ctm_01hexample',
    reason: 'requested by customer',
    credit_applied_to_balance: false,
    currency_code: 'USD',
    status: 'approved',
    items: [{ id: 'adjitm_01hexample', item_id: 'txnitm_01hexample', type: 'partial', amount: total }],
    totals: { subtotal: total, tax: '0', total, fee: '55', earnings: '945', retained_fee: '0', currency_code: 'USD' },
    created_at: '2026-11-05T10:00:00Z',
    updated_at: '2026-11-05T11:00:00Z',
    ...over,
  };
}

export function paddleSubscription(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'sub_01hexample',
    status: 'active',
    customer_id: 'ctm_01hexample',
    currency_code: 'USD',
    created_at: '2026-11-01T10:00:01Z',
    updated_at: '2026-11-01T10:00:01Z',
    started_at: '2026-11-01T10:00:00Z',
    next_billed_at: '2026-12-01T10:00:00Z',
    canceled_at: null,
    collection_mode: 'automatic',
    scheduled_change: null,
    items: [],
    custom_data: null,
    ...over,
  };
}

export function paddleCustomer(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ id: 'ctm_01hexample', name: 'Ada Example', email: 'ada@example.com', status: 'active', locale: 'en' },
    ...{ marketing_consent: false, custom_data: null },
    ...{ created_at: '2026-11-01T09:58:00Z', updated_at: '2026-11-01T09:58:00Z' },
    ...over,
  };
}
