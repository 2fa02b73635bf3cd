/** What an event may carry besides properties of its own. */
export interface TrackProps {
  /** The order, invoice or lead that this call reports. */
  order_id?: string | number | undefined;
  /** Decimal amount in major units: `49.9` or `'49.90'`. */
  value?: number | string | undefined;
  /** ISO 4217. */
  currency?: string | undefined;
  /** What it was about, a line each. */
  items?: readonly Item[] | undefined;
  [prop: string]: unknown;
}

/** A line of an order or a cart, in the words of GA4's ecommerce: https://developers.google.com/analytics/devguides/collection/ga4/reference/events */
export interface Item {
  item_id?: string | undefined;
  item_name?: string | undefined;
  item_brand?: string | undefined;
  item_category?: string | undefined;
  item_variant?: string | undefined;
  coupon?: string | undefined;
  price?: number | string | undefined;
  quantity?: number | undefined;
  [field: string]: unknown;
}

/** An amount, which says nothing without its currency. */
interface Valued extends TrackProps {
  value: number | string;
  currency: string;
}

/** The events that every report and every ad platform knows, with what each must say at least. */
export interface StandardEvents {
  page_view: TrackProps;
  view_item: TrackProps;
  add_to_cart: TrackProps;
  begin_checkout: TrackProps;
  purchase: Valued & { order_id: string | number };
  refund: TrackProps & { order_id: string | number };
  lead: TrackProps;
  sign_up: TrackProps;
  start_trial: TrackProps;
  subscribe: TrackProps;
  contact: TrackProps;
  schedule: TrackProps;
  submit_application: TrackProps;
  search: TrackProps & { search_term?: string | undefined };
}

/** What `track` takes after a name: for a standard event what that one must say, for any other name anything. */
export type EventProps<Name extends string> = Name extends keyof StandardEvents
  ? Record<never, never> extends StandardEvents[Name]
    ? [props?: StandardEvents[Name]]
    : [props: StandardEvents[Name]]
  : [props?: TrackProps];
