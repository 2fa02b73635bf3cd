import type { Stripe } from 'stripe';
import type { Product } from './products.ts';
import type { Visitor } from './visitor-cookie.ts';

/** The one thing that a shop with Stripe has to write: it tells Stripe which click, and which visitor, its buyer came with. */
export function createCheckout(stripe: Stripe, { mode, price }: Product, visitor: Visitor, shopUrl: string) {
  const { click_id, visitor_id } = visitor;
  const reference = click_id ?? visitor_id;
  const metadata = {
    ...(click_id && { clickstitch_click_id: click_id }),
    ...(visitor_id && { clickstitch_visitor_id: visitor_id }),
  };
  return stripe.checkout.sessions.create({
    mode,
    line_items: [{ price, quantity: 1 }],
    automatic_tax: { enabled: true },
    success_url: `${shopUrl}/thank-you`,
    cancel_url: `${shopUrl}/`,
    // Both come back with the session.
    ...(reference && { client_reference_id: reference }),
    metadata,
    // This comes back with every invoice, so that renewals are known by themselves.
    ...(mode === 'subscription' && { subscription_data: { trial_period_days: 14, metadata } }),
  });
}
