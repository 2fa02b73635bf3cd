import { type Buyer, metadataOf, referenceTo } from './buyer.ts';

/** Names and values, none of which has to be encoded. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/**
 * The checkouts of payment providers that a link can lead to, and how their URLs say who comes.
 *
 * - Stripe's Payment Links take `client_reference_id`, letters, digits, `-` and `_`, 200 at most, and silently drop any other:
 *   https://docs.stripe.com/payment-links/url-parameters. Their hosts: https://docs.stripe.com/api/payment-link/object
 * - Lemon Squeezy takes any `checkout[custom][…]`: https://docs.lemonsqueezy.com/help/checkout/passing-custom-data. Its links:
 *   https://docs.lemonsqueezy.com/guides/developer-guide/taking-payments
 * - Polar keeps `reference_id` as metadata of the checkout, and of its order: https://polar.sh/docs/features/checkout/links
 */
const checkouts: readonly [name: string, isOne: RegExp, parameters: (buyer: Buyer) => Parameters][] = [
  ['stripe', /^(buy|book|donate)\.stripe\.com\//, (buyer) => [['client_reference_id', referenceTo(buyer)]]],
  [
    'lemon_squeezy',
    /^[\w-]+\.lemonsqueezy\.com\/(checkout\/)?buy\//,
    (buyer) => Object.entries(metadataOf(buyer)).map(([name, id]) => [`checkout[custom][${name}]`, id]),
  ],
  [
    'polar',
    /^(buy\.polar\.sh\/|(sandbox-)?api\.polar\.sh\/v1\/checkout-links\/)/,
    (buyer) => [['reference_id', referenceTo(buyer)]],
  ],
];

/**
 * What the URL of a checkout is given; nothing where it is none. `named`: the provider by the site's word, for a host of the
 * site's own cannot be known; a word that is no provider's says that nothing is handed over.
 */
export function checkoutParameters(hostname: string, pathname: string, named: string | null, buyer: Buyer): Parameters {
  const found = checkouts.find(([name, isOne]) => (named === null ? isOne.test(hostname + pathname) : name === named));
  return found ? found[2](buyer) : [];
}
