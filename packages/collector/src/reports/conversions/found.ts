import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import { type Cell, compareRows } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { Candidates } from './candidates.ts';
import { filtersOf, type ListQuestion, shownWhere, sortColumns } from './list-question.ts';
import type { Listed } from './verified.ts';
import type { Candidate } from './word-order.ts';

/** The part of a list that was found by words and identifiers, in the list's order. */
export async function listFound(
  reader: Reader,
  question: ListQuestion,
  { found, isComplete, isMatch }: Pick<Candidates, 'isComplete' | 'isMatch'> & { found: readonly Candidate[] },
  count: number,
): Promise<Listed<ConversionRow>> {
  const { offset } = question;
  if (isToldByWords(question, { isComplete })) {
    const page = inOrder(question, found).slice(offset, offset + count);
    return { rows: await readRows(reader, question, page), total: found.length, total_is_exact: true };
  }
  const rows = (await readRows(reader, question, found)).filter(isMatch);
  return { rows: inOrder(question, rows).slice(offset, offset + count), total: rows.length, total_is_exact: true };
}

/**
 * `true` where words alone tell what is in a list and in which order: they follow a conversion as it changes, and go with it.
 */
export function isToldByWords(question: ListQuestion, { isComplete }: Pick<Candidates, 'isComplete'>): boolean {
  const isNarrowed = question.named.length > 0 || filtersOf(question).length > 0;
  return isComplete && !isNarrowed && question.sort === 'occurred_at';
}

/** Those of the candidates that are not deleted and pass the filters, in their order. */
export async function readRows(
  reader: Reader,
  question: ListQuestion,
  candidates: readonly Candidate[],
): Promise<ConversionRow[]> {
  const where = shownWhere(question);
  const found = await Promise.all(
    candidates.map(({ id }) =>
      reader.range<ConversionRow>(conversions, 'key', [question.workspace_id, id], { where, order: 'ascending' }),
    ),
  );
  return found.flat();
}

/** In the list's order, from its place on. */
export function inOrder<Row extends object>(question: ListQuestion, rows: readonly Row[]): Row[] {
  const columns = sortColumns(question.sort);
  const sign = question.order === 'ascending' ? 1 : -1;
  const [first = ''] = columns;
  const isEmpty = (row: object) => Number(((row as Record<string, Cell>)[first] ?? null) === null);
  const compare = (a: object, b: object) => isEmpty(a) - isEmpty(b) || sign * compareRows(a, b, columns);
  const sorted = rows.toSorted(compare);
  if (!question.after) return sorted;
  const last = Object.fromEntries(columns.map((column, at) => [column, question.after?.[at] ?? null]));
  return sorted.filter((row) => compare(row, last) > 0);
}
