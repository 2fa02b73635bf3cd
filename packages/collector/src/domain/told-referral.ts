import type { ReferralStatus } from './referral.ts';

/** By what a caller knows something: its own id, where it gave one. */
export interface Known {
  id: string;
  external_id: string | null;
}

/** A referral with what its callers know of it: who brought whom, and how far that has come. */
export interface ToldReferral extends Omit<Known, 'external_id'> {
  /** The click that it began with. */
  click_id: string | null;
  first_conversion_id: string;
  affiliate: Known;
  program: Known | null;
  status: ReferralStatus;
  /** What their conversions said last of who they are. */
  user_id: string | null;
  customer_id: string | null;
  email: string | null;
  subscription_id: string | null;
  name: string | null;
  /** Of the conversion that it began with. */
  metadata: Record<string, unknown> | null;
  /** ms UTC */
  created_at: number;
  /** When they first bought something, ms UTC. */
  converted_at: number | null;
}

/** What came of a referral, in its program's currency. */
export interface ReferralStats {
  currency: string | null;
  revenue_minor: number;
  commission_minor: number;
  sales: number;
  /** ms UTC */
  last_sale_at: number | null;
}
