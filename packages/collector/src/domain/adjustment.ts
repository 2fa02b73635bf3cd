import type { Reporter } from './provider.ts';

/** `reinstatement`: a chargeback that was won; it takes back what was given back. */
export const ADJUSTMENT_KINDS = ['refund', 'chargeback', 'correction', 'reinstatement'] as const;
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number];

/** Something given back of a conversion. */
export interface AdjustmentRow {
  workspace_id: string;
  id: string;
  kind: AdjustmentKind;
  dialect: Reporter;
  /** Of whose conversion; `null` while it waits for an order that is not known yet. */
  conversion_id: string | null;
  /** Of the order that it waits for, with the conversion's name. */
  name: string;
  order_id: string | null;
  /** The caller's own reference: of one dialect it is given once. */
  external_ref: string | null;
  /** As asked; `null` for all that is left. */
  amount_minor: number | null;
  currency: string | null;
  /** What was asked for where that was in another currency than the sale's; `amount_minor` is that at the sale's rate. */
  asked_minor: number | null;
  asked_currency: string | null;
  /** Of what `amount_minor` is all that was given back so far, such as a charge: what was told before of it is not given again. */
  total_of: string | null;
  reason: string | null;
  occurred_at: number;
  recorded_at: number;
  /** What it gives back, as far as is known now: no more than is left. 0 while it waits; below 0 of a reinstatement. */
  effective_minor: number;
  /** More was asked than was left. */
  is_clamped: boolean;
  /** Where it is in the log. */
  command_id: string;
  version: number;
}
