/**
 * Parameters of GA4's recommended events, beside amount, order and items. No others are taken or given, for a page may have put
 * anything there, people's addresses among it: https://developers.google.com/analytics/devguides/collection/ga4/reference/events
 */
export const eventFields =
  /^(affiliation|coupon|shipping|tax|(payment|customer)_type|shipping_tier|item_list_(id|name)|promotion_(id|name)|creative_(name|slot)|method|search_term|lead_source)$/;

/** The same of an item, and what the site itself says of it in the form that GA4 asks for: `item_color`. */
export const itemFields =
  /^(item_\w+|affiliation|coupon|discount|index|price|quantity|location_id|promotion_(id|name)|creative_(name|slot))$/;

/** Characters of a text, at most. */
const maxLength = 500;

/** Those fields of what may be anything that are text or numbers. No field is looked at but those. */
export function plainFields(source: unknown, known: RegExp): Record<string, string | number> {
  const fields: Record<string, string | number> = {};
  for (const key of Object.keys(source ?? {})) {
    const value: unknown = known.test(key) && (source as Record<string, unknown>)[key];
    if (Number.isFinite(value) || (typeof value === 'string' && value && value.length <= maxLength))
      fields[key] = value as string | number;
  }
  return fields;
}

/** The finite number that a number or a text says. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return Number.isFinite(number) ? (number as number) : undefined;
}
