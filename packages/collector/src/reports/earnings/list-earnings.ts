import type { EarningRow, EarningStatus } from '../../domain/earning.ts';
import { earnings } from '../../domain/schema.ts';
import type { Cell } from '../../domain/table.ts';
import type { ToldEarning } from '../../domain/told-earning.ts';
import type { Reader } from '../../store/store.ts';
import { ourIdOf } from './our-ids.ts';
import { tellEarnings } from './tell-earnings.ts';

export interface EarningsQuestion {
  workspace_id: string;
  /** By our id or the caller's. */
  affiliate_id: string | null;
  program_id: string | null;
  conversion_id: string | null;
  status: EarningStatus | null;
  limit: number;
  after: EarningPlace | null;
}

/** `id`: of what is sought among one affiliate's, the conversion's; else the earning's own. */
export interface EarningPlace {
  occurred_at: number;
  id: string;
}

export interface EarningPage<Row = EarningRow> {
  rows: Row[];
  next: EarningPlace | null;
}

/** Rows that are read at a time where some of them are left out. */
const BATCH = 200;

/** By when the sales occurred, newest first. What earns nothing is left out unless it, or its conversion, is asked for. */
export async function listEarnings(reader: Reader, question: EarningsQuestion): Promise<EarningPage> {
  const { workspace_id, status, limit } = question;
  const ids = await namedIds(reader, question);
  if (ids.conversion_id !== null) return ofConversion(reader, question, ids);
  const { index, prefix, by } = walkOf(workspace_id, ids.affiliate_id, status);
  const where = ids.program_id === null ? undefined : { program_id: ids.program_id };
  const size = Math.max(limit + 1, BATCH);
  const rows: EarningRow[] = [];
  for (let after = question.after && [question.after.occurred_at, question.after.id]; ; ) {
    const some = await reader.range<EarningRow>(earnings, index, prefix, {
      ...{ where, order: 'descending', limit: size },
      after: after ?? undefined,
    });
    rows.push(...some.filter((row) => row.status !== 'none' || status === 'none'));
    const last = some.at(-1);
    if (rows.length > limit || !last || some.length < size) break;
    after = [last.occurred_at, last[by]];
  }
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { rows: page, next: rows.length > limit && end ? { occurred_at: end.occurred_at, id: end[by] } : null };
}

/** What somebody has to look at, newest first, with what has to be known to explain it. */
export async function listReviews(
  reader: Reader,
  question: Pick<EarningsQuestion, 'workspace_id' | 'limit' | 'after'>,
): Promise<EarningPage<ToldEarning>> {
  const all = { affiliate_id: null, program_id: null, conversion_id: null };
  const { rows, next } = await listEarnings(reader, { ...question, ...all, status: 'awaiting_review' });
  return { rows: await tellEarnings(reader, rows), next };
}

type Ids = Pick<EarningsQuestion, 'affiliate_id' | 'program_id' | 'conversion_id'>;

async function namedIds(reader: Reader, { workspace_id, ...question }: EarningsQuestion): Promise<Ids> {
  const ours = async (kind: 'affiliate' | 'program' | 'conversion', id: string | null) =>
    id === null ? null : ourIdOf(reader, kind, workspace_id, id);
  const [affiliate_id, program_id, conversion_id] = await Promise.all([
    ours('affiliate', question.affiliate_id),
    ours('program', question.program_id),
    ours('conversion', question.conversion_id),
  ]);
  return { affiliate_id, program_id, conversion_id };
}

/** The index along which the list goes, and the column that its places end with. */
function walkOf(
  workspaceId: string,
  affiliateId: string | null,
  status: EarningStatus | null,
): { index: string; prefix: Cell[]; by: 'id' | 'conversion_id' } {
  if (affiliateId !== null && status !== null) {
    return { index: 'affiliate_status', prefix: [workspaceId, affiliateId, status], by: 'conversion_id' };
  }
  if (affiliateId !== null) return { index: 'affiliate', prefix: [workspaceId, affiliateId], by: 'conversion_id' };
  if (status !== null) return { index: 'status', prefix: [workspaceId, status], by: 'id' };
  return { index: 'time', prefix: [workspaceId], by: 'id' };
}

/** A conversion has one for each affiliate to whom it was ever owed: one page holds them all. */
async function ofConversion(
  reader: Reader,
  { workspace_id, status }: EarningsQuestion,
  ids: Ids,
): Promise<EarningPage> {
  const found = await reader.find<EarningRow>(earnings, 'conversion', [workspace_id, ids.conversion_id ?? '']);
  const rows = found.filter(
    (row) =>
      (status === null || row.status === status) &&
      (ids.affiliate_id === null || row.affiliate_id === ids.affiliate_id) &&
      (ids.program_id === null || row.program_id === ids.program_id),
  );
  return { rows: rows.sort((a, b) => b.due_minor - a.due_minor || (a.id < b.id ? -1 : 1)), next: null };
}
