/** What is looked at of a ledger; the order is that of what is printed. */
export const LEDGER_CHECKS = [
  /** The entries of an earning come to what is due. */
  'entries',
  /** What is due is the commission on what came in and stayed, at the rate that was in force. */
  'commission',
  /** What came before it is counted one by one: payments of a referral, sales of an affiliate. */
  'series',
  /** What payouts hold of an earning is what it says. */
  'payments',
  /** An earning is of a sale that a server reported, and of who is owed for it; and such a sale has its earning. */
  'sales',
  /** A payout is the sum of its items. */
  'payouts',
  /** A payout is what was chosen when it was accepted. */
  'accepted_payouts',
] as const;
export type LedgerCheck = (typeof LEDGER_CHECKS)[number];

/** Something that is not as it must be. */
export interface LedgerFault {
  check: LedgerCheck;
  workspace_id: string;
  /** What it is of, and its id. */
  subject: 'earning' | 'payout' | 'conversion';
  id: string;
  /** What is wrong, in words. */
  says: string;
}

/** What a check finds wrong with one thing: nothing, as a rule. */
export interface Complaint {
  check: LedgerCheck;
  says: string;
}
