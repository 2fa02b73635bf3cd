import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { EarningRow } from '../../domain/earning.ts';
import { affiliates, earnings } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { ourIdOf } from './our-ids.ts';

/** What an affiliate is owed in a currency, in minor units. All but `due_minor` and `payable_minor` add up to what is due. */
export interface Balance {
  currency: string;
  /** In all, what was paid included. */
  due_minor: number;
  /** On hold. */
  pending_minor: number;
  awaiting_review_minor: number;
  /** In no payout, and may be in one. */
  ready_minor: number;
  /** In payouts that are not paid yet. */
  processing_minor: number;
  paid_minor: number;
  /** 0 or less: more was paid than is owed now. It is taken off the next payout. */
  carried_minor: number;
  /** What a payout would come to. */
  payable_minor: number;
}

export interface AffiliateBalance {
  affiliate: AffiliateRow;
  balances: Balance[];
}

type Counted = Pick<
  EarningRow,
  'occurred_at' | 'conversion_id' | 'currency' | 'due_minor' | 'allocated_minor' | 'paid_minor' | 'status'
>;

/** Earnings that are read at a time. */
const BATCH = 5_000;

/** What an affiliate is owed, by currency; by our id or the caller's. */
export async function readBalance(
  reader: Reader,
  { workspace_id, affiliate_id }: { workspace_id: string; affiliate_id: string },
): Promise<AffiliateBalance | null> {
  const id = await ourIdOf(reader, 'affiliate', workspace_id, affiliate_id);
  const [affiliate] = await reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, id]);
  if (!affiliate) return null;
  const balances = new Map<string, Balance>();
  for (let after: [number, string] | undefined; ; ) {
    const some = await reader.range<Counted>(earnings as never, 'affiliate', [workspace_id, id], {
      ...{ order: 'ascending', limit: BATCH, after },
      columns: ['occurred_at', 'conversion_id', 'currency', 'due_minor', 'allocated_minor', 'paid_minor', 'status'],
    });
    for (const earning of some) add(balances, earning);
    const last = some.at(-1);
    if (!last || some.length < BATCH) break;
    after = [last.occurred_at, last.conversion_id];
  }
  return { affiliate, balances: [...balances.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}

function add(balances: Map<string, Balance>, earning: Counted): void {
  const { currency, due_minor, allocated_minor, paid_minor, status } = earning;
  if (currency === null) return;
  const balance = balances.get(currency) ?? nothing(currency);
  balances.set(currency, balance);
  const open = due_minor - allocated_minor;
  balance.due_minor += due_minor;
  balance.processing_minor += allocated_minor - paid_minor;
  balance.paid_minor += paid_minor;
  if (open < 0) balance.carried_minor += open;
  else if (status === 'awaiting_review') balance.awaiting_review_minor += open;
  else if (status === 'ready') balance.ready_minor += open;
  else balance.pending_minor += open;
  balance.payable_minor = balance.ready_minor + balance.carried_minor;
}

function nothing(currency: string): Balance {
  return {
    currency,
    due_minor: 0,
    pending_minor: 0,
    awaiting_review_minor: 0,
    ready_minor: 0,
    processing_minor: 0,
    paid_minor: 0,
    carried_minor: 0,
    payable_minor: 0,
  };
}
