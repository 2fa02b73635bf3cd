import type { Draft } from '../domain/draft.ts';
import type { OrderNameRow } from '../domain/order-name.ts';
import { orderNames } from '../domain/schema.ts';

/** What else an order of some name is called; several where somebody says so. Its own id is no other name. */
export function otherNamesOf(draft: Draft, workspaceId: string, name: string, orderId: string): string[] {
  const rows = draft.find<OrderNameRow>(orderNames, 'order_id', [workspaceId, name, orderId]);
  return rows.flatMap(({ also }) => (also === orderId ? [] : [also])).sort();
}

/** The orders that an order's id is another name of. */
export function ordersCalled(draft: Draft, workspaceId: string, name: string, also: string): string[] {
  const rows = draft.find<OrderNameRow>(orderNames, 'key', [workspaceId, name, also]);
  return rows.flatMap(({ order_id }) => (order_id === also ? [] : [order_id])).sort();
}
