import { CHECKOUT, type ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { conversions } from '../domain/schema.ts';

type Ordered = Pick<ConversionRow, 'workspace_id' | 'name' | 'order_id'>;

/** The click by which somebody came to the checkout of a sale's order, for who is paid may report only that they were. */
export function clickLentTo(draft: Draft, { workspace_id, name, order_id }: Ordered): string | null {
  if (order_id === null || name === CHECKOUT) return null;
  const checkout = draft
    .find<ConversionRow>(conversions, 'order_id', [workspace_id, order_id])
    .filter((row) => row.name === CHECKOUT && row.click_id !== null && row.deleted_at === null)
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1))[0];
  return checkout?.click_id ?? null;
}

/** The sales that a checkout lends its click. */
export function salesOfCheckout(draft: Draft, { workspace_id, name, order_id }: Ordered): ConversionRow[] {
  if (order_id === null || name !== CHECKOUT) return [];
  return draft
    .find<ConversionRow>(conversions, 'order_id', [workspace_id, order_id])
    .filter((row) => row.name !== CHECKOUT);
}
