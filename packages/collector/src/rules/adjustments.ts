import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { CommandRow } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { adjustments, commands, conversions } from '../domain/schema.ts';
import { ownersOf } from './dedupe.ts';
import { createGivingBack } from './giving-back.ts';
import { ordersCalled, otherNamesOf } from './order-names.ts';

/**
 * The conversion that an order is: the one that owns the order's id, else the first that ever did. Where the id is another name
 * of an order, that one's.
 */
export function conversionIdOf(draft: Draft, workspaceId: string, name: string, orderId: string): string | undefined {
  const own = holderOf(draft, workspaceId, name, orderId);
  if (own !== undefined) return own;
  return ordersCalled(draft, workspaceId, name, orderId)
    .map((order) => holderOf(draft, workspaceId, name, order))
    .find((id) => id !== undefined);
}

function holderOf(draft: Draft, workspaceId: string, name: string, orderId: string): string | undefined {
  const owners = ownersOf(draft, workspaceId, { scope: `order:${name}`, value: orderId });
  return (owners.find(({ is_released }) => !is_released) ?? owners[0])?.fact_id;
}

/**
 * Gives back of a conversion what its adjustments ask for, one after another by when they occurred, as long as anything is
 * left; those that waited for its order among them, which are all that a new one can have. Where the order was another's
 * before, or is called as another's is, those may have been that one's: then these others are returned.
 */
export function regive(draft: Draft, conversion: ConversionRow, isNew = false): ConversionRow[] {
  const { workspace_id, id, name, order_id } = conversion;
  const names = order_id === null ? [] : [order_id, ...otherNamesOf(draft, workspace_id, name, order_id)];
  // Other orders that are called so, too, may have what this one has now.
  const called = names.flatMap((value) => ordersCalled(draft, workspace_id, name, value));
  const owners = [...new Set([...names, ...called])].flatMap((value) =>
    ownersOf(draft, workspace_id, { scope: `order:${name}`, value }),
  );
  const isShared = owners.length > 1 || names.length > 1 || called.length > 0;
  give(draft, conversion, { names, isShared, isNew });
  const others = new Set(owners.map(({ fact_id }) => fact_id).filter((fact) => fact !== id));
  const rivals = [...others].flatMap(
    (fact) => draft.find<ConversionRow>(conversions, 'key', [workspace_id, fact])[0] ?? [],
  );
  for (const rival of rivals) {
    const also = rival.order_id === null ? [] : otherNamesOf(draft, workspace_id, name, rival.order_id);
    give(draft, rival, { names: rival.order_id === null ? [] : [rival.order_id, ...also], isShared, isNew: false });
  }
  return rivals;
}

interface Giving {
  /** What its order is called. */
  names: readonly string[];
  isShared: boolean;
  isNew: boolean;
}

function give(draft: Draft, conversion: ConversionRow, giving: Giving): void {
  const { workspace_id, id, currency } = conversion;
  const back = createGivingBack(Math.max(0, conversion.amount_minor ?? 0), currency);
  for (const adjustment of adjustmentsOf(draft, conversion, giving)) {
    change(draft, adjustment, { conversion_id: id, ...back.take(adjustment) });
  }
  const refunded_minor = back.total();
  const row = draft.get<ConversionRow>(conversions, [workspace_id, id]);
  if (row && row.refunded_minor !== refunded_minor) draft.update<ConversionRow>(conversions, row, { refunded_minor });
}

function adjustmentsOf(draft: Draft, conversion: ConversionRow, { names, isShared, isNew }: Giving): AdjustmentRow[] {
  const { workspace_id, id, name } = conversion;
  const own = isNew
    ? []
    : draft
        .find<AdjustmentRow>(adjustments, 'conversion', [workspace_id, id])
        .filter((row) => !isShared || !isOfOrder(draft, row));
  const waiting = names
    .filter((order) => conversionIdOf(draft, workspace_id, name, order) === id)
    .flatMap((order) => draft.find<AdjustmentRow>(adjustments, 'order', [workspace_id, name, order]))
    .filter((row) => row.conversion_id === null || (isShared && isOfOrder(draft, row)));
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
