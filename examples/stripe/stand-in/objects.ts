import type { Stripe } from 'stripe';
import {
  type Customer,
  type Dispute,
  mintId,
  nowInSeconds,
  type Payment,
  type Session,
  type Subscription,
} from './account.ts';
import { CURRENCY, taxOn } from './prices.ts';

/**
 * Stripe's objects as its events show them, in the shape of the API version 2026-10-28.endive and cut to what says something
 * here: https://docs.stripe.com/api. That each field is Stripe's own is checked against the types of its package.
 */
type Cut<Whole> = Whole extends (infer Each)[]
  ? Cut<Each>[]
  : Whole extends object
    ? { [Field in keyof Whole]?: Cut<Whole[Field]> }
    : Whole;

const DAY = 86_400;
const MONTH_DAYS = 30;

interface Paid {
  customer: Customer;
  /** Of what was bought once. */
  payment: string | null;
  /** Of a subscription, which has an invoice instead. */
  subscription: string | null;
  invoice: string | null;
}

export function sessionObject(session: Session, { customer, payment, subscription, invoice }: Paid) {
  const { id, price, client_reference_id, metadata, trial_days, created } = session;
  const net = trial_days > 0 ? 0 : price.net;
  const tax = taxOn(net);
  return {
    ...{ id, object: 'checkout.session', mode: price.is_monthly ? 'subscription' : 'payment', status: 'complete' },
    ...{ payment_status: net === 0 ? 'no_payment_required' : 'paid', currency: CURRENCY, created },
    ...{ amount_subtotal: net, amount_total: net + tax },
    total_details: { amount_tax: tax, amount_discount: 0, amount_shipping: 0 },
    ...{ client_reference_id, metadata, payment_intent: payment, subscription, invoice },
    ...{ customer: customer.id, customer_details: { email: customer.email } },
    invoice_creation: price.is_monthly ? null : { enabled: false },
  } satisfies Cut<Stripe.Checkout.Session>;
}

/** A paid invoice of a subscription; the first one of a trial is for nothing. */
export function invoiceObject(of: Subscription, { id, isFirst }: { id: string; isFirst: boolean }) {
  const { id: subscription, item, customer, price, metadata } = of;
  const isTrial = of.status === 'trialing';
  const net = isTrial ? 0 : price.net;
  const tax = taxOn(net);
  const now = nowInSeconds();
  const taxes = [{ amount: tax, tax_behavior: 'exclusive', taxable_amount: net }] satisfies Cut<
    Stripe.Invoice.TotalTax[]
  >;
  const line = {
    ...{ id: mintId('il'), object: 'line_item', amount: net, currency: CURRENCY, quantity: 1, metadata, taxes },
    period: { start: now, end: now + (isTrial ? of.trial_days : MONTH_DAYS) * DAY },
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { subscription, subscription_item: item, proration: false },
    },
    pricing: { type: 'price_details', price_details: { price: price.id, product: price.product } },
  } satisfies Cut<Stripe.InvoiceLineItem>;
  return {
    ...{ id, object: 'invoice', status: 'paid', currency: CURRENCY, created: now, metadata: {} },
    billing_reason: isFirst ? 'subscription_create' : 'subscription_cycle',
    ...{ customer: customer.id, customer_email: customer.email, attempt_count: isTrial ? 0 : 1 },
    ...{ subtotal: net, total: net + tax, total_excluding_tax: net, amount_due: net + tax, amount_paid: net + tax },
    ...{ starting_balance: 0, amount_shipping: 0, total_discount_amounts: [], total_taxes: taxes },
    status_transitions: { paid_at: now },
    parent: { type: 'subscription_details', subscription_details: { subscription, metadata } },
    lines: { object: 'list', has_more: false, data: [line] },
  } satisfies Cut<Stripe.Invoice>;
}

/** Says which payment paid an invoice; neither of these two does. */
export function invoicePaymentObject(invoice: string, payment: Payment) {
  return {
    ...{ id: mintId('inpay'), object: 'invoice_payment', invoice, status: 'paid', is_default: true },
    ...{ amount_requested: payment.amount, amount_paid: payment.amount, currency: CURRENCY },
    payment: { type: 'payment_intent', payment_intent: payment.id },
  } satisfies Cut<Stripe.InvoicePayment>;
}

export function chargeObject({ id, charge, customer, amount, refunded }: Payment) {
  return {
    ...{ id: charge, object: 'charge', payment_intent: id, customer: customer.id, currency: CURRENCY },
    ...{ amount, amount_captured: amount, amount_refunded: refunded, refunded: amount === refunded, paid: true },
  } satisfies Cut<Stripe.Charge>;
}

export function disputeObject({ id: payment, charge }: Payment, { id, amount, status, created }: Dispute) {
  return {
    ...{ id, object: 'dispute', charge, payment_intent: payment, amount, currency: CURRENCY, created },
    ...{ status, reason: 'product_not_received', is_charge_refundable: false },
  } satisfies Cut<Stripe.Dispute>;
}

export function subscriptionObject({ id, item, customer, price, metadata, status, trial_days, created }: Subscription) {
  const ended = status === 'canceled' ? nowInSeconds() : null;
  return {
    ...{ id, object: 'subscription', status, customer: customer.id, currency: CURRENCY, metadata, created },
    ...{ trial_start: trial_days > 0 ? created : null, trial_end: trial_days > 0 ? created + trial_days * DAY : null },
    ...{ canceled_at: ended, ended_at: ended, cancel_at_period_end: false },
    items: { object: 'list', data: [{ id: item, object: 'subscription_item', price: { id: price.id } }] },
  } satisfies Cut<Stripe.Subscription>;
}
