import type { Sendable } from './client.ts';

/** Something that was sent to the collector, with what must be stored of it once it is acknowledged. */
export type Item =
  | EventsItem
  | ConversionItem
  | ClickItem
  | BatchItem
  | RefundItem
  | ChangeItem
  | PayoutItem
  | StepItem;

interface Sent {
  sendable: Sendable;
  /** `refused`: the answer was that there is nothing to pay. */
  state: 'unanswered' | 'acknowledged' | 'refused';
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

/** A server's report of a sale, or its word that a browser's is right. */
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

/** Several sales in one request. */
export interface BatchItem extends Sent {
  kind: 'batch';
  orders: readonly string[];
  /** Their ids, from the answer. */
  ids?: readonly string[];
}

/** Something given back of an order, which may not be there yet. */
export interface RefundItem extends Sent {
  kind: 'refund';
  order_id: string;
  /** No other has it. */
  reference: string;
  id?: string;
}

/** A change of a sale that nobody else changes. It cannot be sent again without being another. */
export interface ChangeItem extends Sent {
  kind: 'change';
  conversion_id: string;
  order_id: string;
  /** What is written of it now; `null` of a deletion. */
  notes: string | null;
}

/** What an affiliate is due, which may be nothing: then it is refused. */
export interface PayoutItem extends Sent {
  kind: 'payout';
  /** No other has it. */
  external_id: string;
  id?: string;
  /** What it holds, from the answer. */
  held?: string;
}

/** A step of a payout that nobody else takes one of. It cannot be sent again, for no step follows itself. */
export interface StepItem extends Sent {
  kind: 'step';
  payout_id: string;
  /** What the payout is then; it never was before. */
  status: string;
}

/** Whether the same request again would be something else. */
export function isOnce({ kind }: Item): boolean {
  return kind === 'click' || kind === 'change' || kind === 'step';
}

/** What it was answered to be. */
export function idOf(item: Item): string | undefined {
  if (item.kind === 'events' || item.kind === 'change' || item.kind === 'step') return undefined;
  return item.kind === 'batch' ? item.ids?.join() : item.id;
}

/** So many things are acknowledged when an item is. */
export function sizeOf(item: Item): number {
  if (item.kind === 'batch') return item.orders.length;
  return item.kind === 'events' ? item.events.length : 1;
}

/** What tells it from all others. */
export function labelOf(item: Item): string {
  if (item.kind === 'events') return `batch of ${item.visitor_id} from ${item.events[0]?.id}`;
  switch (item.kind) {
    case 'conversion':
      return `conversion of ${item.order_id}`;
    case 'click':
      return `click to ${item.url}`;
    case 'batch':
      return `batch of conversions from ${item.orders[0]}`;
    case 'refund':
      return `refund ${item.reference} of ${item.order_id}`;
    case 'change':
      return `change of ${item.conversion_id}`;
    case 'payout':
      return `payout ${item.external_id}`;
    case 'step':
      return `step of ${item.payout_id} to ${item.status}`;
  }
}
