import type { Sendable } from './client.ts';

/** Something that was sent to the collector, with what must be stored of it once it is acknowledged. */
export type Item = EventsItem | ConversionItem | ClickItem;

interface Sent {
  sendable: Sendable;
  state: 'unanswered' | 'acknowledged';
}

/** A batch of events from a page. */
export interface EventsItem extends Sent {
  kind: 'events';
  visitor_id: string;
  events: readonly SentEvent[];
}

export interface SentEvent {
  id: string;
  name: string;
  /** It reports a sale: a claim must come of it. */
  order_id?: string | undefined;
  /** It names its user: an edge must come of it. */
  user_id?: string | undefined;
  /** It brings an arrival: a touch must come of it. */
  has_touch: boolean;
}

/** A server's report of a sale. */
export interface ConversionItem extends Sent {
  kind: 'conversion';
  order_id: string;
  /** Its id, from the answer. */
  id?: string;
}

/**
 * A click that a server saw. It gets its id from the collector and cannot be sent again, so that its URL, which no other
 * has, is what tells it from others.
 */
export interface ClickItem extends Sent {
  kind: 'click';
  url: string;
  id?: string;
}

/** So many things are acknowledged when an item is. */
export function sizeOf(item: Item): number {
  return item.kind === 'events' ? item.events.length : 1;
}

/** What tells it from all others. */
export function labelOf(item: Item): string {
  if (item.kind === 'events') return `batch of ${item.visitor_id} from ${item.events[0]?.id}`;
  return item.kind === 'conversion' ? `conversion of ${item.order_id}` : `click to ${item.url}`;
}
