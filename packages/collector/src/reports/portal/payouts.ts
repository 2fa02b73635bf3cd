import type { PayoutRow } from '../../domain/payout.ts';
import { payouts } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';

export interface PortalPayoutPage {
  rows: PayoutRow[];
  next: { created_at: number; id: string } | null;
}

/** An affiliate's payouts, newest first. */
export async function listPortalPayouts(
  reader: Reader,
  question: {
    workspace_id: string;
    affiliate_id: string;
    limit: number;
    after: { created_at: number; id: string } | null;
  },
): Promise<PortalPayoutPage> {
  const { workspace_id, affiliate_id, limit, after } = question;
  const found = await reader.range<PayoutRow>(payouts, 'affiliate', [workspace_id, affiliate_id], {
    ...{ where: { deleted_at: null }, order: 'descending', limit: limit + 1 },
    after: after ? [after.created_at, after.id] : undefined,
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? { created_at: last.created_at, id: last.id } : null };
}
