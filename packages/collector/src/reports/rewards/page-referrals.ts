import type { ConversionRow, NamingRow } from '../../domain/conversion.ts';
import type { ReferralRow } from '../../domain/earning.ts';
import type { ReferralStatus } from '../../domain/referral.ts';
import { conversions, namings, referrals } from '../../domain/schema.ts';
import { type Cell, compareRows } from '../../domain/table.ts';
import type { ToldReferral } from '../../domain/told-referral.ts';
import type { Reader } from '../../store/store.ts';
import { type ReferralPlace, readReferral } from '../referrals/referrals.ts';
import { between } from './page.ts';
import { sift } from './sift.ts';
import { tellReferral } from './tell-referral.ts';

interface TiesQuestion {
  workspace_id: string;
  limit: number;
  order: 'ascending' | 'descending';
  /** The page is behind this referral in the list's order, or right before that one. */
  after: ReferralPlace | null;
  before: ReferralPlace | null;
  /** Ours. */
  affiliate_id: string | null;
  /** By whom the caller knows them. */
  user_id: string | null;
  statuses: readonly ReferralStatus[] | null;
  /** ms UTC, both included */
  from: number | null;
  to: number | null;
}

export interface TiesPage {
  rows: ToldReferral[];
  /** There are more in the direction in which the page was asked for. */
  has_more: boolean;
  /** Nothing of the list was passed over. */
  is_whole: boolean;
}

/** Referrals whose status is looked at, for it follows from all that came of each. */
const LOOKED_AT = 2_000;
const BATCH = 100;
/** Conversions by which somebody's referrals are found. */
const NAMED = 1_000;

/** A page of referrals by when they began. */
export async function pageTies(reader: Reader, question: TiesQuestion): Promise<TiesPage> {
  const { limit, before } = question;
  const order = before === null ? question.order : opposite(question.order);
  const walk = { ...question, order, start: before ?? question.after };
  const own = question.user_id === null ? null : await namedBy(reader, question, question.user_id);
  const { rows, has_more, is_whole } = await sift<Looked>({
    // Each is told with all that came of it, so no more are read than the page may need.
    ...{ limit, offset: 0, most: LOOKED_AT, batch: question.statuses === null ? limit + 1 : BATCH, counts: false },
    read: (behind, size) => (own ? ofThese(own, walk, behind, size) : listed(reader, walk, behind, size)),
    keep: (some) => inStatus(reader, some, question.statuses),
  });
  const told = rows.map(({ told }) => told).filter((one) => one !== undefined);
  return { rows: before === null ? told : told.reverse(), has_more, is_whole: is_whole || has_more };
}

interface Looked {
  row: ReferralRow;
  told?: ToldReferral;
}

interface Walk extends TiesQuestion {
  start: ReferralPlace | null;
}

async function inStatus(
  reader: Reader,
  some: readonly Looked[],
  statuses: readonly ReferralStatus[] | null,
): Promise<Looked[]> {
  const looked = await Promise.all(
    some.map(async ({ row }): Promise<Looked[]> => {
      const { workspace_id, id } = row;
      const shown = await readReferral(reader, { workspace_id, id });
      if (!shown || !(statuses?.includes(shown.status) ?? true)) return [];
      return [{ row, told: await tellReferral(reader, shown) }];
    }),
  );
  return looked.flat();
}

async function listed(reader: Reader, walk: Walk, behind: Looked | undefined, size: number): Promise<Looked[]> {
  const { workspace_id, affiliate_id, order, start } = walk;
  const [index, prefix]: [string, Cell[]] =
    affiliate_id === null ? ['time', [workspace_id]] : ['affiliate', [workspace_id, affiliate_id]];
  const place = behind?.row ?? start;
  const rows = await reader.range<ReferralRow>(referrals, index, prefix, {
    ...{ ...between(walk), order, limit: size },
    after: place ? [place.since, place.id] : undefined,
  });
  return rows.map((row) => ({ row }));
}

function ofThese(
  rows: readonly ReferralRow[],
  { order, start, from, to, affiliate_id }: Walk,
  behind: Looked | undefined,
  size: number,
): Promise<Looked[]> {
  const sign = order === 'ascending' ? 1 : -1;
  const place = behind?.row ?? start;
  const compare = (a: ReferralPlace, b: ReferralPlace) => sign * compareRows(a, b, ['since', 'id']);
  const some = rows
    .filter(({ since }) => (from === null || since >= from) && (to === null || since <= to))
    .filter((row) => affiliate_id === null || row.affiliate_id === affiliate_id)
    .filter((row) => place === null || compare(row, place) > 0)
    .sort(compare);
  return Promise.resolve(some.slice(0, size).map((row) => ({ row })));
}

async function namedBy(reader: Reader, { workspace_id }: TiesQuestion, userId: string): Promise<ReferralRow[]> {
  const named = await reader.range<NamingRow>(namings, 'key', [workspace_id, 'user', userId], {
    ...{ order: 'descending', limit: NAMED },
  });
  const sales = await Promise.all(
    named.map(({ conversion_id }) => reader.find<ConversionRow>(conversions, 'key', [workspace_id, conversion_id])),
  );
  const ids = new Set(sales.flat().map(({ credit }) => credit.owed_to?.referral_id));
  const rows = await Promise.all(
    [...ids].map((id) => (id === undefined ? [] : reader.find<ReferralRow>(referrals, 'key', [workspace_id, id]))),
  );
  return rows.flat();
}

function opposite(order: TiesQuestion['order']): TiesQuestion['order'] {
  return order === 'ascending' ? 'descending' : 'ascending';
}
