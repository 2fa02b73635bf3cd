import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningReason, EarningRow } from '../../domain/earning.ts';
import { conversions, earnings } from '../../domain/schema.ts';
import type { ToldEarning } from '../../domain/told-earning.ts';
import type { Reader } from '../../store/store.ts';
import { tellEarnings } from '../earnings/tell-earnings.ts';

/** An earning with its sale or lead; `null` where that was deleted. */
export interface PortalEarning {
  told: ToldEarning;
  conversion: ConversionRow | null;
}

export interface EarningPlace {
  occurred_at: number;
  conversion_id: string;
}

export interface PortalEarningPage {
  rows: PortalEarning[];
  next: EarningPlace | null;
}

/** Rows that are read at a time where some of them are left out. */
const BATCH = 200;

/** `false` where the sale is the affiliate's no more, and only what was paid for it is left. */
export function isTheirs({ reason }: { reason: EarningReason | null }): boolean {
  return reason !== 'credit_moved' && reason !== 'sale_deleted';
}

/** What an affiliate earned, newest first; with a kind, the sales or the leads that are theirs. */
export async function listPortalEarnings(
  reader: Reader,
  question: {
    workspace_id: string;
    affiliate_id: string;
    kind: EarningRow['kind'] | null;
    limit: number;
    after: EarningPlace | null;
  },
): Promise<PortalEarningPage> {
  const { workspace_id, affiliate_id, kind, limit } = question;
  const size = Math.max(limit + 1, BATCH);
  const rows: EarningRow[] = [];
  for (let after = question.after; ; ) {
    const some = await reader.range<EarningRow>(earnings, 'affiliate', [workspace_id, affiliate_id], {
      ...{ order: 'descending', limit: size },
      where: kind === null ? undefined : { kind },
      after: after ? [after.occurred_at, after.conversion_id] : undefined,
    });
    rows.push(...(kind === null ? some : some.filter(isTheirs)));
    const last = some.at(-1);
    if (rows.length > limit || !last || some.length < size) break;
    after = { occurred_at: last.occurred_at, conversion_id: last.conversion_id };
  }
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  const next = rows.length > limit && end ? { occurred_at: end.occurred_at, conversion_id: end.conversion_id } : null;
  return { rows: await withConversions(reader, workspace_id, page), next };
}

async function withConversions(
  reader: Reader,
  workspaceId: string,
  page: readonly EarningRow[],
): Promise<PortalEarning[]> {
  const told = await tellEarnings(reader, page);
  return Promise.all(
    told.map(async (one) => {
      const { conversion_id } = one.earning;
      const [conversion] = await reader.find<ConversionRow>(conversions, 'key', [workspaceId, conversion_id]);
      return { told: one, conversion: conversion && conversion.deleted_at === null ? conversion : null };
    }),
  );
}
