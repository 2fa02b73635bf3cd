/**
 * Hosts that a buyer is sent to in order to pay or to sign in, and comes back from, and their subdomains. They brought
 * nobody: without this list Stripe would earn every sale.
 */
export const returnHosts =
  /(^|\.)((adyen|mollie|login\.microsoftonline|paypal|lemonsqueezy|appleid\.apple|accounts\.google|klarna|paddle|stripe)\.com|polar\.sh)$/;
