import type { AffiliateRow, AffiliateStatus, CouponRow, LinkRow } from '../domain/affiliate.ts';
import type { ProgramRow } from '../domain/program.ts';
import { affiliates, coupons, links, programs } from '../domain/schema.ts';
import type { Cell, Table } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';

/** Affiliates, and what they have. What was deleted is not found. */

export interface ShownAffiliate {
  affiliate: AffiliateRow;
  /** The oldest first. */
  links: LinkRow[];
}

/** Someone who is asked for something on behalf of an affiliate: with the program whose rules it keeps to. */
export interface AffiliateInProgram extends ShownAffiliate {
  program: ProgramRow | null;
}

interface Place {
  created_at: number;
  id: string;
}

export interface AffiliatesPage<Row> {
  rows: Row[];
  next: Place | null;
}

interface ListQuestion {
  workspace_id: string;
  limit: number;
  after: Place | null;
}

interface ReadQuestion {
  workspace_id: string;
  /** Ours, or the caller's where it has one. */
  id: string;
}

interface OfAffiliate extends ListQuestion {
  /** Ours. */
  affiliate_id: string | null;
}

type Kept = Place & { deleted_at: number | null };

/** Newest first; of one status, or of one program (by our id), where it is given. */
export async function listAffiliates(
  reader: Reader,
  question: ListQuestion & { status: AffiliateStatus | null; program_id: string | null },
): Promise<AffiliatesPage<ShownAffiliate>> {
  const { workspace_id, status, program_id } = question;
  const where: Record<string, Cell> = { deleted_at: null, ...(status !== null && { status }) };
  const { rows, next } =
    program_id === null
      ? await (status === null
          ? list(reader, affiliates, 'time', [workspace_id], question, where)
          : list(reader, affiliates, 'status', [workspace_id, status], question))
      : await list(reader, affiliates, 'program', [workspace_id, program_id], question, where);
  const shown = rows.map(async (affiliate) => ({ affiliate, links: await linksOf(reader, affiliate) }));
  return { rows: await Promise.all(shown), next };
}

export async function readAffiliate(reader: Reader, question: ReadQuestion): Promise<AffiliateInProgram | null> {
  const affiliate = await read(reader, affiliates, question);
  if (!affiliate) return null;
  const [own, program] = await Promise.all([linksOf(reader, affiliate), programOf(reader, affiliate)]);
  return { affiliate, links: own, program };
}

/** Who has an address and is in a program, or applied to it; also those who were deleted. */
export async function findApplicants(
  reader: Reader,
  { workspace_id, program_id, email }: { workspace_id: string; program_id: string; email: string },
): Promise<AffiliateRow[]> {
  const namesakes = await reader.find<AffiliateRow>(affiliates, 'email', [workspace_id, email]);
  return namesakes.filter((one) => one.program_id === program_id);
}

/** The program that is named, by either id; where none is, the only one there is. */
export async function chooseProgram(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string | null },
): Promise<ProgramRow | null> {
  if (id !== null) return read(reader, programs, { workspace_id, id });
  const bounds = { where: { deleted_at: null }, order: 'ascending', limit: 2 } as const;
  const [only, another] = await reader.range<ProgramRow>(programs, 'time', [workspace_id], bounds);
  return only && !another ? only : null;
}

/** Newest first. Of one affiliate there are few, which no index has in their order. */
export async function listLinks(reader: Reader, question: OfAffiliate): Promise<AffiliatesPage<LinkRow>> {
  const { workspace_id, affiliate_id, limit, after } = question;
  if (affiliate_id === null) return list(reader, links, 'time', [workspace_id], question);
  const own = (await linksOf(reader, { workspace_id, id: affiliate_id })).reverse();
  return pageOf(
    own.filter((link) => after === null || byTime(link, after) < 0),
    limit,
  );
}

export function readLink(reader: Reader, question: ReadQuestion): Promise<LinkRow | null> {
  return read(reader, links, question);
}

/** Newest first. */
export function listCoupons(reader: Reader, question: OfAffiliate): Promise<AffiliatesPage<CouponRow>> {
  const { workspace_id, affiliate_id } = question;
  return affiliate_id === null
    ? list(reader, coupons, 'time', [workspace_id], question)
    : list(reader, coupons, 'affiliate', [workspace_id, affiliate_id], question);
}

export function readCoupon(reader: Reader, question: ReadQuestion): Promise<CouponRow | null> {
  return read(reader, coupons, question);
}

async function linksOf(reader: Reader, { workspace_id, id }: Pick<AffiliateRow, 'workspace_id' | 'id'>) {
  const own = await reader.find<LinkRow>(links, 'affiliate', [workspace_id, id]);
  return own.filter(({ deleted_at }) => deleted_at === null).sort(byTime);
}

async function programOf(reader: Reader, { workspace_id, program_id }: AffiliateRow): Promise<ProgramRow | null> {
  return program_id === null ? null : read(reader, programs, { workspace_id, id: program_id });
}

function byTime(a: Place, b: Place): number {
  return a.created_at - b.created_at || (a.id < b.id ? -1 : Number(a.id !== b.id));
}

async function list<Row extends Kept>(
  reader: Reader,
  table: Table<Row>,
  index: string,
  prefix: readonly Cell[],
  { limit, after }: ListQuestion,
  where: Readonly<Record<string, Cell>> = { deleted_at: null },
): Promise<AffiliatesPage<Row>> {
  const rows = await reader.range<Row>(table, index, prefix, {
    ...{ where, order: 'descending', limit: limit + 1 },
    after: after ? [after.created_at, after.id] : undefined,
  });
  return pageOf(rows, limit);
}

/** Rows of which there may be more than the page has. */
function pageOf<Row extends Place>(rows: readonly Row[], limit: number): AffiliatesPage<Row> {
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { rows: page, next: rows.length > limit && end ? { created_at: end.created_at, id: end.id } : null };
}

async function read<Row extends Kept>(
  reader: Reader,
  table: Table<Row>,
  { workspace_id, id }: ReadQuestion,
): Promise<Row | null> {
  const own = await reader.find<Row>(table, 'key', [workspace_id, id]);
  const found =
    own.length > 0 || !('external' in table.indexes)
      ? own
      : await reader.find<Row>(table, 'external', [workspace_id, id]);
  return found.find(({ deleted_at }) => deleted_at === null) ?? null;
}
