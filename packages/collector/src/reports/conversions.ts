import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import { claims, conversions } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';

/** A conversion as it is shown: what a secret key reported, or what so far only a browser claims. */
export type ShownConversion = { status: 'verified'; row: ConversionRow } | { status: 'unverified'; row: ClaimRow };

/** Place in the list: the last row that was shown. */
export interface Cursor {
  occurred_at: number;
  id: string;
}

export interface ConversionPage {
  rows: ShownConversion[];
  next: Cursor | null;
}

/** Conversions and unconfirmed claims together, newest first by when they occurred. */
export async function listConversions(
  reader: Reader,
  { workspace_id, limit, after }: { workspace_id: string; limit: number; after: Cursor | null },
): Promise<ConversionPage> {
  const bounds = {
    order: 'descending' as const,
    limit: limit + 1,
    after: after ? [after.occurred_at, after.id] : undefined,
  };
  const verified = await reader.range<ConversionRow>(conversions, 'time', [workspace_id], bounds);
  const open = await reader.range<ClaimRow>(claims, 'open', [workspace_id, true], bounds);
  const merged: ShownConversion[] = [
    ...verified.map((row) => ({ status: 'verified' as const, row })),
    ...open.map((row) => ({ status: 'unverified' as const, row })),
  ].sort((a, b) => b.row.occurred_at - a.row.occurred_at || (a.row.id < b.row.id ? 1 : -1));

  const rows = merged.slice(0, limit);
  const last = rows.at(-1)?.row;
  return { rows, next: merged.length > limit && last ? { occurred_at: last.occurred_at, id: last.id } : null };
}

/** One conversion; by the id of a claim that a server's report covers, the conversion that covers it. */
export async function readConversion(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<ShownConversion | null> {
  const [conversion] = await reader.find<ConversionRow>(conversions, 'key', [workspace_id, id]);
  if (conversion) return { status: 'verified', row: conversion };
  const [claim] = await reader.find<ClaimRow>(claims, 'key', [workspace_id, id]);
  if (!claim) return null;
  if (claim.conversion_id === null) return { status: 'unverified', row: claim };
  return readConversion(reader, { workspace_id, id: claim.conversion_id });
}
