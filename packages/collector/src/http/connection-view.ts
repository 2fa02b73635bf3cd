import { isoOf } from '../domain/time.ts';
import type { ConnectionWithDeliveries } from '../reports/connections.ts';

/** A connection as everybody may see it: without its secret. */
export interface ShownConnection {
  id: string;
  provider: string;
  name: string;
  url: string;
  account: string | null;
  settings: ConnectionWithDeliveries['row']['settings'];
  deliveries: ConnectionWithDeliveries['deliveries'];
  created_at: string;
  updated_at: string;
}

export function viewConnection({ row, deliveries }: ConnectionWithDeliveries, publicUrl: string): ShownConnection {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    url: `${publicUrl}/hooks/${row.id}`,
    account: row.account,
    settings: row.settings,
    deliveries,
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}
