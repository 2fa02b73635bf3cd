import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { CommandRow } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { adjustments, commands, conversions } from '../domain/schema.ts';
import { ownersOf } from './dedupe.ts';

/** The conversion that an order is: the one that owns the order's id, else the first that ever did. */
export function conversionIdOf(draft: Draft, workspaceId: string, name: string, orderId: string): string | undefined {
  const owners = ownersOf(draft, workspaceId, { scope: `order:${name}`, value: orderId });
  return (owners.find(({ is_released }) => !is_released) ?? owners[0])?.fact_id;
}

/**
 * Gives back of a conversion what its adjustments ask for, one after another by when they occurred, as long as anything is
 * left; those that waited for its order among them, which are all that a new one can have. Where the order was another's
 * before, those may have been that one's: then these others are returned.
 */
export function regive(draft: Draft, conversion: ConversionRow, isNew = false): ConversionRow[] {
  const { workspace_id, id, name, order_id } = conversion;
  const owners = order_id === null ? [] : ownersOf(draft, workspace_id, { scope: `order:${name}`, value: order_id });
  const isShared = owners.length > 1;
  give(draft, conversion, isShared, isNew);
  const rivals = owners.flatMap(({ fact_id }) => {
    const rival =
      fact_id === id ? undefined : draft.find<ConversionRow>(conversions, 'key', [workspace_id, fact_id])[0];
    return rival ?? [];
  });
  for (const rival of rivals) give(draft, rival, isShared);
  return rivals;
}

function give(draft: Draft, conversion: ConversionRow, isShared: boolean, isNew = false): void {
  const { workspace_id, id, currency } = conversion;
  const amount = Math.max(0, conversion.amount_minor ?? 0);
  let left = amount;
  for (const adjustment of adjustmentsOf(draft, conversion, isShared, isNew)) {
    // Nothing can be given back in another currency than what was paid.
    const most = adjustment.currency === null || adjustment.currency === currency ? left : 0;
    const asked = adjustment.amount_minor ?? most;
    const effective_minor = Math.min(asked, most);
    left -= effective_minor;
    change(draft, adjustment, { conversion_id: id, effective_minor, is_clamped: asked > effective_minor });
  }
  const refunded_minor = amount - left;
  const row = draft.get<ConversionRow>(conversions, [workspace_id, id]);
  if (row && row.refunded_minor !== refunded_minor) draft.update<ConversionRow>(conversions, row, { refunded_minor });
}

function adjustmentsOf(draft: Draft, conversion: ConversionRow, isShared: boolean, isNew: boolean): AdjustmentRow[] {
  const { workspace_id, id, name, order_id } = conversion;
  const own = isNew
    ? []
    : draft
        .find<AdjustmentRow>(adjustments, 'conversion', [workspace_id, id])
        .filter((row) => !isShared || !isOfOrder(draft, row));
  const isOrder = order_id !== null && conversionIdOf(draft, workspace_id, name, order_id) === id;
  const waiting = isOrder
    ? draft
        .find<AdjustmentRow>(adjustments, 'order', [workspace_id, name, order_id])
        .filter((row) => row.conversion_id === null || (isShared && isOfOrder(draft, row)))
    : [];
  return [...own, ...waiting].sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
}

/** It was asked for before any conversion of the order was known, so it is of whichever the order is. */
function isOfOrder(draft: Draft, { workspace_id, conversion_id, command_id }: AdjustmentRow): boolean {
  if (conversion_id === null) return true;
  const [command] = draft.find<CommandRow>(commands, 'key', [workspace_id, command_id]);
  return command?.body.kind === 'record_adjustment' && command.body.adjustment.conversion_id === null;
}

function change(draft: Draft, row: AdjustmentRow, patch: Partial<AdjustmentRow>): void {
  const isSame = Object.entries(patch).every(([column, value]) => row[column as keyof AdjustmentRow] === value);
  if (!isSame) draft.update<AdjustmentRow>(adjustments, row, patch);
}
