import type { AffiliateRow, AffiliateStatus, CouponRow, LinkRow } from '../../domain/affiliate.ts';
import type { IncentiveRow } from '../../domain/incentive.ts';
import type { ProgramRow } from '../../domain/program.ts';
import { affiliates, coupons, incentives, links, programs } from '../../domain/schema.ts';
import { compareRows } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { between, COUNTED, type CountedPage, LOOKED_AT, type PageQuestion, pageOf } from './page.ts';
import { sift } from './sift.ts';

/** An affiliate with all that is shown of them at once. */
export interface ToldPartner {
  affiliate: AffiliateRow;
  /** The oldest first. */
  links: LinkRow[];
  program: ProgramRow | null;
  coupons: CouponRow[];
  /** What they alone are paid by. */
  incentives: IncentiveRow[];
}

interface PartnersQuestion extends PageQuestion {
  by: 'created_at' | 'updated_at' | 'name' | 'status';
  status: AffiliateStatus | null;
  /** Ours. */
  program_id: string | null;
  group: string | null;
  /** Part of a name, an address or a link's code, in lower case. */
  search: string | null;
}

/** A page of affiliates, and how many there are. What was deleted is not found. */
export async function pagePartners(reader: Reader, question: PartnersQuestion): Promise<CountedPage<ToldPartner>> {
  const found =
    question.search === null ? await listed(reader, question) : await searched(reader, question, question.search);
  return { ...found, rows: await Promise.all(found.rows.map((one) => tellPartner(reader, one))) };
}

/** With our ids, in their order; those who were deleted, too. */
export async function findPartners(
  reader: Reader,
  { workspace_id, ids }: { workspace_id: string; ids: readonly string[] },
): Promise<ToldPartner[]> {
  const found = await Promise.all(ids.map((id) => reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, id])));
  return Promise.all(found.flat().map((one) => tellPartner(reader, one)));
}

async function listed(reader: Reader, question: PartnersQuestion): Promise<CountedPage<AffiliateRow>> {
  const { by, order, limit, offset } = question;
  const { index, prefix, within } = wayTo(question);
  const [rows, total] = await Promise.all([
    reader.range<AffiliateRow>(affiliates, index, prefix, {
      ...{ ...within, order, limit: limit + 1, offset },
      ...(by !== 'created_at' && { by: [by, 'id'] }),
    }),
    reader.tally(affiliates, index, prefix, within, COUNTED),
  ]);
  return pageOf(rows, total, question);
}

/** No index finds a part of a word: all are looked at, up to a number. */
async function searched(
  reader: Reader,
  question: PartnersQuestion,
  search: string,
): Promise<CountedPage<AffiliateRow>> {
  const { by, order, limit, offset } = question;
  const { index, prefix, within } = wayTo(question);
  const coded = await withCode(reader, question.workspace_id, search);
  const matches = ({ id, name, email }: AffiliateRow) =>
    coded.has(id) || name.toLowerCase().includes(search) || email?.includes(search) === true;
  const { rows, is_whole } = await sift<AffiliateRow>({
    ...{ limit: LOOKED_AT, offset: 0, most: LOOKED_AT, counts: true },
    keep: (some) => some.filter(matches),
    read: (behind, size) =>
      reader.range<AffiliateRow>(affiliates, index, prefix, {
        ...{ ...within, order, limit: size },
        after: behind && [behind.created_at, behind.id],
      }),
  });
  const sign = order === 'ascending' ? 1 : -1;
  if (by !== 'created_at') rows.sort((a, b) => sign * compareRows(a, b, [by, 'id']));
  const page = rows.slice(offset, offset + limit + 1);
  return { ...pageOf(page, rows.length, question), is_whole };
}

function wayTo(question: PartnersQuestion) {
  const { workspace_id, status, program_id, group } = question;
  const where = {
    deleted_at: null,
    ...(status !== null && { status }),
    ...(group !== null && { group_name: group }),
  };
  const within = { ...between(question), where };
  if (program_id !== null) return { index: 'program', prefix: [workspace_id, program_id], within };
  if (status !== null) return { index: 'status', prefix: [workspace_id, status], within };
  return { index: 'time', prefix: [workspace_id], within };
}

/** Whose links have such a code, among the newest. */
async function withCode(reader: Reader, workspaceId: string, search: string): Promise<Set<string>> {
  const some = await reader.range<Pick<LinkRow, 'affiliate_id' | 'code'>>(links, 'time', [workspaceId], {
    ...{ where: { deleted_at: null }, columns: ['affiliate_id', 'code'], order: 'descending', limit: LOOKED_AT },
  });
  return new Set(some.flatMap(({ affiliate_id, code }) => (code.includes(search) ? [affiliate_id] : [])));
}

async function tellPartner(reader: Reader, affiliate: AffiliateRow): Promise<ToldPartner> {
  const { workspace_id, id, program_id } = affiliate;
  const [own, [program], codes, offers] = await Promise.all([
    reader.find<LinkRow>(links, 'affiliate', [workspace_id, id]),
    program_id === null ? [] : reader.find<ProgramRow>(programs, 'key', [workspace_id, program_id]),
    reader.find<CouponRow>(coupons, 'affiliate', [workspace_id, id]),
    program_id === null ? [] : reader.find<IncentiveRow>(incentives, 'program', [workspace_id, program_id]),
  ]);
  const kept = <Row extends { created_at: number; id: string; deleted_at: number | null }>(rows: Row[]) =>
    rows.filter(({ deleted_at }) => deleted_at === null).sort((a, b) => compareRows(a, b, ['created_at', 'id']));
  return {
    affiliate,
    links: kept(own),
    program: program ?? null,
    coupons: kept(codes),
    incentives: kept(offers).filter(({ terms }) => terms.affiliate_id === id),
  };
}
