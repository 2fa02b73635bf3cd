import type { AffiliateRow, CouponRow } from '../../domain/affiliate.ts';
import type { EarningReason, EarningRow } from '../../domain/earning.ts';
import type { ProgramRow } from '../../domain/program.ts';
import { affiliates, coupons, earnings, programs } from '../../domain/schema.ts';
import type { Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { type Balance, readBalance } from '../earnings/balance.ts';
import { type ClickCount, codesOf, countClicks } from './clicks.ts';
import { isTheirs } from './earnings.ts';

export interface PortalSummary {
  affiliate: AffiliateRow;
  program: ProgramRow | null;
  coupons: CouponRow[];
  clicks: ClickCount;
  leads: number;
  /** That were paid for, whatever was given back since. */
  sales: number;
  /** What these came to, in the currencies that they were paid in. */
  revenue: { currency: string; amount_minor: number }[];
  balances: Balance[];
  /** When the next hold ends; `null` where there is none. */
  next_hold_end: number | null;
}

type Brought = Pick<
  EarningRow,
  'occurred_at' | 'conversion_id' | 'kind' | 'status' | 'reason' | 'sale_minor' | 'sale_currency' | 'hold_until'
>;

const COLUMNS = [
  'occurred_at',
  'conversion_id',
  'kind',
  'status',
  'reason',
  'sale_minor',
  'sale_currency',
  'hold_until',
] as const satisfies readonly (keyof Brought)[];

/** Rows that are read at a time. */
const BATCH = 5_000;
const COUPONS_SHOWN = 100;
const NOT_PAID_FOR: readonly (EarningReason | null)[] = ['sale_open', 'sale_trialing', 'sale_failed'];

/** What an affiliate has brought and earned so far. */
export async function readPortalSummary(
  reader: Reader,
  { workspace_id, affiliate_id, now }: { workspace_id: string; affiliate_id: string; now: number },
): Promise<PortalSummary | null> {
  const [affiliate] = await reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, affiliate_id]);
  if (!affiliate) return null;
  const codes = await codesOf(reader, workspace_id, affiliate_id);
  const [programsFound, couponsFound, clicks, brought, balance] = await Promise.all([
    affiliate.program_id === null ? [] : reader.find<ProgramRow>(programs, 'key', [workspace_id, affiliate.program_id]),
    reader.range<CouponRow>(coupons, 'affiliate', [workspace_id, affiliate_id], {
      ...{ where: { deleted_at: null }, order: 'descending', limit: COUPONS_SHOWN },
    }),
    countClicks(reader, workspace_id, codes, now),
    countBrought(reader, workspace_id, affiliate_id),
    readBalance(reader, { workspace_id, affiliate_id }),
  ]);
  return {
    ...{ affiliate, program: programsFound[0] ?? null, coupons: couponsFound, clicks },
    ...{ ...brought, balances: balance?.balances ?? [] },
  };
}

async function countBrought(
  reader: Reader,
  workspaceId: string,
  affiliateId: string,
): Promise<Pick<PortalSummary, 'leads' | 'sales' | 'revenue' | 'next_hold_end'>> {
  const counted = { leads: 0, sales: 0, next_hold_end: null as number | null };
  const revenue = new Map<string, number>();
  for (let after: [number, string] | undefined; ; ) {
    const some = await reader.range(
      earnings as Table<object> as Table<Brought>,
      'affiliate',
      [workspaceId, affiliateId],
      {
        ...{ order: 'descending', limit: BATCH, columns: COLUMNS, after },
      },
    );
    for (const { kind, status, reason, sale_minor, sale_currency, hold_until } of some.filter(isTheirs)) {
      if (status === 'pending' && hold_until !== null) {
        counted.next_hold_end = Math.min(hold_until, counted.next_hold_end ?? hold_until);
      }
      if (kind === 'lead') counted.leads += 1;
      else if (!NOT_PAID_FOR.includes(reason)) {
        counted.sales += 1;
        if (sale_currency !== null) revenue.set(sale_currency, (revenue.get(sale_currency) ?? 0) + (sale_minor ?? 0));
      }
    }
    const last = some.at(-1);
    if (!last || some.length < BATCH) break;
    after = [last.occurred_at, last.conversion_id];
  }
  const inOrder = [...revenue].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...counted, revenue: inOrder.map(([currency, amount_minor]) => ({ currency, amount_minor })) };
}
