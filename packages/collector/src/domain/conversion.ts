import type { Credit } from './credit.ts';
import type { Identifier, IdentifierKind } from './identity.ts';

/**
 * Names of events that a browser sends and that report a conversion. Of any other event only one with an order id
 * does, so that `add_to_cart` with a value is not taken for a sale.
 */
const CONVERSION_NAMES = new Set([
  'purchase',
  'lead',
  'sign_up',
  'start_trial',
  'subscribe',
  'contact',
  'schedule',
  'submit_application',
]);

/** Standard events that are about an order or a basket but report no conversion. */
const NOT_CONVERSIONS = new Set([
  'page_view',
  'identify',
  'view_item',
  'add_to_cart',
  'begin_checkout',
  'search',
  'refund',
  'reset',
]);

export function reportsConversion(name: string, orderId: string | undefined): boolean {
  return CONVERSION_NAMES.has(name) || (orderId !== undefined && !NOT_CONVERSIONS.has(name));
}

/** What a report of a conversion says, whoever makes it. */
interface Reported {
  workspace_id: string;
  id: string;
  name: string;
  order_id: string | null;
  event_id: string | null;
  amount_minor: number | null;
  currency: string | null;
  occurred_at: number;
  recorded_at: number;
  url: string | null;
  referrer: string | null;
  metadata: Record<string, unknown> | null;
  credit: Credit;
  version: number;
}

/** A conversion that a secret key reported. */
export interface ConversionRow extends Reported {
  visitor_id: string | null;
  click_id: string | null;
  identifiers: Identifier[];
  /** Keys that the report carried and we do not know, as they came. */
  raw: Record<string, unknown> | null;
}

/**
 * A conversion as a browser reported it. It never holds a conversion's key and never makes anything owed; when
 * the server reports the same order or event, that conversion covers it and it is no longer shown on its own.
 */
export interface ClaimRow extends Reported {
  event_id: string;
  visitor_id: string;
  /** The conversion that covers this claim. */
  conversion_id: string | null;
  is_open: boolean;
}

/** What said something of somebody, found by an identifier that it gave: a conversion, or a command about links. */
export interface NamingRow {
  workspace_id: string;
  kind: IdentifierKind;
  value: string;
  occurred_at: number;
  /** The conversion's; of a command about links, the command's own. */
  conversion_id: string;
}

/** A row that owns a key holds it for ever: the same key again is the same fact. */
export interface DedupeRow {
  workspace_id: string;
  scope: string;
  key_hash: string;
  fact_id: string;
}
