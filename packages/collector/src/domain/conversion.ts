import type { Credit } from './credit.ts';
import type { EarningOverride } from './earning.ts';
import type { Identifier, IdentifierKind } from './identity.ts';
import type { Reporter } from './provider.ts';

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

/** What leads to a sale: it earns nothing, binds its buyer, and lends the sale of its order the click that it came by. */
export const CHECKOUT = 'checkout';
/** Somebody ended their subscription. */
export const CANCELLATION = 'cancellation';

export const INTERVALS = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;
export const SALES_STATUSES = ['open', 'complete', 'trialing', 'failed', 'refunded', 'partial_refunded'] as const;
export const ACTION_SOURCES = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
] as const;

export type Interval = (typeof INTERVALS)[number];
export type SalesStatus = (typeof SALES_STATUSES)[number];
export type ActionSource = (typeof ACTION_SOURCES)[number];

/** What a report says of a sale beyond who made it, when, and for how much; an edit may change all of it. */
export interface ConversionDetail {
  type_id: string | null;
  source_id: string | null;
  /** How many conversions it stands for, from 1 to 1,000,000. */
  count: number;
  origin: string | null;
  action_source: ActionSource | null;
  /** The caller's own reference: of one dialect it is given once. */
  external_ref: string | null;
  notes: string | null;
  product_ids: string[] | null;
  price_ids: string[] | null;
  plan_id: string | null;
  is_subscription: boolean | null;
  interval: Interval | null;
  sales_status: SalesStatus;
  workflow_id: string | null;
  master_workflow_id: string | null;
  workflow_run_id: string | null;
  /** What the caller says of what it earns, whatever the rules say. */
  earning_status: EarningOverride | null;
  /** What of the amount a commission is on, in its currency: without tax, say. `null`: all of it. It may be more, before a discount. */
  commissionable_minor: number | null;
  /** The commission that the caller states, in place of what the incentives come to. */
  commission_minor: number | null;
  commission_currency: string | null;
}

/** What was conspicuous about a sale when it was accepted. */
export interface SaleSignals {
  /** The buyer's address is one that is thrown away. */
  disposable_email?: string;
  /** Sales of the affiliate in the hour before. */
  velocity?: number;
}

/** A conversion that a secret key reported. */
export interface ConversionRow extends Reported, ConversionDetail {
  /** In whose words it was reported. */
  dialect: Reporter;
  /** Id by which the caller knows it. */
  external_id: string | null;
  visitor_id: string | null;
  click_id: string | null;
  /** Of the tie between the buyer and an affiliate, as the caller gave it. */
  referral_id: string | null;
  /** Whose sale the caller says it is. */
  affiliate_id: string | null;
  /** What the buyer entered, in capital letters. */
  coupon_code: string | null;
  signals: SaleSignals | null;
  identifiers: Identifier[];
  /**
   * What was known of the request that led to it, each value as it came: click ids (`gclid` …), cookies of pixels (`fbp`
   * …), `utm_source` …, `ad_id` …, `ip_address`, `user_agent`.
   */
  context: Record<string, unknown> | null;
  /** What the caller tells of the buyer, such as `first_name` and `city`. */
  profile: Record<string, unknown> | null;
  /** Keys that the report carried and we do not know, as they came. */
  raw: Record<string, unknown> | null;
  /** What was given back of it, in its own currency. */
  refunded_minor: number;
  /** Of the latest edit; `recorded_at` where there is none. */
  updated_at: number;
  /** When it was deleted; what is deleted is shown nowhere, and keeps its keys. */
  deleted_at: number | null;
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

/** A fact that owns a key holds it for ever, unless it released it: the same key again is the same fact. */
export interface DedupeRow {
  workspace_id: string;
  scope: string;
  key_hash: string;
  fact_id: string;
  is_released: boolean;
  version: number;
}

/** Something by which a conversion is searched: the beginning of a word, a number or an id that it holds. */
export interface TokenRow {
  workspace_id: string;
  token: string;
  occurred_at: number;
  conversion_id: string;
}

/** How many conversions have a value; in several slots, which must be added up, so that writers do not wait for each other. */
export interface TallyRow {
  workspace_id: string;
  facet: string;
  value: string;
  slot: number;
  /** Reports. */
  conversions: number;
  /** What they stand for. */
  counted: number;
}
