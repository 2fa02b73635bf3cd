import type { TokenRow } from '../../domain/conversion.ts';
import { tokens } from '../../domain/schema.ts';
import { type Cell, compareRows } from '../../domain/table.ts';
import type { Narrowing, Reader } from '../../store/store.ts';
import { type ListQuestion, timesOf } from './list-question.ts';
import { MANY } from './route.ts';

/** A conversion that may be listed. */
export interface Candidate {
  id: string;
  occurred_at: number;
}

export function candidateOf({ conversion_id, occurred_at }: { conversion_id: string; occurred_at: number }): Candidate {
  return { id: conversion_id, occurred_at };
}

/** So many words that begin alike are read each in its own order of time. */
const WORDS_READ = 16;
const PLACE = ['occurred_at', 'conversion_id'];

/** Conversions with a word that begins so, in the order of time behind a place, each once. */
export async function nextWithWord(
  reader: Reader,
  question: ListQuestion,
  word: string,
  after: readonly Cell[] | null,
  limit: number,
): Promise<Candidate[]> {
  const { workspace_id, order } = question;
  const bounds = { order, after: after ?? undefined, limit: limit + 1 };
  const { exact, rest } = await wordsBeginning(reader, workspace_id, word);
  const parts = await Promise.all([
    ...exact.map((token) =>
      reader.range<TokenRow>(tokens, 'key', [workspace_id, token], { ...bounds, ...timesOf(question) }),
    ),
    // Words that are each rare lie in no order of time, and all of them are gone through.
    rest ? reader.range<TokenRow>(tokens, 'key', [workspace_id], { ...bounds, ...rest, by: PLACE }) : [],
  ]);
  const sign = order === 'ascending' ? 1 : -1;
  const { from, to } = question;
  const rows = parts.flat().filter(({ occurred_at: at }) => (from === null || at >= from) && (to === null || at <= to));
  const sorted = rows.sort((a, b) => sign * compareRows(a, b, PLACE));
  return [...new Map(sorted.map((row) => [row.conversion_id, candidateOf(row)])).values()].slice(0, limit);
}

/** The common words that begin so, and where the others lie. */
async function wordsBeginning(
  reader: Reader,
  workspaceId: string,
  word: string,
): Promise<{ exact: string[]; rest: Narrowing | null }> {
  const last = `${word}\u{10ffff}`;
  const exact: string[] = [];
  for (let from = word; ; ) {
    const rest = { from: [from], to: [last] };
    const left = await reader.tally(tokens, 'key', [workspaceId], rest, MANY + 1);
    if (left === 0) return { exact, rest: null };
    if (left <= MANY || exact.length === WORDS_READ) return { exact, rest };
    const [next] = await reader.range<TokenRow>(tokens, 'key', [workspaceId], {
      ...rest,
      order: 'ascending',
      limit: 1,
    });
    if (!next) return { exact, rest: null };
    exact.push(next.token);
    from = `${next.token}\u0001`;
  }
}
