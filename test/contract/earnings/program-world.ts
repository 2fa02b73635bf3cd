import type { AdjustmentRow } from '../../../packages/collector/src/domain/adjustment.ts';
import type { AffiliateRow, CouponRow } from '../../../packages/collector/src/domain/affiliate.ts';
import type { ConversionRow } from '../../../packages/collector/src/domain/conversion.ts';
import type { EarningRow, EntryRow, MaturityRow, ReferralRow } from '../../../packages/collector/src/domain/earning.ts';
import type { ExchangeRateRow } from '../../../packages/collector/src/domain/exchange-rate.ts';
import type { IncentiveRow } from '../../../packages/collector/src/domain/incentive.ts';
import type { PayoutItemRow, PayoutRow } from '../../../packages/collector/src/domain/payout.ts';
import type { ProgramRow } from '../../../packages/collector/src/domain/program.ts';
import {
  adjustments,
  affiliates,
  conversions,
  coupons,
  earnings,
  entries,
  exchangeRates,
  incentives,
  maturities,
  payoutItems,
  payouts,
  programs,
  referrals,
} from '../../../packages/collector/src/domain/schema.ts';
import type { Table } from '../../../packages/collector/src/domain/table.ts';
import type { Store } from '../../../packages/collector/src/store/store.ts';

/** Every row that is about programs and what they pay, each table in order of its key. */
export interface ProgramWorld {
  programs: ProgramRow[];
  incentives: IncentiveRow[];
  affiliates: AffiliateRow[];
  coupons: CouponRow[];
  conversions: ConversionRow[];
  adjustments: AdjustmentRow[];
  earnings: EarningRow[];
  entries: EntryRow[];
  referrals: ReferralRow[];
  maturities: MaturityRow[];
  payouts: PayoutRow[];
  payoutItems: PayoutItemRow[];
  exchangeRates: ExchangeRateRow[];
}

export async function worldIn(store: Store): Promise<ProgramWorld> {
  const all = <Row extends object>(table: Table<Row>) => store.range<Row>(table, 'key', [], { order: 'ascending' });
  return {
    programs: await all(programs),
    incentives: await all(incentives),
    affiliates: await all(affiliates),
    coupons: await all(coupons),
    conversions: await all(conversions),
    adjustments: await all(adjustments),
    earnings: await all(earnings),
    entries: await all(entries),
    referrals: await all(referrals),
    maturities: await all(maturities),
    payouts: await all(payouts),
    payoutItems: await all(payoutItems),
    exchangeRates: await all(exchangeRates),
  };
}
