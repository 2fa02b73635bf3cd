import type { ConversionRow } from '../../domain/conversion.ts';
import type { Reader } from '../../store/store.ts';
import { listInTime } from './in-time.ts';
import { isInTime, isOfNothing, type ListQuestion } from './list-question.ts';
import { placeIn, rowsAt } from './places.ts';
import { listSorted } from './sorted.ts';
import type { Listed } from './totals.ts';
import { traitsOf } from './traits.ts';

/** What secret keys reported, at most `count` of it. */
export async function listVerified(
  reader: Reader,
  question: ListQuestion,
  count: number,
): Promise<Listed<ConversionRow>> {
  if (isOfNothing(question)) return { rows: [], total: 0, total_is_exact: true };
  const traits = await traitsOf(reader, question);
  const { places, ...total } = isInTime(question)
    ? await listInTime(reader, question, traits, placeIn(question.after), count)
    : await listSorted(reader, question, traits, count);
  return { rows: await rowsAt(reader, question.workspace_id, places), ...total };
}
