import type { AdjustmentRow } from '../../domain/adjustment.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import { holdsItems, type PayoutItemRow, type PayoutRow } from '../../domain/payout.ts';
import { adjustments, conversions, earnings, payoutItems, payouts } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import type { Prior } from './plain-commission.ts';

/** An earning, and what it rests on. */
export interface EarningFacts {
  earning: EarningRow;
  /** `undefined` where no server reported it. */
  conversion: ConversionRow | undefined;
  /** The sale is there and is owed to this affiliate. */
  isOwed: boolean;
  /** What was given back of the sale. */
  refunds: AdjustmentRow[];
  /** Of payouts: items, what is held by those that stand, and what was paid. */
  held: { items: number; allocated_minor: number; paid_minor: number };
}

export async function factsOf(reader: Reader, earning: EarningRow): Promise<EarningFacts> {
  const { workspace_id, conversion_id, affiliate_id } = earning;
  const place = [workspace_id, conversion_id];
  const [[conversion], refunds, held] = await Promise.all([
    reader.find<ConversionRow>(conversions, 'key', place),
    reader.find<AdjustmentRow>(adjustments, 'conversion', place),
    heldOf(reader, earning),
  ]);
  const isOwed = conversion?.deleted_at === null && conversion.credit.owed_to?.affiliate_id === affiliate_id;
  return { earning, conversion, isOwed, refunds, held };
}

async function heldOf(reader: Reader, { workspace_id, conversion_id, id }: EarningRow): Promise<EarningFacts['held']> {
  const place = [workspace_id, conversion_id];
  const ofSale = await reader.find<PayoutItemRow>(payoutItems, 'conversion', place);
  const items = ofSale.filter(({ earning_id }) => earning_id === id);
  const held = { items: items.length, allocated_minor: 0, paid_minor: 0 };
  const inPayouts = await Promise.all(
    items.map(({ payout_id }) => reader.find<PayoutRow>(payouts, 'key', [workspace_id, payout_id])),
  );
  for (const [at, { amount_minor }] of items.entries()) {
    const status = inPayouts[at]?.[0]?.status;
    if (status && holdsItems(status)) held.allocated_minor += amount_minor;
    if (status === 'paid') held.paid_minor += amount_minor;
  }
  return held;
}

/** The earning before this one in a series of counted ones. */
export async function priorIn(
  reader: Reader,
  index: 'term' | 'series',
  key: string | null,
  { workspace_id, occurred_at, conversion_id }: EarningRow,
): Promise<Prior | undefined> {
  if (key === null) return undefined;
  const [row] = await reader.range<EarningRow>(earnings, index, [workspace_id, key], {
    after: [occurred_at, conversion_id],
    order: 'descending',
    limit: 1,
  });
  return row?.counted ? { ...row.counted, at: row.occurred_at } : undefined;
}
