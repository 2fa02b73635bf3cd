import type { ConversionRow } from '../../domain/conversion.ts';
import type { Reader } from '../../store/store.ts';
import { candidatesOf } from './candidates.ts';
import { listCommon } from './common.ts';
import { inOrder, isToldByWords, listFound } from './found.ts';
import type { ListQuestion } from './list-question.ts';
import { readPhases, walkPhases } from './phases.ts';
import { type Plan, planOf } from './plan.ts';
import { type Total, totalOf } from './totals.ts';

/** Rows of a list from a place on, at most so many as were asked for; and how many it has in all. */
export interface Listed<Row> extends Total {
  rows: Row[];
}

/** So many rows are read to count those that show. */
const READ_AT_ONCE = 2_000;

type Place = ListQuestion['after'];

/** What secret keys reported, at most `count` of it. */
export async function listVerified(
  reader: Reader,
  question: ListQuestion,
  count: number,
): Promise<Listed<ConversionRow>> {
  const candidates = await candidatesOf(reader, question);
  if (candidates?.found) {
    const { found } = candidates;
    const isLong =
      found.length > READ_AT_ONCE && question.sort === 'occurred_at' && !isToldByWords(question, candidates);
    if (!isLong) return listFound(reader, question, { ...candidates, found }, count);
    const next = async (after: Place, limit: number) => inOrder({ ...question, after }, found).slice(0, limit);
    return listCommon(reader, question, { ...candidates, isOne: false, next }, count);
  }
  const plan = await planOf(reader, question);
  if (candidates && !plan.isShort) return listCommon(reader, question, candidates, count);
  if (candidates) return listMatching(reader, question, plan, candidates.isMatch, count);
  const [rows, total] = await Promise.all([
    readPlan(reader, question, plan, count),
    totalOf(reader, question, plan.shortest),
  ]);
  return { rows, ...total };
}

async function readPlan(reader: Reader, question: ListQuestion, plan: Plan, count: number): Promise<ConversionRow[]> {
  if (plan.isUnbounded) return (await listMatching(reader, question, plan, () => true, count)).rows;
  const { order, offset } = question;
  return readPhases(reader, plan.phases, plan.start, { order, offset, count });
}

/** Goes through what is common row by row, until there are so many. */
async function listMatching(
  reader: Reader,
  question: ListQuestion,
  { phases, start }: Plan,
  isMatch: (row: ConversionRow) => boolean,
  count: number,
): Promise<Listed<ConversionRow>> {
  const { order, offset, from, to } = question;
  const rows: ConversionRow[] = [];
  let seen = 0;
  for await (const row of walkPhases(reader, phases, start, order)) {
    const { occurred_at } = row;
    if ((from !== null && occurred_at < from) || (to !== null && occurred_at > to) || !isMatch(row)) continue;
    seen += 1;
    if (seen > offset) rows.push(row);
    if (rows.length === count) return { rows, total: seen, total_is_exact: false };
  }
  return { rows, total: seen, total_is_exact: question.after === null };
}
