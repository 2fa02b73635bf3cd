import { readVendorIds } from '../domain/vendor-ids.ts';
import type { Incoming } from './incoming.ts';

/** What ad platforms know the browser by. A cookie is whatever the browser has: one that is odd costs nobody the event. */
export function putVendorIds({ given, row, body, notes }: Incoming): undefined {
  if (!given.vendor_ids) return;
  const { ids, unreadable, is_fbc_too_old } = readVendorIds(given.vendor_ids, row.occurred_at);
  if (ids) body.vendor_ids = ids;
  if (unreadable.length > 0) notes.push('vendor_id_unreadable');
  if (is_fbc_too_old) notes.push('old_fbc_left_out');
}
