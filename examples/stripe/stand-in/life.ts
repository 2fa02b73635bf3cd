import { type Account, mintId, nowInSeconds, type Payment, type Session, type Subscription } from './account.ts';
import type { Delivery } from './delivery.ts';
import {
  chargeObject,
  disputeObject,
  invoiceObject,
  invoicePaymentObject,
  sessionObject,
  subscriptionObject,
} from './objects.ts';
import { taxOn } from './prices.ts';

/** What can happen to a customer, and the events that Stripe sends of it. Each resolves when they are delivered. */
export interface Life {
  /** The buyer pays on the checkout page. */
  pay(session: Session, email: string): Promise<void>;
  /** The next period of a subscription begins, and is paid. */
  renew(subscriptionId: string): Promise<void>;
  cancel(subscriptionId: string): Promise<void>;
  /** Gives half of a payment back; the second time the rest. */
  refundHalf(paymentId: string): Promise<void>;
  /** The buyer's bank takes back what is left of a payment. */
  dispute(paymentId: string): Promise<void>;
  closeDispute(paymentId: string, status: 'won' | 'lost'): Promise<void>;
}

/** What cannot be done now is left, as where a button was pressed twice. */
export function createLife(account: Account, { send }: Delivery): Life {
  function addPayment(of: Pick<Payment, 'customer' | 'name' | 'amount'>): Payment {
    const payment = { id: mintId('pi'), charge: mintId('ch'), refunded: 0, dispute: null, ...of };
    account.payments.unshift(payment);
    return payment;
  }

  async function bill(subscription: Subscription, isFirst: boolean): Promise<string> {
    const { customer, price, status } = subscription;
    const invoice = mintId('in');
    await send([['invoice.paid', invoiceObject(subscription, { id: invoice, isFirst })]]);
    if (status !== 'trialing') {
      const amount = price.net + taxOn(price.net);
      const payment = addPayment({ customer, name: price.name, amount });
      await send([['invoice_payment.paid', invoicePaymentObject(invoice, payment)]]);
    }
    return invoice;
  }

  return {
    async pay(session, email) {
      if (session.is_complete) {
        return;
      }
      session.is_complete = true;
      const { price, subscription_metadata: metadata, trial_days } = session;
      if (!price.is_monthly) {
        const customer = { id: null, email };
        const { id } = addPayment({ customer, name: price.name, amount: price.net + taxOn(price.net) });
        const paid = { customer, payment: id, subscription: null, invoice: null };
        return send([['checkout.session.completed', sessionObject(session, paid)]]);
      }
      const customer = { id: mintId('cus'), email };
      const subscription: Subscription = {
        ...{ id: mintId('sub'), item: mintId('si'), customer, price, metadata, trial_days, created: nowInSeconds() },
        status: trial_days > 0 ? 'trialing' : 'active',
      };
      account.subscriptions.unshift(subscription);
      await send([['customer.subscription.created', subscriptionObject(subscription)]]);
      const invoice = await bill(subscription, true);
      const paid = { customer, payment: null, subscription: subscription.id, invoice };
      return send([['checkout.session.completed', sessionObject(session, paid)]]);
    },

    async renew(id) {
      const subscription = account.subscriptions.find((one) => one.id === id);
      if (!subscription || subscription.status === 'canceled') {
        return;
      }
      subscription.status = 'active';
      await bill(subscription, false);
      await send([['customer.subscription.updated', subscriptionObject(subscription)]]);
    },

    async cancel(id) {
      const subscription = account.subscriptions.find((one) => one.id === id);
      if (!subscription || subscription.status === 'canceled') {
        return;
      }
      subscription.status = 'canceled';
      await send([['customer.subscription.deleted', subscriptionObject(subscription)]]);
    },

    async refundHalf(id) {
      const payment = account.payments.find((one) => one.id === id);
      if (!payment || payment.dispute || payment.refunded === payment.amount) {
        return;
      }
      payment.refunded = payment.refunded === 0 ? Math.floor(payment.amount / 2) : payment.amount;
      await send([['charge.refunded', chargeObject(payment)]]);
    },

    async dispute(id) {
      const payment = account.payments.find((one) => one.id === id);
      if (!payment || payment.dispute || payment.refunded === payment.amount) {
        return;
      }
      const amount = payment.amount - payment.refunded;
      payment.dispute = { id: mintId('du'), amount, status: 'needs_response', created: nowInSeconds() };
      await send([['charge.dispute.created', disputeObject(payment, payment.dispute)]]);
    },

    async closeDispute(id, status) {
      const payment = account.payments.find((one) => one.id === id);
      if (payment?.dispute?.status !== 'needs_response') {
        return;
      }
      payment.dispute.status = status;
      await send([['charge.dispute.closed', disputeObject(payment, payment.dispute)]]);
    },
  };
}
