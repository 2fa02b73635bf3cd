import { textOf } from '../events/text-of.ts';
import type { BatchEvent } from '../wire.ts';
import { eventFields, itemFields, numberOf, plainFields } from './ga4-fields.ts';
import { adNames, lead } from './pixel-names.ts';

/** Pixels by the name of their global. */
export type Vendor = 'fbq' | 'ttq' | 'gtag';

/** Where an email address stands. */
const address = /[^\s@]@[^\s@]+\.\w/;

/**
 * What a pixel is called with to hear of an event, under the event's own id:
 *
 * - Meta: `fbq('track', 'Purchase', {…}, {eventID})`,
 *   https://developers.facebook.com/docs/marketing-api/conversions-api/deduplicate-pixel-and-server-events and, for the
 *   parameters, https://developers.facebook.com/docs/meta-pixel/reference
 * - TikTok: `ttq.track('Purchase', {…}, {event_id})`, https://ads.tiktok.com/help/article/event-deduplication and, for the
 *   parameters, https://ads.tiktok.com/help/article/about-parameters
 * - Google: `gtag('event', 'purchase', {…})`, https://developers.google.com/analytics/devguides/collection/ga4/ecommerce
 *
 * Nothing but amount, order, items and what GA4 has parameters for: never who it was, nor a text with an email address in it.
 * All of it is a copy. Where id or name have an address in them there is nothing that may be said.
 */
export function pixelCall(vendor: Vendor, { id, name, order_id, ...event }: BatchEvent): unknown[] | undefined {
  if (address.test(`${id} ${name}`)) return undefined;
  const value = numberOf(event.value);
  const currency = textOf(event.currency)?.toUpperCase();
  const items = (event.items ?? []).map((item) => plainFields(item, itemFields));
  const fields = plainFields(event.props, eventFields);
  if (vendor === 'gtag') {
    const [ours, theirs] = lead;
    const said = { transaction_id: order_id, value, currency, ...fields, items: items[0] && items, event_id: id };
    return copyOf(['event', name === ours ? theirs : name, said]);
  }

  // Products have the ids by which they stand in the catalogue.
  const products = items.filter(({ item_id }) => item_id !== undefined);
  const content_type = products[0] && 'product';
  const search_string = fields['search_term'];
  const known = adNames.get(name);
  if (vendor === 'ttq') {
    const contents = products.map(({ item_id, item_name, quantity, price }) => {
      return { content_id: `${item_id}`, content_name: item_name, quantity: countOf(quantity), price: numberOf(price) };
    });
    const said = { value, currency, contents: content_type && contents, content_type, search_string };
    return copyOf([known ?? name, said, { event_id: id }]);
  }
  const contents = products.map(({ item_id, quantity, price }) => {
    return { id: `${item_id}`, quantity: countOf(quantity), item_price: numberOf(price) };
  });
  const said = {
    ...{ value, currency, contents: content_type && contents, content_type, search_string },
    content_ids: content_type && contents.map((content) => content.id),
  };
  return copyOf([known ? 'track' : 'trackCustom', known ?? name, said, { eventID: id }]);
}

/** One, if nothing else is said, as in GA4. */
const countOf = (quantity: unknown): number => numberOf(quantity) ?? 1;

/** What is not said is left out, as is a text with an address in it. */
const copyOf = (call: unknown[]): unknown[] =>
  JSON.parse(
    JSON.stringify(call, (_, value) => (address.test(typeof value === 'string' ? value : '') ? undefined : value)),
  );
