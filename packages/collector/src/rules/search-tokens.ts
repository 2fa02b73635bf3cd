import type { ConversionRow, TokenRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { tokens } from '../domain/schema.ts';
import { searchTokens } from '../domain/search.ts';

/** So many words of one conversion are searched, the most telling first. */
const TOKENS_AT_MOST = 40;

/** Makes a conversion found by its words as they are now, and no more by those that it had. */
export function findBy(draft: Draft, before: ConversionRow | undefined, after: ConversionRow): void {
  const [had, has] = [before ? tokenRowsOf(before) : [], tokenRowsOf(after)];
  const kept = new Set(has.map(nameOf));
  const known = new Set(had.map(nameOf));
  for (const row of had) {
    const found = kept.has(nameOf(row)) ? undefined : draft.get<TokenRow>(tokens, keyOf(row));
    if (found) draft.remove<TokenRow>(tokens, found);
  }
  for (const row of has) if (!known.has(nameOf(row))) draft.insert<TokenRow>(tokens, row);
}

function tokenRowsOf(row: ConversionRow): TokenRow[] {
  if (row.deleted_at !== null) return [];
  const { workspace_id, occurred_at, id: conversion_id } = row;
  return wordsOf(row).map((token) => ({ workspace_id, token, occurred_at, conversion_id }));
}

/** The words by which a conversion is found. */
export function wordsOf(row: ConversionRow): string[] {
  const words = new Set<string>();
  const named = row.identifiers.filter(({ kind }) => kind !== 'visitor').map(({ value }) => value);
  const texts = [
    ...[row.order_id, row.external_ref, row.external_id, row.event_id, ...named, row.name, row.origin, row.plan_id],
    ...[...(row.product_ids ?? []), ...(row.price_ids ?? []), row.notes, ...Object.values(row.metadata ?? {})],
  ];
  for (const text of texts) {
    if (typeof text !== 'string' && typeof text !== 'number') continue;
    for (const token of searchTokens(String(text))) {
      if (words.size === TOKENS_AT_MOST) return [...words];
      words.add(token);
    }
  }
  return [...words];
}

function keyOf({ workspace_id, token, occurred_at, conversion_id }: TokenRow) {
  return [workspace_id, token, occurred_at, conversion_id];
}

function nameOf({ token, occurred_at }: TokenRow): string {
  return `${occurred_at} ${token}`;
}
