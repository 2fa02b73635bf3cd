import type { ConnectionSettings } from '../../domain/connection.ts';
import { type Fields, fieldsOf, integerOf, listOf } from '../payload.ts';
import { idOf } from './buyer.ts';

/**
 * Lines of an invoice, in the shape that they have since the API version 2025-03-31.basil and in the one before it:
 * https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects,
 * https://docs.stripe.com/changelog/basil/2025-03-31/invoice-pricing-configurations. An event holds the first lines only.
 */
export interface InvoiceLine {
  /** Before discounts; with inclusive taxes. */
  amount: number;
  discount: number;
  inclusive_tax: number;
  exclusive_tax: number;
  is_proration: boolean;
  is_subscription: boolean;
  price_id: string | undefined;
  product_id: string | undefined;
  /** The price's `recurring`, or the plan. */
  recurring: Fields;
  metadata: unknown;
  /** s UTC */
  period_start: number | undefined;
}

export function linesOf(invoice: Fields): InvoiceLine[] {
  return listOf(fieldsOf(invoice['lines'])['data']).map((line) => lineOf(fieldsOf(line)));
}

function lineOf(line: Fields): InvoiceLine {
  const parent = fieldsOf(line['parent']);
  const ofSubscription = fieldsOf(parent['subscription_item_details']);
  const ofItem = fieldsOf(parent['invoice_item_details']);
  const details = fieldsOf(fieldsOf(line['pricing'])['price_details']);
  const price = fieldsOf(line['price'] ?? details['price']);
  const plan = fieldsOf(line['plan']);
  return {
    amount: integerOf(line['amount']) ?? 0,
    discount: sumOf(line['discount_amounts'], () => true),
    inclusive_tax: sumOf(line['taxes'] ?? line['tax_amounts'], isInclusive),
    exclusive_tax: sumOf(line['taxes'] ?? line['tax_amounts'], (tax) => !isInclusive(tax)),
    is_proration: [line, ofSubscription, ofItem].some(({ proration }) => proration === true),
    is_subscription: parent['type'] === 'subscription_item_details' || line['type'] === 'subscription',
    price_id: idOf(line['price']) ?? idOf(details['price']) ?? idOf(line['plan']),
    product_id: idOf(details['product']) ?? idOf(price['product']) ?? idOf(plan['product']),
    recurring: fieldsOf(price['recurring'] ?? line['plan']),
    metadata: line['metadata'],
    period_start: integerOf(fieldsOf(line['period'])['start']),
  };
}

/** What prorations come to within the total: as far as discounts and taxes are part of what a commission is on. */
export function prorationOf(lines: readonly InvoiceLine[], on: ConnectionSettings['commission_on']): number {
  return lines
    .filter(({ is_proration }) => is_proration)
    .reduce((sum, line) => {
      const net = line.amount - (on.discount ? 0 : line.discount);
      return sum + (on.tax ? net + line.exclusive_tax : net - line.inclusive_tax);
    }, 0);
}

/** The `amount`s of a list. */
export function sumOf(list: unknown, counts: (entry: Fields) => boolean = () => true): number {
  return listOf(list)
    .map(fieldsOf)
    .filter(counts)
    .reduce((sum, { amount }) => sum + (integerOf(amount) ?? 0), 0);
}

function isInclusive(tax: Fields): boolean {
  return tax['tax_behavior'] === 'inclusive' || tax['inclusive'] === true;
}
