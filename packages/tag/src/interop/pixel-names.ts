/**
 * What Meta and TikTok call the events that both have as their own. All others go to them under our name, as custom events.
 *
 * - https://developers.facebook.com/docs/meta-pixel/reference
 * - https://ads.tiktok.com/help/article/supported-standard-events, whose `Lead` and `Purchase` are newer than many a copy of it:
 *   https://ads.tiktok.com/help/article/how-to-adopt-tiktoks-updated-standard-events
 */
export const adNames: ReadonlyMap<string, string> = new Map([
  ['view_item', 'ViewContent'],
  ['add_to_cart', 'AddToCart'],
  ['add_to_wishlist', 'AddToWishlist'],
  ['begin_checkout', 'InitiateCheckout'],
  ['add_payment_info', 'AddPaymentInfo'],
  ['purchase', 'Purchase'],
  ['lead', 'Lead'],
  ['sign_up', 'CompleteRegistration'],
  ['start_trial', 'StartTrial'],
  ['subscribe', 'Subscribe'],
  ['contact', 'Contact'],
  ['schedule', 'Schedule'],
  ['submit_application', 'SubmitApplication'],
  ['search', 'Search'],
]);

/** The only one that GA4 calls otherwise: https://developers.google.com/analytics/devguides/collection/ga4/reference/events */
export const lead = ['lead', 'generate_lead'] as const;
