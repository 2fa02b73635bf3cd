import type { ConnectionSettings } from '../../domain/connection.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { type Buyer, namedIn } from '../buyer.ts';
import { commissionableOf } from '../commissionable.ts';
import { distinct } from '../distinct.ts';
import { intervalOf } from '../interval.ts';
import { type Fields, fieldsOf, integerOf, listOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { decimalOfStripe } from './amount.ts';
import { idOf, paying } from './buyer.ts';
import { conversionAsk, fieldIn, namesOf, SALE, type StripeEvent, timeOf } from './event.ts';
import { type InvoiceLine, linesOf, prorationOf, sumOf } from './invoice-lines.ts';

/**
 * Invoices: https://docs.stripe.com/api/invoices/object. What the buyer paid is the sale, `amount_paid`: what was settled from the
 * customer's credit was paid with another invoice, or never. Shapes before the API version 2025-03-31.basil are read, too.
 */
export function readPaidInvoice({ created, object }: StripeEvent, settings: ConnectionSettings): ProviderAsk[] {
  const order_id = required(idOf(object['id']), fieldIn('id'));
  const currency = required(textOf(object['currency']), fieldIn('currency'));
  const paid = paidOf(object);
  const lines = linesOf(object);
  const subscription = subscriptionOf(object);
  // That a trial begins, the subscription tells; a free plan's invoice looks the same.
  if (paid <= 0) return [];

  const sale: GivenConversion = {
    name: SALE,
    order_id,
    external_ref: order_id,
    amount: decimalOfStripe(paid, currency),
    commissionable_amount: decimalOfStripe(commissionableIn(object, { paid, lines }, settings), currency),
    currency,
    occurred_at: timeOf(integerOf(fieldsOf(object['status_transitions'])['paid_at']) ?? created),
    price_ids: distinct(lines.map(({ price_id }) => price_id)),
    product_ids: distinct(lines.map(({ product_id }) => product_id)),
    is_subscription: subscription !== undefined,
    interval: subscription === undefined ? null : intervalIn(lines),
    ...buyerOf(object, lines),
  };
  return [...namesOf(order_id, paymentsOf(object)), conversionAsk(sale)];
}

/** An attempt to collect an invoice that failed. */
export function readFailedInvoice({ id, created, object }: StripeEvent): ProviderAsk[] {
  const invoice = required(idOf(object['id']), fieldIn('id'));
  const attempt = integerOf(object['attempt_count']);
  return [
    conversionAsk({
      name: 'payment_failed',
      external_ref: `payment_failed:${attempt === undefined ? id : `${invoice}:${attempt}`}`,
      sales_status: 'failed',
      occurred_at: timeOf(created),
      ...buyerOf(object, linesOf(object)),
    }),
  ];
}

/**
 * A payment of an invoice, the only event by which a payment is known to be an invoice's since 2025-03-31.basil:
 * https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices
 */
export function readInvoicePayment({ object }: StripeEvent): ProviderAsk[] {
  const invoice = required(idOf(object['invoice']), fieldIn('invoice'));
  return namesOf(invoice, paymentIn(object));
}

/** Before 2025-03-31.basil what was paid elsewhere was told by a field of its own, and not by `amount_paid`. */
function paidOf(invoice: Fields): number {
  const paid = required(integerOf(invoice['amount_paid']), fieldIn('amount_paid'));
  return paid === 0 && invoice['paid_out_of_band'] === true ? (integerOf(invoice['amount_due']) ?? 0) : paid;
}

function commissionableIn(
  invoice: Fields,
  { paid, lines }: { paid: number; lines: readonly InvoiceLine[] },
  { commission_on }: ConnectionSettings,
): number {
  const total = required(integerOf(invoice['total']), fieldIn('total'));
  const recurring = lines.filter(({ is_subscription, is_proration }) => is_subscription && !is_proration);
  return commissionableOf(
    {
      total,
      paid,
      tax: taxOf(invoice, total),
      shipping: integerOf(invoice['amount_shipping']) ?? 0,
      discount: sumOf(invoice['total_discount_amounts']),
      proration: prorationOf(lines, commission_on),
      is_trial:
        invoice['billing_reason'] === 'subscription_create' &&
        recurring.length > 0 &&
        recurring.every(({ amount }) => amount === 0),
    },
    commission_on,
  );
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/invoice-tax-configurations */
function taxOf(invoice: Fields, total: number): number {
  const taxes = invoice['total_taxes'] ?? invoice['total_tax_amounts'];
  if (Array.isArray(taxes)) return sumOf(taxes);
  const net = integerOf(invoice['total_excluding_tax']);
  return integerOf(invoice['tax']) ?? (net === undefined ? 0 : total - net);
}

/** Customer and address, and what metadata of the subscription, of its lines and of the invoice itself say; the last counts most. */
function buyerOf(invoice: Fields, lines: readonly InvoiceLine[]): Buyer {
  const ofLines = lines.map(({ metadata }) => namedIn(metadata)).reverse();
  const named = Object.assign({}, ...ofLines, namedIn(metadataOf(invoice)), namedIn(invoice['metadata']));
  return { ...named, ...paying(invoice['customer'], invoice['customer_email']) };
}

function metadataOf(invoice: Fields): unknown {
  return detailsOf(invoice)['metadata'] ?? fieldsOf(invoice['subscription_details'])['metadata'];
}

function subscriptionOf(invoice: Fields): string | undefined {
  return idOf(detailsOf(invoice)['subscription']) ?? idOf(invoice['subscription']);
}

function detailsOf(invoice: Fields): Fields {
  return fieldsOf(fieldsOf(invoice['parent'])['subscription_details']);
}

/** Before 2025-03-31.basil an invoice has one payment, later a list that an event may hold. */
function paymentsOf(invoice: Fields): (string | undefined)[] {
  const payments = listOf(fieldsOf(invoice['payments'])['data']).flatMap((payment) => paymentIn(fieldsOf(payment)));
  return [idOf(invoice['payment_intent']), idOf(invoice['charge']), ...payments];
}

function paymentIn(invoicePayment: Fields): (string | undefined)[] {
  const { payment_intent, charge } = fieldsOf(invoicePayment['payment']);
  return [idOf(payment_intent), idOf(charge)];
}

function intervalIn(lines: readonly InvoiceLine[]) {
  const line = lines.find(({ is_subscription, is_proration }) => is_subscription && !is_proration);
  return line ? intervalOf(line.recurring) : null;
}
