import type { NameOrder } from '../domain/command.ts';
import { mintId } from '../domain/ids.ts';
import type { OrderNameRow } from '../domain/order-name.ts';

/** Another name of an order. */
export function intakeOrderName(
  { name, also, order_id }: Omit<OrderNameRow, 'workspace_id'>,
  { workspace_id, received_at }: { workspace_id: string; received_at: number },
): NameOrder {
  return {
    kind: 'name_order',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    order_name: { name, also, order_id },
  };
}
