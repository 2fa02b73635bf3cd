import type { ConversionRow, SalesStatus } from '../../domain/conversion.ts';
import type { EarningOverride, EarningRow, EarningStatus } from '../../domain/earning.ts';
import type { Reward } from '../../domain/reward.ts';
import { currentSalesStatus } from '../../domain/sales-status.ts';
import { conversions, earnings } from '../../domain/schema.ts';
import type { Cell } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { between, COUNTED, type CountedPage, LOOKED_AT, type PageQuestion } from './page.ts';
import { readReward } from './read-reward.ts';
import { sift } from './sift.ts';

interface RewardsQuestion extends PageQuestion {
  /** Ours. */
  affiliate_id: string | null;
  referral_id: string | null;
  /** Any of them. */
  traits: readonly Trait[] | null;
  sales_status: SalesStatus | null;
}

/** What of an earning, and of its conversion, is asked for. */
interface Trait {
  status: EarningStatus;
  overrides?: readonly (EarningOverride | null)[] | undefined;
  is_refunded?: boolean | undefined;
}

type Entry = Pick<
  EarningRow,
  'id' | 'conversion_id' | 'affiliate_id' | 'occurred_at' | 'status' | 'kind' | 'referral_id'
>;

const COLUMNS = ['id', 'conversion_id', 'affiliate_id', 'occurred_at', 'status', 'kind', 'referral_id'];

/**
 * A page of conversions that are owed to somebody, by when they occurred, and how many there are. Who only signed up, and
 * earned nobody anything, is none.
 */
export async function pageRewards(reader: Reader, question: RewardsQuestion): Promise<CountedPage<Reward>> {
  const { workspace_id, order, limit, offset, traits, sales_status } = question;
  const way = wayTo(question);
  const needsSale = sales_status !== null || (traits?.some((trait) => Object.keys(trait).length > 1) ?? false);
  const isCounted = !needsSale && traits === null && (question.referral_id === null || question.affiliate_id === null);
  const [found, total] = await Promise.all([
    sift<Entry>({
      ...{ limit, offset, most: isCounted ? COUNTED : LOOKED_AT, counts: !isCounted },
      read: (behind, size) =>
        reader.range<Entry>(earnings, way.index, way.prefix, {
          ...{ ...between(question), columns: COLUMNS, order, limit: size },
          after: behind && [behind.occurred_at, behind[way.by]],
        }),
      keep: async (some) => {
        const owed = some.filter((entry) => isReward(entry) && isAsked(entry, question));
        return needsSale ? narrowed(reader, owed, question) : owed;
      },
    }),
    isCounted ? countOf(reader, question, way) : 0,
  ]);
  const rewards = await Promise.all(
    found.rows.map(({ conversion_id }) => readReward(reader, { workspace_id, conversion_id })),
  );
  return {
    rows: rewards.filter((reward) => reward !== null),
    total: Math.max(total, found.passed),
    has_more: found.has_more,
    is_whole: found.is_whole || found.has_more,
  };
}

function isReward({ referral_id, kind, status }: Entry): boolean {
  return referral_id !== null && (kind === 'sale' || status !== 'none');
}

function isAsked({ affiliate_id, status }: Entry, question: RewardsQuestion): boolean {
  const isTheirs = question.affiliate_id === null || affiliate_id === question.affiliate_id;
  return isTheirs && (question.traits?.some((trait) => trait.status === status) ?? true);
}

/** All that is owed, without those who only signed up. */
async function countOf(reader: Reader, question: RewardsQuestion, { index, prefix }: Way): Promise<number> {
  const within = { ...between(question), present: ['referral_id'] };
  const count = (where: Record<string, Cell>) => reader.tally(earnings, index, prefix, { ...within, where }, COUNTED);
  const [all, leads] = await Promise.all([count({}), count({ kind: 'lead', status: 'none' })]);
  return all === COUNTED ? COUNTED : all - leads;
}

async function narrowed(
  reader: Reader,
  entries: readonly Entry[],
  { workspace_id, traits, sales_status }: RewardsQuestion,
): Promise<Entry[]> {
  const sales = await Promise.all(
    entries.map(({ conversion_id }) => reader.find<ConversionRow>(conversions, 'key', [workspace_id, conversion_id])),
  );
  return entries.filter((entry, at) => {
    const [sale] = sales[at] ?? [];
    if (!sale || (sales_status !== null && currentSalesStatus(sale) !== sales_status)) return false;
    return traits?.some((trait) => has(trait, entry, sale)) ?? true;
  });
}

function has({ status, overrides, is_refunded }: Trait, entry: Entry, sale: ConversionRow): boolean {
  return (
    entry.status === status &&
    (overrides?.includes(sale.earning_status) ?? true) &&
    (is_refunded === undefined || (currentSalesStatus(sale) === 'refunded') === is_refunded)
  );
}

interface Way {
  index: string;
  prefix: Cell[];
  /** The column with which its places end. */
  by: 'id' | 'conversion_id';
}

function wayTo({ workspace_id, referral_id, affiliate_id, traits }: RewardsQuestion): Way {
  if (referral_id !== null) return { index: 'referral', prefix: [workspace_id, referral_id], by: 'conversion_id' };
  const [trait, another] = traits ?? [];
  const status = trait && !another ? trait.status : undefined;
  if (affiliate_id === null) {
    if (status !== undefined) return { index: 'status', prefix: [workspace_id, status], by: 'id' };
    return { index: 'time', prefix: [workspace_id], by: 'id' };
  }
  if (status === undefined) return { index: 'affiliate', prefix: [workspace_id, affiliate_id], by: 'conversion_id' };
  return { index: 'affiliate_status', prefix: [workspace_id, affiliate_id, status], by: 'conversion_id' };
}
