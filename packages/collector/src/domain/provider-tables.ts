import type { ConnectionRow, DeliveryRow } from './connection.ts';
import type { OrderNameRow } from './order-name.ts';
import { counter, defineTable, integer, json, mutable, text } from './table.ts';

/** The tables of what payment providers report. `schema.ts` has the others. */

export const connections = defineTable<ConnectionRow>({
  name: 'connection',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    provider: text,
    name: mutable(text),
    secret: mutable(text),
    account: mutable(text),
    settings: mutable(json),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: { time: { columns: ['workspace_id', 'created_at', 'id'] } },
  anchors: { key: { kind: 'connection', columns: 1 } },
});

export const deliveries = defineTable<DeliveryRow>({
  name: 'delivery',
  role: 'journal',
  slot: 'slot',
  columns: {
    workspace_id: text,
    connection_id: text,
    type: text,
    verdict: text,
    slot: integer,
    deliveries: counter,
  },
  key: ['workspace_id', 'connection_id', 'type', 'verdict', 'slot'],
  indexes: {},
  anchors: {},
});

export const orderNames = defineTable<OrderNameRow>({
  name: 'order_name',
  role: 'fact',
  columns: { workspace_id: text, name: text, also: text, order_id: text },
  key: ['workspace_id', 'name', 'also', 'order_id'],
  indexes: { order_id: { columns: ['workspace_id', 'name', 'order_id', 'also'] } },
  // An order's refunds meet it under the same anchors, by whichever of its names.
  anchors: { key: { kind: 'order', columns: 2 }, order_id: { kind: 'order', columns: 2 } },
});
