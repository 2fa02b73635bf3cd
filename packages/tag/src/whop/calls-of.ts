import type { Call, TrackProps, User } from '../api.ts';
import { textOf } from '../events/text-of.ts';

/** Under this the id of an event goes through the tag, seen by nobody; see `fit-event.ts`. */
export const eventId = Symbol();

/** Steps on the way to a sale, which are no conversions, whatever id they have; and what the tag calls them. */
const steps = new Map([
  ['view_content', 'view_item'],
  ['add_to_cart', 'add_to_cart'],
  ['initiate_checkout', 'begin_checkout'],
]);

/** What the tag means something by. */
const reserved = /^(page_view|identify|reset)$/;

/** What is said of a person, and not of the event. */
const traitNames = /^((first_|last_)?name|city|state|postal_code|country)$/;

/** As long as the collector takes names and orders. */
const maxName = 100;
const maxId = 255;

/**
 * The calls of the tag that an entry of the pixel's queue means. An entry is a time, a name and what else was said:
 * parameters, and after them the accounts that this one call is for.
 */
export function callsOf(entry: unknown): Call[] {
  const [time, name, ...objects] = Array.isArray(entry) ? entry : [];
  // The tag is for one workspace, and tells of pages by itself.
  if (!name || typeof name !== 'string' || name === 'setScope' || name === 'page') return [];

  const call = (verb: 'identify' | 'track', ...args: unknown[]): Call => [
    +time || Date.now(),
    location.href,
    verb,
    args,
  ];
  const { event_id, external_id, email, phone, value, currency, items, ...others } = Object.assign(
    {},
    ...objects.filter((one) => typeof one === 'object'),
  );
  const traits: Record<string, unknown> = {};
  const props: Record<string | symbol, unknown> = {};
  for (const [field, said] of Object.entries(others)) {
    if (field === '__scope') props['whop_scope'] = `${said}`;
    else (traitNames.test(field) ? traits : props)[field] = said;
  }
  const user: User = { user_id: external_id, email, phone, traits };
  const isNamed = [external_id, email, phone, ...Object.values(traits)].some(Boolean);

  const given = textOf(event_id);
  const id = given && given.length <= maxId ? given : undefined;
  props[eventId] = id;
  const event: TrackProps = {
    order_id: steps.has(name) ? undefined : id,
    value,
    // The vendor's, where a sale does not say.
    currency: currency || (name === 'purchase' ? 'USD' : undefined),
    items,
    props,
  };
  return [...(isNamed ? [call('identify', user)] : []), call('track', nameOf(name, id), event)];
}

/** A name that a server may report with the same id stays as it is, for a name and an id are one conversion. */
function nameOf(name: string, id: string | undefined): string {
  if (name === 'complete_registration' && !id) return 'sign_up';
  return steps.get(name) ?? (reserved.test(name) ? `custom:${name}` : name.slice(0, maxName));
}
