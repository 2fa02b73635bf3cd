import type { Interval } from './conversion.ts';

export const DURATION_UNITS = ['first_sale', 'payments', 'months', 'lifetime'] as const;

/** How long a referral earns; `length` counts payments or months. */
export interface Duration {
  unit: (typeof DURATION_UNITS)[number];
  length: number | null;
}

/** From so much on (sales, or minor units of revenue, of an affiliate in the period) another rate holds. */
export interface Tier {
  from: number;
  rate_ppm: number | null;
  amount_minor: number | null;
}

/** What is earned from a time on; each change is a version of its own. Amounts are in the program's currency. */
export interface IncentiveTerms {
  /** ms UTC, included; `valid_until` is not. */
  valid_from: number;
  valid_until: number | null;
  /** What it rewards: money that came in, or somebody who may bring some. */
  on: 'sale' | 'lead';
  type: 'percentage' | 'fixed';
  /** Of a percentage, in millionths: 20 % is 200,000. */
  rate_ppm: number | null;
  /** Of a fixed amount, for each of a conversion's `count`. */
  amount_minor: number | null;
  /** For whom: one affiliate, a group of them, or (`null`) everyone. */
  affiliate_id: string | null;
  group_name: string | null;
  /** For what: a sale of any of these, or (`null`) of anything. */
  product_ids: string[] | null;
  price_ids: string[] | null;
  interval: Interval | null;
  duration: Duration;
  tiers: Tier[];
  tier_by: 'sales' | 'revenue';
  tier_period: 'month' | 'lifetime';
  /** At most so much for one sale, for an affiliate in a month (UTC), and for an affiliate in all. */
  cap_sale_minor: number | null;
  cap_month_minor: number | null;
  cap_total_minor: number | null;
  /** Where they differ from the program's. */
  hold_days: number | null;
  approval: 'automatic' | 'manual' | null;
}

/** What a program pays for something. */
export interface IncentiveRow {
  workspace_id: string;
  id: string;
  external_id: string | null;
  program_id: string;
  name: string;
  terms: IncentiveTerms;
  first_terms: IncentiveTerms;
  /** It counts an affiliate's sales, for tiers or for caps beyond one sale; whether it does never changes. */
  is_counted: boolean;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}
