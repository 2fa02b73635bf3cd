import type { AffiliateRow, CouponRow } from '../../domain/affiliate.ts';
import { affiliates, coupons } from '../../domain/schema.ts';
import { compareRows } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { between, COUNTED, type CountedPage, LOOKED_AT, type PageQuestion, pageOf } from './page.ts';
import { sift } from './sift.ts';

interface CouponsQuestion extends PageQuestion {
  by: 'created_at' | 'code';
  /** Ours. */
  affiliate_id: string | null;
  program_id: string | null;
  /** Part of a code, in capitals. */
  search: string | null;
}

/** A page of coupons, and how many there are. What was deleted is not found. */
export async function pageCoupons(reader: Reader, question: CouponsQuestion): Promise<CountedPage<CouponRow>> {
  const { workspace_id, affiliate_id, by, order, limit, offset } = question;
  const index = affiliate_id === null ? 'time' : 'affiliate';
  const prefix = affiliate_id === null ? [workspace_id] : [workspace_id, affiliate_id];
  const within = { ...between(question), where: { deleted_at: null } };
  if (question.search === null && question.program_id === null) {
    const [rows, total] = await Promise.all([
      reader.range<CouponRow>(coupons, index, prefix, {
        ...{ ...within, order, limit: limit + 1, offset },
        ...(by === 'code' && { by: ['code', 'id'] }),
      }),
      reader.tally(coupons, index, prefix, within, COUNTED),
    ]);
    return pageOf(rows, total, question);
  }
  const { rows, is_whole } = await sift<CouponRow>({
    ...{ limit: LOOKED_AT, offset: 0, most: LOOKED_AT, counts: true },
    keep: (some) => narrowed(reader, some, question),
    read: (behind, size) =>
      reader.range<CouponRow>(coupons, index, prefix, {
        ...{ ...within, order, limit: size },
        after: behind && [behind.created_at, behind.id],
      }),
  });
  const sign = order === 'ascending' ? 1 : -1;
  if (by === 'code') rows.sort((a, b) => sign * compareRows(a, b, ['code', 'id']));
  return { ...pageOf(rows.slice(offset, offset + limit + 1), rows.length, question), is_whole };
}

async function narrowed(
  reader: Reader,
  some: readonly CouponRow[],
  { workspace_id, program_id, search }: CouponsQuestion,
): Promise<CouponRow[]> {
  const coded = some.filter(({ code }) => search === null || code.includes(search));
  if (program_id === null) return coded;
  const ids = [...new Set(coded.map(({ affiliate_id }) => affiliate_id))];
  const owners = await Promise.all(ids.map((id) => reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, id])));
  const members = new Set(owners.flat().flatMap((one) => (one.program_id === program_id ? [one.id] : [])));
  return coded.filter(({ affiliate_id }) => members.has(affiliate_id));
}
