import type { ConversionRow, SalesStatus } from './conversion.ts';

type Sale = Pick<ConversionRow, 'sales_status' | 'amount_minor' | 'refunded_minor'>;

/** How a sale stands: what was given back of it tells it, where its report does not. */
export function currentSalesStatus({ sales_status, amount_minor, refunded_minor }: Sale): SalesStatus {
  if (refunded_minor === 0 || (sales_status !== 'complete' && sales_status !== 'partial_refunded')) return sales_status;
  return amount_minor !== null && refunded_minor >= amount_minor ? 'refunded' : 'partial_refunded';
}
