/** What one unit of `base` was worth in `quote` on a day, as somebody who publishes rates said. */
export interface ExchangeRateRow {
  workspace_id: string;
  /** ISO 4217. */
  base: string;
  quote: string;
  /** `YYYY-MM-DD` */
  date: string;
  /** Decimal text, above 0. */
  rate: string;
}

/** On a day without a rate (a Sunday) the latest of this many days before it holds. */
export const RATE_DAYS = 7;
/** Where there is no rate of two currencies, both are compared with one of these. */
export const PIVOTS = ['EUR', 'USD'] as const;

/** The day of a time, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export const RATE = /^(?=.*[1-9])\d{1,12}(\.\d{1,12})?$/;
