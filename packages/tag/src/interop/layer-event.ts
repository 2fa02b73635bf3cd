import { neverThrows } from '../browser/never-throws.ts';
import type { TrackProps } from '../events/standard-events.ts';
import { textOf } from '../events/text-of.ts';
import { eventFields, numberOf, plainFields } from './ga4-fields.ts';
import { ownPushes } from './own-pushes.ts';
import { lead } from './pixel-names.ts';

/** What an entry may hold, if it is one of those. */
interface Entry {
  0?: unknown;
  1?: unknown;
  2?: Params;
  event?: unknown;
  ecommerce?: Params | null;
  event_id?: unknown;
}

type Params = Record<'transaction_id' | 'value' | 'currency' | 'items' | 'event_id', unknown>;

/** GA4's ecommerce events, and three of its others that are conversions or tell what somebody looks for. */
const names =
  /^(view_(item|item_list|cart|promotion)|select_(item|promotion)|add_to_(cart|wishlist)|remove_from_cart|begin_checkout|add_(shipping|payment)_info|purchase|refund|generate_lead|sign_up|search)$/;

/** Those that are known by an order's id, if they have one; elsewhere it would make a conversion of what is none. */
const conversions = /^(purchase|refund|generate_lead|sign_up)$/;

/** Characters of JSON that leave room for the rest of an event. */
const maxItemsLength = 6_000;

/**
 * The event that an entry of the `dataLayer` tells of, as `track` takes it: `{event, ecommerce: {…}}`, the same without
 * `ecommerce`, and what `gtag('event', name, {…})` puts there. `undefined` for all others. Everything in it is a copy.
 * https://developers.google.com/analytics/devguides/collection/ga4/ecommerce
 *
 * Throws what a getter of the page throws, and the name of a field that must be there.
 */
export function layerEvent(entry: object): [name: string, props: TrackProps] | undefined {
  const { 0: command, 1: action, 2: given, event, ecommerce } = entry as Entry;
  const name = command === 'event' ? action : event;
  if (typeof name !== 'string' || !names.test(name)) return undefined;
  const params: Partial<Params> = (command === 'event' ? given : (ecommerce ?? (entry as Params))) ?? {};
  const { transaction_id, value, currency, items, event_id } = params;
  // It has come from here.
  if (ownPushes.has(event_id) || ownPushes.has((entry as Entry).event_id)) return undefined;

  const order = conversions.test(name) ? textOf(transaction_id) : undefined;
  // Without it, each reload of a page of thanks would be another sale.
  if (!order && /purchase|refund/.test(name)) throw new TypeError(`${name} on the dataLayer has no transaction_id`);
  const [ours, theirs] = lead;
  const props = {
    ...plainFields(params, eventFields),
    order_id: order,
    value: numberOf(value),
    // What is malformed would cost the whole event.
    currency: /^[a-z]{3}$/i.exec(`${textOf(currency)}`)?.[0],
    items: Array.isArray(items) ? firstOf(items) : undefined,
  };
  return [name === theirs ? ours : name, props];
}

/** The items that are objects, as far as they can be JSON, and as many as there is room for; GA4 takes 200. */
function firstOf(items: readonly unknown[]): Record<string, unknown>[] {
  const kept: Record<string, unknown>[] = [];
  let room = maxItemsLength;
  const keep = neverThrows((item: unknown) => {
    const json = JSON.stringify(item);
    if (json[0] !== '{' || json.length > room) return;
    room -= json.length;
    kept.push(JSON.parse(json));
  });
  items.slice(0, 200).forEach(keep);
  return kept;
}
