/**
 * Hosts that a buyer is sent to in order to pay or to sign in, and comes back from. They brought nobody: without this
 * list Stripe would earn every sale. Subdomains are included.
 */
export const returnHosts: readonly string[] = [
  'stripe.com',
  'paypal.com',
  'klarna.com',
  'paddle.com',
  'accounts.google.com',
  'appleid.apple.com',
  'login.microsoftonline.com',
];
