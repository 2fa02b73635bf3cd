import type { PayoutDetails } from './affiliate.ts';

export const PAYOUT_STATUSES = ['draft', 'approved', 'paid', 'failed', 'canceled', 'reopened'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** What may follow what. What is paid stays paid; what is canceled or reopened frees its earnings for another payout. */
export const PAYOUT_STEPS: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  draft: ['approved', 'canceled'],
  approved: ['paid', 'failed'],
  failed: ['approved', 'reopened'],
  paid: [],
  canceled: [],
  reopened: [],
};

/** A closed set of earnings of one affiliate, paid at once. */
export interface PayoutRow {
  workspace_id: string;
  id: string;
  external_id: string | null;
  affiliate_id: string;
  program_id: string;
  currency: string;
  /** The sum of its items. */
  amount_minor: number;
  items: number;
  /** Where it goes, as it was when the payout was made. */
  details: PayoutDetails | null;
  status: PayoutStatus;
  /** Other affiliates who are paid to the same account. */
  shared_with: string[] | null;
  /** Of the transfer, in the words of who carried it out. */
  reference: string | null;
  /** Why it failed. */
  failure: string | null;
  paid_at: number | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** How much of an earning a payout pays; below 0 where more was paid than is owed now. */
export interface PayoutItemRow {
  workspace_id: string;
  payout_id: string;
  earning_id: string;
  conversion_id: string;
  amount_minor: number;
}

/** A payout holds at most this many earnings; the rest is for the next. */
export const PAYOUT_ITEMS_MAX = 2_000;

/** `true` while what is in a payout is in no other. */
export function holdsItems(status: PayoutStatus): boolean {
  return status !== 'canceled' && status !== 'reopened';
}
