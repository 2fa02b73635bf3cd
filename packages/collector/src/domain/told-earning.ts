import type { EarningOverride, EarningRow, EntryRow } from './earning.ts';
import type { IncentiveTerms } from './incentive.ts';
import type { PayoutStatus } from './payout.ts';

/** An earning with all that has to be known to explain it: facts without words. */
export interface ToldEarning {
  earning: EarningRow;
  affiliate_name: string | null;
  program_name: string | null;
  /** The incentive that holds, as it was in the version that does. */
  incentive: { name: string; terms: IncentiveTerms } | null;
  /** Of the incentives that were looked at, by id. */
  incentive_names: Record<string, string>;
  /** Of the sale: for how many conversions it stands, what was given back in its own currency, what the caller says of it. */
  count: number;
  refunded_minor: number;
  override: EarningOverride | null;
  /** As it was reported with the sale. */
  metadata: Record<string, unknown> | null;
  /** What of the sale a commission is on, in its own currency, where that is not all of it. */
  commissionable_minor: number | null;
  /** The commission that the caller states. */
  stated: { minor: number; currency: string } | null;
  /** What somebody decided last. */
  review: { decision: 'approved' | 'declined'; note: string | null; recorded_at: number } | null;
  payments: EarningPayment[];
}

/** What a payout pays of an earning; below 0 where it takes something back. */
export interface EarningPayment {
  payout_id: string;
  status: PayoutStatus;
  amount_minor: number;
  paid_at: number | null;
  reference: string | null;
}

/** With its lines in the ledger, oldest first. */
export interface EarningAccount extends ToldEarning {
  entries: EntryRow[];
}
