import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import { PAYOUT_ITEMS_MAX, type PayoutItemRow, type PayoutRow, type PayoutStatus } from '../../domain/payout.ts';
import { affiliates, conversions, earnings, payoutItems, payouts } from '../../domain/schema.ts';
import type { Cell } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { between, COUNTED, type CountedPage, LOOKED_AT, type PageQuestion, pageOf } from './page.ts';
import { sift } from './sift.ts';

/** A payout, and to whom it goes. */
export interface ToldPayout {
  row: PayoutRow;
  affiliate: Pick<AffiliateRow, 'id' | 'external_id' | 'name' | 'email'> | null;
}

interface PayoutsQuestion extends PageQuestion {
  statuses: readonly PayoutStatus[] | null;
  /** Ours. */
  affiliate_id: string | null;
}

/** A page of payouts, and how many there are. */
export async function pagePayouts(reader: Reader, question: PayoutsQuestion): Promise<CountedPage<ToldPayout>> {
  const { statuses } = question;
  const found =
    statuses === null || statuses.length === 1 ? await listed(reader, question) : await sifted(reader, question);
  return { ...found, rows: await Promise.all(found.rows.map((row) => told(reader, row))) };
}

/** What a payout pays, with the sales that it is for. */
export async function readPaidItems(
  reader: Reader,
  { workspace_id, payout_id }: { workspace_id: string; payout_id: string },
): Promise<{ item: PayoutItemRow; conversion: ConversionRow | null; earning: EarningRow | null }[]> {
  const items = await reader.range<PayoutItemRow>(payoutItems, 'key', [workspace_id, payout_id], {
    ...{ order: 'ascending', limit: PAYOUT_ITEMS_MAX },
  });
  return Promise.all(
    items.map(async (item) => {
      const [[conversion], [earning]] = await Promise.all([
        reader.find<ConversionRow>(conversions, 'key', [workspace_id, item.conversion_id]),
        reader.find<EarningRow>(earnings, 'key', [workspace_id, item.earning_id]),
      ]);
      return { item, conversion: conversion ?? null, earning: earning ?? null };
    }),
  );
}

export async function told(reader: Reader, row: PayoutRow): Promise<ToldPayout> {
  const [affiliate] = await reader.find<AffiliateRow>(affiliates, 'key', [row.workspace_id, row.affiliate_id]);
  return { row, affiliate: affiliate ?? null };
}

async function listed(reader: Reader, question: PayoutsQuestion): Promise<CountedPage<PayoutRow>> {
  const { statuses, limit, offset, order } = question;
  const [status] = statuses ?? [];
  const { index, prefix } = wayTo(question);
  const within = { ...between(question), ...(status !== undefined && { where: { status } }) };
  const [rows, total] = await Promise.all([
    reader.range<PayoutRow>(payouts, index, prefix, { ...within, order, limit: limit + 1, offset }),
    reader.tally(payouts, index, prefix, within, COUNTED),
  ]);
  return pageOf(rows, total, question);
}

/** In one of several statuses, among as many as are looked at. */
async function sifted(reader: Reader, question: PayoutsQuestion): Promise<CountedPage<PayoutRow>> {
  const { statuses, limit, offset, order } = question;
  const { index, prefix } = wayTo(question);
  const { rows, has_more, passed, is_whole } = await sift<PayoutRow>({
    ...{ limit, offset, most: LOOKED_AT, counts: true },
    keep: (some) => some.filter(({ status }) => statuses?.includes(status) ?? true),
    read: (behind, size) =>
      reader.range<PayoutRow>(payouts, index, prefix, {
        ...{ ...between(question), order, limit: size },
        after: behind && [behind.created_at, behind.id],
      }),
  });
  return { rows, has_more, total: passed, is_whole: is_whole || has_more };
}

function wayTo({ workspace_id, affiliate_id, statuses }: PayoutsQuestion): { index: string; prefix: Cell[] } {
  if (affiliate_id !== null) return { index: 'affiliate', prefix: [workspace_id, affiliate_id] };
  const [status, another] = statuses ?? [];
  if (status !== undefined && !another) return { index: 'status', prefix: [workspace_id, status] };
  return { index: 'time', prefix: [workspace_id] };
}
