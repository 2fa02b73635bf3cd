import type { ConnectionSettings } from '../../domain/connection.ts';
import { type Fields, fieldsOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { amountsOf } from './amount.ts';
import { commissionableIn } from './commissionable.ts';
import { attributeField, buyerOf, conversionAsk, idOf, type LemonSqueezyEvent, nameOf, SALE, timeIn } from './event.ts';
import { FIRST_PAYMENT, refundAsks } from './refund.ts';

const PAID: ReadonlySet<string> = new Set(['paid', 'refunded', 'partial_refund']);

/**
 * An order, which is the first payment of a subscription, too: https://docs.lemonsqueezy.com/api/orders/the-order-object. Where
 * nothing was paid, only what led the buyer there is kept.
 */
export function readOrder(event: LemonSqueezyEvent, settings: ConnectionSettings): ProviderAsk[] {
  const { id, attributes } = event;
  if (!PAID.has(required(textOf(attributes['status']), attributeField('status')))) return [];
  const amounts = amountsOf(attributes);
  const order_id = nameOf('order', id);
  const occurred_at = timeIn(attributes, 'created_at');
  const buyer = buyerOf(event);
  const total = amounts.centsOf('total');
  if (total === 0) {
    const external_ref = `checkout:${order_id}`;
    return [conversionAsk({ name: 'checkout', order_id, external_ref, sales_status: 'open', occurred_at, ...buyer })];
  }
  return [
    conversionAsk({
      name: SALE,
      order_id,
      external_ref: order_id,
      amount: amounts.decimalOf(total),
      commissionable_amount: amounts.decimalOf(
        commissionableIn(attributes, amounts, { ...settings, isProrated: false }),
      ),
      currency: amounts.currency,
      occurred_at,
      ...itemIn(attributes),
      ...buyer,
    }),
  ];
}

/** What was given back of an order so far, in full or in part: https://docs.lemonsqueezy.com/api/orders/issue-refund */
export function readRefundedOrder({ id, attributes }: LemonSqueezyEvent): ProviderAsk[] {
  return refundAsks(attributes, nameOf('order', id), { reference: nameOf('order', id), total_of: FIRST_PAYMENT });
}

function itemIn(attributes: Fields): { product_ids: string[] | null; price_ids: string[] | null } {
  const item = fieldsOf(attributes['first_order_item']);
  const listed = (value: unknown) => [idOf(value)].filter((id) => id !== undefined);
  const [product_ids, price_ids] = [listed(item['product_id']), listed(item['variant_id'])];
  return {
    product_ids: product_ids.length > 0 ? product_ids : null,
    price_ids: price_ids.length > 0 ? price_ids : null,
  };
}
