import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import { adjustments, claims, conversions } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';

/** What is known of an order under a conversion's name. */
export interface OrderFacts {
  /** The sale that a server reported, unless it was deleted. */
  conversion: ConversionRow | null;
  /** Browsers' reports that no server confirmed. */
  open_claims: ClaimRow[];
}

const CLAIMS_NAMED = 20;

export async function readOrder(
  reader: Reader,
  { workspace_id, name, order_id }: { workspace_id: string; name: string; order_id: string },
): Promise<OrderFacts> {
  const [sold, claimed] = await Promise.all([
    reader.find<ConversionRow>(conversions, 'order_id', [workspace_id, order_id]),
    reader.range<ClaimRow>(claims, 'order', [workspace_id, name, order_id], {
      order: 'descending',
      where: { is_open: true },
      limit: CLAIMS_NAMED,
    }),
  ]);
  return {
    conversion: sold.find((row) => row.name === name && row.deleted_at === null) ?? null,
    open_claims: claimed,
  };
}

const REFUNDS_SHOWN = 1_000;

/** What was given back of a conversion, newest first. */
export function listRefunds(
  reader: Reader,
  { workspace_id, conversion_id }: { workspace_id: string; conversion_id: string },
): Promise<AdjustmentRow[]> {
  return reader.range<AdjustmentRow>(adjustments, 'conversion', [workspace_id, conversion_id], {
    order: 'descending',
    limit: REFUNDS_SHOWN,
  });
}
