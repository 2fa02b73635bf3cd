import type { ConnectionSettings } from '../../domain/connection.ts';
import { type Buyer, namedIn } from '../buyer.ts';
import { commissionableOf } from '../commissionable.ts';
import { fieldsOf, integerOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { decimalOfStripe } from './amount.ts';
import { idOf, paying, referredBy } from './buyer.ts';
import { amountIn, conversionAsk, fieldIn, namesOf, SALE, type StripeEvent, timeOf } from './event.ts';

/**
 * A Checkout Session that was completed: https://docs.stripe.com/api/checkout/sessions/object. It says what led the buyer there,
 * which no invoice or charge does, so a conversion `checkout` keeps that beside the sale. The sale itself it tells only where no
 * invoice does: of a subscription, and of a payment with `invoice_creation`, the invoice is the sale.
 */
export function readCheckout({ created, object }: StripeEvent, { commission_on }: ConnectionSettings): ProviderAsk[] {
  const { mode, payment_status } = object;
  if (mode !== 'payment' && mode !== 'subscription') return [];
  const id = required(idOf(object['id']), fieldIn('id'));
  const [invoice, payment] = [idOf(object['invoice']), idOf(object['payment_intent'])];
  const order_id = invoice ?? payment ?? id;
  const buyer = buyerIn(object);
  const checkout = conversionAsk({
    name: 'checkout',
    order_id,
    external_ref: `checkout:${order_id}`,
    sales_status: 'open',
    occurred_at: timeOf(integerOf(object['created']) ?? created),
    ...buyer,
  });
  const asks = [checkout, ...namesOf(order_id, [payment, id])];
  const isInvoiced = invoice !== undefined || fieldsOf(object['invoice_creation'])['enabled'] === true;
  if (mode !== 'payment' || isInvoiced || payment_status !== 'paid') return asks;

  const currency = required(textOf(object['currency']), fieldIn('currency'));
  const amount = amountIn(object, 'amount_total', currency);
  const parts = fieldsOf(object['total_details']);
  const total = integerOf(object['amount_total']) ?? 0;
  const commissionable = commissionableOf(
    {
      total,
      paid: total,
      tax: integerOf(parts['amount_tax']) ?? 0,
      shipping: integerOf(parts['amount_shipping']) ?? 0,
      discount: integerOf(parts['amount_discount']) ?? 0,
      proration: 0,
      is_trial: false,
    },
    commission_on,
  );
  const sale = conversionAsk({
    name: SALE,
    order_id,
    external_ref: order_id,
    amount,
    commissionable_amount: decimalOfStripe(commissionable, currency),
    currency,
    occurred_at: timeOf(created),
    is_subscription: false,
    ...buyer,
  });
  return [...asks, sale];
}

/** What the page passed on as the session's own reference comes before what its metadata says. */
function buyerIn(session: StripeEvent['object']): Buyer {
  const email = fieldsOf(session['customer_details'])['email'] ?? session['customer_email'];
  const [referred, named] = [referredBy(session['client_reference_id']), namedIn(session['metadata'])];
  return { ...named, ...referred, ...paying(session['customer'], email) };
}
