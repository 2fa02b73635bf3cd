import type { ConversionRow } from '../../domain/conversion.ts';
import { EARNING_OVERRIDES, type EarningOverride, type EarningRow, type EarningStatus } from '../../domain/earning.ts';
import { decimalOf } from '../../domain/money.ts';
import type { Reward } from '../../domain/reward.ts';
import { currentSalesStatus } from '../../domain/sales-status.ts';
import { DAY, isoOf } from '../../domain/time.ts';
import type { RewardTrait } from '../reward-ask.ts';
import { writeId } from './ids.ts';
import { referralIdOf, shownId } from './referral-view.ts';

export { currentSalesStatus as salesStatusOf } from '../../domain/sales-status.ts';

/** https://docs.affonso.io/api/endpoint/commissions/list */
export const COMMISSION_STATUSES = [
  'pending',
  'pending_manual_approval',
  'ready_for_payment',
  'processing_payout',
  'paid',
  'declined',
  'refunded',
  'dispute',
] as const;
export type CommissionStatus = (typeof COMMISSION_STATUSES)[number];

/** A commission as it is shown: a conversion, as far as it was not given back, with what it earns. */
export function viewCommission(reward: Reward) {
  const { conversion, earning, affiliate, program, referral, updated_at } = reward;
  const { amount_minor, refunded_minor, raw, order_id } = conversion;
  const sold = conversion.currency ?? program?.currency ?? null;
  const paidIn = earning?.currency ?? program?.currency ?? sold;
  const isEarned = earning !== null && earning.status !== 'none';
  return {
    id: conversionIdOf(conversion),
    referral_id: referral && referralIdOf(referral),
    affiliate_id: affiliate && shownId('aff', affiliate),
    program_id: program && shownId('prog', program),
    sale_amount: amountOf((amount_minor ?? 0) - refunded_minor, sold),
    sale_amount_currency: sold,
    commission_amount: amountOf(isEarned ? earning.commission_minor - earning.reversed_minor : 0, paidIn),
    commission_currency: paidIn,
    status: commissionStatusOf(conversion, earning),
    sales_status: currentSalesStatus(conversion),
    hold_period_days: holdDaysOf(conversion, earning),
    payment_intent_id: textIn(raw, 'payment_intent_id') ?? beginningWith('pi_', order_id),
    invoice_id: beginningWith('in_', order_id),
    created_at: isoOf(conversion.occurred_at),
    updated_at: isoOf(updated_at),
    earning_id: isEarned ? writeId('earn', earning.id) : null,
    earning_type: isEarned ? 'direct_commission' : null,
  };
}

/** Conversions and commissions have one space of ids. */
export function conversionIdOf(conversion: Pick<ConversionRow, 'id' | 'external_id'>): string {
  return shownId('com', conversion);
}

const SHOWN_AS: Readonly<Record<EarningStatus, CommissionStatus>> = {
  none: 'pending',
  pending: 'pending',
  awaiting_rate: 'pending',
  awaiting_review: 'pending_manual_approval',
  declined: 'declined',
  ready: 'ready_for_payment',
  processing: 'processing_payout',
  paid: 'paid',
  reversed: 'refunded',
};

const STATUS_OF: Readonly<Record<EarningOverride, CommissionStatus>> = {
  pending: 'pending',
  awaiting_review: 'pending_manual_approval',
  ready: 'ready_for_payment',
  paid: 'paid',
  declined: 'declined',
  refunded: 'refunded',
  dispute: 'dispute',
};

/** What earns nothing may yet earn something, unless it was given back whole or its caller says otherwise. */
export function commissionStatusOf(
  conversion: Pick<ConversionRow, 'earning_status' | 'sales_status' | 'amount_minor' | 'refunded_minor'>,
  earning: Pick<EarningRow, 'status'> | null,
): CommissionStatus {
  const { earning_status } = conversion;
  const status = earning?.status ?? 'none';
  if (status === 'none' && earning_status !== null) return STATUS_OF[earning_status];
  if (status === 'none' && currentSalesStatus(conversion) === 'refunded') return 'refunded';
  if (status === 'reversed' && earning_status === 'dispute') return 'dispute';
  return SHOWN_AS[status];
}

/** The same the other way round: what is shown in a status. */
export function traitsOf(status: CommissionStatus): RewardTrait[] {
  const override = overrideOf(status);
  const plain = Object.entries(SHOWN_AS).flatMap(([own, shown]): RewardTrait[] =>
    shown === status && own !== 'none' && own !== 'reversed' ? [{ status: own as EarningStatus }] : [],
  );
  return [
    ...plain,
    ...(override ? [{ status: 'none', overrides: [override] } as const] : []),
    ...(status === 'pending' ? [{ status: 'none', overrides: [null], is_refunded: false } as const] : []),
    ...(status === 'refunded' ? [{ status: 'none', overrides: [null], is_refunded: true } as const] : []),
    ...(status === 'refunded' ? [{ status: 'reversed', overrides: NOT_DISPUTED } as const] : []),
    ...(status === 'dispute' ? [{ status: 'reversed', overrides: ['dispute'] } as const] : []),
  ];
}

const NOT_DISPUTED = [null, ...EARNING_OVERRIDES.filter((override) => override !== 'dispute')];

/** What is said of an earning in the vendor's word; `undefined` of what only a payout makes it. */
export function overrideOf(status: CommissionStatus): EarningOverride | undefined {
  const [override] = Object.entries(STATUS_OF).find(([, shown]) => shown === status) ?? [];
  return override as EarningOverride | undefined;
}

/** Days for which it is held, as `heldUntil` of `rules/earning-of.ts` reckons. */
function holdDaysOf({ occurred_at, recorded_at }: ConversionRow, earning: EarningRow | null): number | null {
  if (earning === null || earning.hold_until === null) return null;
  return Math.round((earning.hold_until - Math.max(occurred_at, recorded_at - DAY)) / DAY) || null;
}

/** Major units, as a JSON number. */
export function amountOf(minor: number, currency: string | null): number {
  return currency === null ? 0 : Number(decimalOf(minor, currency));
}

function textIn(raw: Record<string, unknown> | null, key: string): string | null {
  const value = raw?.[key];
  return typeof value === 'string' ? value : null;
}

function beginningWith(start: string, id: string | null): string | null {
  return id?.startsWith(start) ? id : null;
}
