import type { AffiliateRow } from '../domain/affiliate.ts';
import type { EarningRow } from '../domain/earning.ts';
import { type IdempotencyRow, partKeyOf } from '../domain/idempotency.ts';
import type { PayoutItemRow, PayoutRow, PayoutStatus } from '../domain/payout.ts';
import { affiliates, earnings, idempotencies, payoutItems, payouts } from '../domain/schema.ts';
import type { Cell } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';

export interface PayoutsPage {
  rows: PayoutRow[];
  next: { created_at: number; id: string } | null;
}

interface PayoutsQuestion {
  workspace_id: string;
  /** Ours. */
  affiliate_id: string | null;
  status: PayoutStatus | null;
  limit: number;
  after: { created_at: number; id: string } | null;
}

/** Newest first. */
export async function listPayouts(reader: Reader, question: PayoutsQuestion): Promise<PayoutsPage> {
  const { workspace_id, affiliate_id, status, limit, after } = question;
  const [index, prefix]: [string, Cell[]] =
    affiliate_id !== null
      ? ['affiliate', [workspace_id, affiliate_id]]
      : status !== null
        ? ['status', [workspace_id, status]]
        : ['time', [workspace_id]];
  const rows = await reader.range<PayoutRow>(payouts, index, prefix, {
    ...(status !== null && { where: { status } }),
    after: after ? [after.created_at, after.id] : undefined,
    order: 'descending',
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { rows: page, next: rows.length > limit && end ? { created_at: end.created_at, id: end.id } : null };
}

/** By our id or the caller's. */
export async function readPayout(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<PayoutRow | null> {
  const own = await reader.find<PayoutRow>(payouts, 'key', [workspace_id, id]);
  const found = own.length > 0 ? own : await reader.find<PayoutRow>(payouts, 'external', [workspace_id, id]);
  return found[0] ?? null;
}

/** What a payout pays, by earning. */
export async function listPayoutItems(
  reader: Reader,
  question: { workspace_id: string; payout_id: string; limit: number; after: string | null },
): Promise<{ rows: PayoutItemRow[]; next: string | null }> {
  const { workspace_id, payout_id, limit, after } = question;
  const rows = await reader.range<PayoutItemRow>(payoutItems, 'key', [workspace_id, payout_id], {
    after: after === null ? undefined : [after],
    order: 'ascending',
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.earning_id ?? null) : null };
}

interface DueQuestion {
  workspace_id: string;
  /** Ours. */
  program_id: string;
  /** The request that asks, where it carries an `Idempotency-Key`. */
  asked: { place: string; key_hash: string } | null;
  limit: number;
  after: { created_at: number; id: string } | null;
}

export interface DuePage {
  affiliates: AffiliateRow[];
  next: { created_at: number; id: string } | null;
}

/**
 * Who of a program has something that may be paid, or has been paid by this very request before, oldest first. A page may
 * hold few or none and still not be the last.
 */
export async function listDue(reader: Reader, question: DueQuestion): Promise<DuePage> {
  const { workspace_id, program_id, limit, after } = question;
  const members = await reader.range<AffiliateRow>(affiliates, 'program', [workspace_id, program_id], {
    after: after ? [after.created_at, after.id] : undefined,
    order: 'ascending',
    limit,
  });
  const areDue = await Promise.all(members.map((member) => isDue(reader, question, member)));
  const end = members.at(-1);
  return {
    affiliates: members.filter((_, at) => areDue[at]),
    next: members.length === limit && end ? { created_at: end.created_at, id: end.id } : null,
  };
}

async function isDue(
  reader: Reader,
  { asked, workspace_id }: DueQuestion,
  { id }: Pick<AffiliateRow, 'id'>,
): Promise<boolean> {
  const prefix = [workspace_id, id, true];
  const ready = await reader.range<EarningRow>(earnings, 'payable', prefix, { order: 'ascending', limit: 1 });
  if (ready.length > 0 || !asked) return ready.length > 0;
  const place = [workspace_id, asked.place, partKeyOf(asked.key_hash, id)];
  return (await reader.find<IdempotencyRow>(idempotencies, 'key', place)).length > 0;
}
