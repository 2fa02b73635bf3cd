import { Stripe } from 'stripe';

/** Events as Stripe sends them, in the documented shape of the API version 2026-10-28.endive and in one from before 2025-03-31.basil. */

export interface StripeObject {
  id: string;
  [field: string]: unknown;
}

export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  livemode: boolean;
  type: string;
  account?: string;
  data: { object: StripeObject };
}

export type ApiShape = 'endive' | 'acacia';

const VERSIONS: Readonly<Record<ApiShape, string>> = { endive: '2026-10-28.endive', acacia: '2024-09-30.acacia' };

/** An event about an object. `created`: s UTC. */
export function stripeEvent(
  type: string,
  object: StripeObject,
  created: number,
  shape: ApiShape = 'endive',
): StripeEvent {
  return {
    id: `evt_${type.replaceAll('.', '_')}_${object.id}_${created}`,
    object: 'event',
    api_version: VERSIONS[shape],
    created,
    livemode: true,
    type,
    data: { object },
  };
}

export interface InvoiceFacts {
  id: string;
  customer: string;
  email: string;
  subscription: string;
  metadata?: Record<string, string>;
  billing_reason: string;
  /** In cents, without tax. */
  net: number;
  tax: number;
  discount?: number;
  /** Of the net, what is for a change within a period. */
  proration?: number;
  payment: string | null;
  charge: string | null;
  /** s UTC */
  paid_at: number;
}

/** A paid invoice of a subscription. */
export function stripeInvoice(facts: InvoiceFacts, shape: ApiShape = 'endive'): StripeObject {
  const { id, customer, email, subscription, metadata = {}, billing_reason, net, tax, discount = 0, proration } = facts;
  const total = net + tax;
  const gross = net + discount - (proration ?? 0);
  const lines = [
    lineOf(
      { id: `il_${id}`, amount: gross, discount, subscription, metadata, is_proration: false, paid_at: facts.paid_at },
      shape,
    ),
    ...(proration === undefined
      ? []
      : [
          lineOf(
            {
              id: `il_${id}_p`,
              amount: proration,
              discount: 0,
              subscription,
              metadata,
              is_proration: true,
              paid_at: facts.paid_at,
            },
            shape,
          ),
        ]),
  ];
  return {
    ...{
      id,
      object: 'invoice',
      status: 'paid',
      billing_reason,
      currency: 'eur',
      customer,
      customer_email: email,
      metadata: {},
    },
    ...{ subtotal: net, total, total_excluding_tax: net, amount_due: total, amount_paid: total, starting_balance: 0 },
    ...{ amount_shipping: 0, attempt_count: 1, created: facts.paid_at, livemode: true },
    total_discount_amounts: discount > 0 ? [{ amount: discount, discount: 'di_1' }] : [],
    status_transitions: { paid_at: facts.paid_at },
    lines: { object: 'list', has_more: false, data: lines },
    ...(shape === 'endive'
      ? {
          total_taxes: [{ amount: tax, tax_behavior: 'exclusive', type: 'tax_rate_details' }],
          parent: {
            type: 'subscription_details',
            quote_details: null,
            subscription_details: { subscription, metadata },
          },
        }
      : {
          ...{ tax, total_tax_amounts: [{ amount: tax, inclusive: false }], paid: true },
          ...{ subscription, subscription_details: { metadata } },
          ...{ payment_intent: facts.payment, charge: facts.charge },
        }),
  };
}

interface LineFacts {
  id: string;
  amount: number;
  discount: number;
  subscription: string;
  metadata: Record<string, string>;
  is_proration: boolean;
  paid_at: number;
}

function lineOf(facts: LineFacts, shape: ApiShape): StripeObject {
  const { id, amount, discount, subscription, metadata, is_proration: proration, paid_at } = facts;
  const period = { start: paid_at, end: paid_at + 30 * 86_400 };
  const discount_amounts = discount > 0 ? [{ amount: discount, discount: 'di_1' }] : [];
  const line = { id, object: 'line_item', amount, currency: 'eur', metadata, period, discount_amounts };
  if (shape === 'acacia') {
    const price = { id: 'price_pro', product: 'prod_pro', recurring: { interval: 'month', interval_count: 1 } };
    return { ...line, type: 'subscription', proration, subscription, price, plan: { id: 'price_pro' } };
  }
  const details = { subscription, subscription_item: 'si_1', invoice_item: null, proration, proration_details: null };
  return {
    ...line,
    parent: { type: 'subscription_item_details', invoice_item_details: null, subscription_item_details: details },
    pricing: {
      ...{ type: 'price_details', unit_amount_decimal: String(amount) },
      price_details: { price: 'price_pro', product: 'prod_pro' },
    },
  };
}

/** The header `Stripe-Signature`, made by the package's own test helper. `at`: s UTC */
export function stripeSignature(payload: string, secret: string, at = Math.floor(Date.now() / 1_000)): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at });
}

export interface HookReply {
  status: number;
  body: {
    data?: { event_id: string | null; type: string; verdict: string };
    title?: string;
    detail?: string;
    field?: string;
    hint?: string;
    code?: string;
  };
}

/** Delivers an event as Stripe does. */
export async function deliver(url: string, secret: string, event: object): Promise<HookReply> {
  const payload = JSON.stringify(event);
  return deliverRaw(url, payload, { 'stripe-signature': stripeSignature(payload, secret) });
}

export async function deliverRaw(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<HookReply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}
