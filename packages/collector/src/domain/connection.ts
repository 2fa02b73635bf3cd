import type { ProviderName } from './provider.ts';

/** What of a payment earns no commission. */
export const LEFT_OUT = ['tax', 'shipping', 'discount', 'proration', 'trial'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/**
 * What a connection makes of payments. `commission_on` says of each part whether a commission is paid on it:
 * `discount: true` is a commission on the price before the discount, `trial: true` one on what is paid for a trial.
 */
export interface ConnectionSettings {
  commission_on: Record<LeftOut, boolean>;
}

export const DEFAULT_SETTINGS: ConnectionSettings = {
  commission_on: { tax: false, shipping: false, discount: false, proration: true, trial: true },
};

/** An account at a payment provider, whose webhooks are taken at `/hooks/:id`. */
export interface ConnectionRow {
  workspace_id: string;
  id: string;
  provider: ProviderName;
  name: string;
  /** By which the provider signs; it is never shown. */
  secret: string;
  /** The provider's own id of the account; events that name another are refused. */
  account: string | null;
  settings: ConnectionSettings;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** What became of an event that a provider delivered. */
export const DELIVERY_VERDICTS = ['recorded', 'duplicate', 'nothing_to_do', 'unknown_type', 'refused'] as const;
export type DeliveryVerdict = (typeof DELIVERY_VERDICTS)[number];

/** How many events of a type were delivered, and what became of them; in slots, as tallies are. */
export interface DeliveryRow {
  workspace_id: string;
  connection_id: string;
  type: string;
  verdict: DeliveryVerdict;
  slot: number;
  deliveries: number;
}
