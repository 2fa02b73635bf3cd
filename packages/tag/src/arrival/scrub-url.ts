/**
 * Email tools put an id of the *person* into the links they send: Mailchimp, HubSpot, Klaviyo, Vero, Marketo. Whoever
 * holds such a link holds the identity, so these never leave the page, not even inside a URL; nor does the parameter with which
 * another site hands its visitor over.
 */
const identifying = /\b(mkt_tok|cs_link|vero_id|_kx|mc_eid|_hsenc)=[^&#]*&?/gi;

/** The URL without identifying parameters, cut at 2,048 characters. */
export function scrubUrl(url: string): string {
  return url.replace(identifying, '').slice(0, 2048);
}
