import { type Fields, integerOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { idOf } from './buyer.ts';
import { amountIn, fieldIn, namesOf, SALE, type StripeEvent, timeOf } from './event.ts';

/**
 * What was given back of a charge so far: https://docs.stripe.com/api/charges/object. Before the API version 2025-03-31.basil a
 * charge names its invoice.
 */
export function readRefundedCharge({ created, object }: StripeEvent): ProviderAsk[] {
  const charge = required(idOf(object['id']), fieldIn('id'));
  const payment = idOf(object['payment_intent']);
  const refunded = required(integerOf(object['amount_refunded']), fieldIn('amount_refunded'));
  if (refunded === 0) return [];
  const invoice = idOf(object['invoice']);
  return [
    ...(invoice === undefined ? [] : namesOf(invoice, [payment, charge])),
    givenBack(object, 'amount_refunded', {
      kind: 'refund',
      order_id: payment ?? charge,
      external_ref: `refund:${charge}:${refunded}`,
      total_of: charge,
      occurred_at: timeOf(created),
    }),
  ];
}

/** Of these nothing is taken from the merchant: inquiries, and what was settled before. */
const INQUIRIES: ReadonlySet<string> = new Set([
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'prevented',
]);

/**
 * A dispute: https://docs.stripe.com/api/disputes/object. From the moment when it is more than an inquiry the bank has taken the
 * amount back, and when it is won that is undone.
 */
export function readDispute({ type, created, object }: StripeEvent): ProviderAsk[] {
  const dispute = required(idOf(object['id']), fieldIn('id'));
  const status = required(textOf(object['status']), fieldIn('status'));
  if (INQUIRIES.has(status) || object['amount'] === 0) return [];
  const order_id = required(idOf(object['payment_intent']) ?? idOf(object['charge']), fieldIn('charge'));
  const began = timeOf(integerOf(object['created']) ?? created);
  const chargeback = givenBack(object, 'amount', {
    ...{ kind: 'chargeback', order_id, external_ref: dispute, occurred_at: began },
    reason: textOf(object['reason']),
  });
  if (status !== 'won' || type !== 'charge.dispute.closed') return [chargeback];
  const won = { kind: 'reinstatement', order_id, external_ref: `${dispute}:won`, occurred_at: timeOf(created) };
  return [chargeback, givenBack(object, 'amount', won)];
}

function givenBack(object: Fields, field: string, given: object): ProviderAsk {
  const currency = required(textOf(object['currency']), fieldIn('currency'));
  const refund = { name: SALE, ...given, amount: amountIn(object, field, currency), currency };
  return { ask: 'refund_order', given: refund };
}
