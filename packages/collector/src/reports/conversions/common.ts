import type { ConversionRow } from '../../domain/conversion.ts';
import type { Cell } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { Candidates } from './candidates.ts';
import { listFound, readRows } from './found.ts';
import { filtersOf, type ListQuestion } from './list-question.ts';
import { MANY } from './route.ts';
import type { Listed } from './verified.ts';

const BATCH = 200;
/** So many are put in another order than that of time. */
export const SORTED_OF_COMMON = 1_000;

/**
 * The part of a list that was found by words and identifiers of which each is common. In another order than that of time,
 * only the newest are put in it, or the oldest where the order is ascending.
 */
export async function listCommon(
  reader: Reader,
  question: ListQuestion,
  candidates: Candidates,
  count: number,
): Promise<Listed<ConversionRow>> {
  const { next, isMatch, isOne } = candidates;
  if (question.sort !== 'occurred_at') {
    const found = await next(null, SORTED_OF_COMMON);
    const { rows, total } = await listFound(reader, question, { ...candidates, found }, count);
    return { rows, total, total_is_exact: false };
  }
  const { offset } = question;
  const needed = offset + count;
  const isPlain = isOne && filtersOf(question).length === 0;
  const rows: ConversionRow[] = [];
  let seen = 0;
  let after: readonly Cell[] | null = question.after;
  for (let size = isPlain ? needed : Math.max(BATCH, needed); ; size = Math.min(size * 4, MANY)) {
    const some = await next(after, size);
    // Those that are left out need not be read where all are shown.
    const skipped = isPlain ? some.slice(Math.max(0, offset - seen)) : some;
    seen += some.length - skipped.length;
    for (const row of await readRows(reader, question, skipped)) {
      if (!isMatch(row)) continue;
      seen += 1;
      if (seen > offset) rows.push(row);
      if (rows.length === count) return { rows, total: isPlain ? Math.max(seen, MANY) : seen, total_is_exact: false };
    }
    const last = some.at(-1);
    if (!last || some.length < size) return { rows, total: seen, total_is_exact: question.after === null };
    after = [last.occurred_at, last.id];
  }
}
