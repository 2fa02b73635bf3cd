import type { Ask } from '../dialects/dialect.ts';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { ProviderName } from '../domain/provider.ts';

/**
 * A payment provider's webhooks in our words, pure as a dialect is: `verify` says whether a request is the provider's, `read`
 * what the event in it asks of us. What was asked before, in whatever order, is known again by its keys.
 */
export interface Provider {
  name: ProviderName;
  /** Throws `unauthorized`: what is missing, wrong, or too old about the signature. */
  verify(request: SignedRequest, secret: string): void;
  /** Throws `invalid` with the field at fault. */
  read(body: unknown, settings: ConnectionSettings): ProviderEvent;
}

export interface SignedRequest {
  /** As it came, byte for byte. */
  body: Buffer;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  /** ms UTC */
  received_at: number;
}

export interface ProviderEvent {
  /** The provider's own; `null` where it has none. */
  id: string | null;
  type: string;
  /** Of the provider's test mode; `null` where an event does not say. */
  is_test: boolean | null;
  /** The account that it is of; `null` where an event does not say. */
  account: string | null;
  /** What follows from it, in this order; empty where nothing does. `null` of a type that means nothing to us. */
  asks: ProviderAsk[] | null;
}

/** What a webhook can ask; all of it may be asked twice. */
export type ProviderAsk =
  | Extract<Ask, { ask: 'create_conversion' | 'create_contacts' }>
  /** Of an order, whether or not it is known yet; more than is left of it is cut. */
  | { ask: 'refund_order'; given: unknown }
  /** Another name of an order. */
  | { ask: 'name_order'; name: string; also: string; order_id: string };
