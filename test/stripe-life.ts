import { type ApiShape, type StripeEvent, type StripeObject, stripeEvent, stripeInvoice } from './stripe-events.ts';

/** Whose life with a shop it is; every id is their own, so that several lives can be told apart. */
export interface Life {
  /** At the end of every id. */
  of: string;
  click_id: string;
  /** When the page was opened, s UTC. */
  since: number;
  shape: ApiShape;
}

const DAY = 86_400;

/**
 * Everything that Stripe tells of one customer: a checkout with a trial, the first invoice, renewals, an upgrade within a period, two
 * partial refunds, a dispute that is won, one that is lost, a payment that fails, the end, and a single payment beside it.
 */
export function stripeLife({ of, click_id, since, shape }: Life): StripeEvent[] {
  const id = (name: string) => `${name}_${of}`;
  const [customer, subscription] = [id('cus'), id('sub')];
  const email = `jane.${of}@shop.test`;
  const day = (days: number) => since + days * DAY;
  const at = (days: number, type: string, object: StripeObject) => stripeEvent(type, object, day(days), shape);

  const session = {
    ...{ id: id('cs_1'), object: 'checkout.session', mode: 'subscription', status: 'complete', payment_status: 'paid' },
    ...{ amount_subtotal: 0, amount_total: 0, currency: 'eur', total_details: { amount_tax: 0, amount_discount: 0 } },
    ...{ client_reference_id: click_id, metadata: {}, customer, customer_details: { email }, customer_email: null },
    ...{ payment_intent: null, invoice: id('in_0'), subscription, livemode: true, created: day(0) + 60 },
  };
  const single = {
    ...session,
    ...{ id: id('cs_2'), mode: 'payment', amount_subtotal: 1000, amount_total: 1190, client_reference_id: null },
    ...{ total_details: { amount_tax: 190, amount_discount: 0, amount_shipping: 0 }, payment_intent: id('pi_s') },
    ...{ invoice: null, subscription: null, invoice_creation: { enabled: false }, created: day(100) },
  };
  const plan = {
    ...{ id: subscription, object: 'subscription', customer, currency: 'eur', metadata: {}, created: day(0) + 90 },
    ...{ trial_start: day(0) + 90, trial_end: day(14), items: { object: 'list', data: [{ id: 'si_1' }] } },
  };

  const invoice = (
    name: string,
    days: number,
    money: { net: number; tax: number; discount?: number; proration?: number },
  ) => ({
    ...stripeInvoice(
      {
        ...{ id: id(name), customer, email, subscription },
        billing_reason:
          name === 'in_0' ? 'subscription_create' : money.proration ? 'subscription_update' : 'subscription_cycle',
        ...money,
        payment: money.net === 0 ? null : id(`pi_${name}`),
        charge: money.net === 0 ? null : id(`ch_${name}`),
        paid_at: name === 'in_0' ? day(0) + 90 : day(days),
      },
      shape,
    ),
  });
  const paid = (name: string, days: number, money: Parameters<typeof invoice>[2]): StripeEvent[] => [
    at(days, 'invoice.paid', invoice(name, days, money)),
    // Accounts of before know the payment by the invoice itself.
    ...(shape === 'endive' ? [at(days, 'invoice_payment.paid', paymentOf(name))] : []),
  ];
  const paymentOf = (name: string) => ({
    ...{ id: id(`inpay_${name}`), object: 'invoice_payment', invoice: id(name), currency: 'eur', status: 'paid' },
    payment: { type: 'payment_intent', payment_intent: id(`pi_${name}`) },
  });
  const charge = (name: string, amount: number, amount_refunded: number) => ({
    ...{ id: id(`ch_${name}`), object: 'charge', amount, amount_captured: amount, amount_refunded, currency: 'eur' },
    ...{ refunded: amount === amount_refunded, customer, payment_intent: id(`pi_${name}`), metadata: {} },
  });
  const dispute = (name: string, amount: number, status: string, days: number) => ({
    ...{ id: id(`du_${name}`), object: 'dispute', amount, currency: 'eur', charge: id(`ch_${name}`), status },
    ...{ payment_intent: id(`pi_${name}`), reason: 'fraudulent', created: day(days) },
  });

  return [
    at(0, 'checkout.session.completed', session),
    at(0, 'customer.subscription.created', { ...plan, status: 'trialing' }),
    at(0, 'invoice.paid', invoice('in_0', 0, { net: 0, tax: 0 })),
    ...paid('in_1', 14, { net: 2000, tax: 380, discount: 500 }),
    at(14, 'customer.subscription.updated', { ...plan, status: 'active' }),
    at(20, 'charge.refunded', charge('in_1', 2380, 500)),
    at(21, 'charge.refunded', charge('in_1', 2380, 1200)),
    ...paid('in_2', 44, { net: 2500, tax: 475 }),
    at(50, 'charge.dispute.created', dispute('in_2', 2975, 'needs_response', 50)),
    at(70, 'charge.dispute.closed', dispute('in_2', 2975, 'won', 50)),
    ...paid('in_3', 60, { net: 900, tax: 171, proration: 900 }),
    ...paid('in_4', 74, { net: 2500, tax: 475 }),
    at(75, 'charge.dispute.created', dispute('in_4', 2975, 'needs_response', 75)),
    at(90, 'charge.dispute.closed', dispute('in_4', 2975, 'lost', 75)),
    at(100, 'checkout.session.completed', single),
    at(101, 'charge.refunded', { ...charge('s', 1190, 1190), refunded: true }),
    at(104, 'invoice.payment_failed', {
      ...invoice('in_5', 104, { net: 2500, tax: 475 }),
      status: 'open',
      amount_paid: 0,
    }),
    at(110, 'customer.subscription.deleted', {
      ...plan,
      status: 'canceled',
      ended_at: day(110),
      canceled_at: day(110),
    }),
  ];
}
