import type { EarningRow, EntryRow } from '../domain/earning.ts';
import { decimalOf } from '../domain/money.ts';
import { isoOf } from '../domain/time.ts';
import type { EarningAccount, ToldEarning } from '../domain/told-earning.ts';
import { INCENTIVE_WORDS } from './earning-verdicts.ts';
import { earningInWords, findingInWords } from './earning-words.ts';

/** An earning as the API renders it. */
export function viewEarning(earning: EarningRow) {
  const { currency } = earning;
  return {
    id: earning.id,
    conversion_id: earning.conversion_id,
    affiliate_id: earning.affiliate_id,
    program_id: earning.program_id,
    referral_id: earning.referral_id,
    kind: earning.kind,
    status: earning.status,
    reason: earning.reason,
    occurred_at: isoOf(earning.occurred_at),
    hold_until: earning.hold_until === null ? null : isoOf(earning.hold_until),
    incentive_id: earning.incentive_id,
    incentive_version: earning.incentive_version,
    currency,
    sale:
      earning.sale_minor === null
        ? null
        : { ...money(earning.sale_minor, earning.sale_currency), currency: earning.sale_currency },
    rate: earning.rate,
    rate_date: earning.rate_date,
    commission: money(earning.commission_minor, currency),
    reversed: money(earning.reversed_minor, currency),
    due: money(earning.due_minor, currency),
    allocated: money(earning.allocated_minor, currency),
    paid: money(earning.paid_minor, currency),
  };
}

/** The same with how it came about, in facts and in words. */
export function viewToldEarning(told: ToldEarning) {
  const { earning, affiliate_name, program_name, incentive, review } = told;
  return {
    ...viewEarning(earning),
    affiliate_name,
    program_name,
    incentive_name: incentive?.name ?? null,
    metadata: told.metadata,
    calculation: viewCalculation(told),
    review: review && { ...review, recorded_at: isoOf(review.recorded_at) },
    payouts: told.payments.map(({ payout_id, status, amount_minor, paid_at, reference }) => ({
      payout_id,
      status,
      amount: money(amount_minor, earning.currency),
      paid_at: paid_at === null ? null : isoOf(paid_at),
      reference,
    })),
    explanation: earningInWords(told).join(' '),
  };
}

/** The same with its lines in the ledger. */
export function viewEarningAccount(account: EarningAccount) {
  return { ...viewToldEarning(account), entries: account.entries.map(viewEntry) };
}

function viewCalculation({ earning: { calculation, currency }, incentive_names: names }: ToldEarning) {
  if (!calculation) return null;
  const { terms_at, rate_ppm } = calculation;
  return {
    incentives: calculation.incentives.map(({ incentive_id, verdict }) => ({
      incentive_id,
      name: names[incentive_id] ?? null,
      verdict,
      explanation: INCENTIVE_WORDS[verdict],
    })),
    terms_at: terms_at === null ? null : isoOf(terms_at),
    base: moneyOrNull(calculation.base_minor, currency),
    percentage: rate_ppm === null ? null : rate_ppm / 10_000,
    fixed: moneyOrNull(calculation.amount_minor, currency),
    tier_from: calculation.tier_from,
    uncapped: money(calculation.uncapped_minor, currency),
    capped_by: calculation.capped_by,
    payment: calculation.payment,
    is_stated: calculation.is_stated === true,
    fraud: calculation.fraud.map((finding) => ({ ...finding, explanation: findingInWords(finding) })),
  };
}

function viewEntry({ command_id, cause, kind, currency, amount_minor, recorded_at }: EntryRow) {
  return {
    id: command_id,
    cause,
    kind,
    currency,
    amount: money(amount_minor, currency),
    recorded_at: isoOf(recorded_at),
  };
}

/** In major units and in minor ones. */
export function money(amountMinor: number, currency: string | null) {
  return { amount: Number(decimalOf(amountMinor, currency ?? '')), amount_minor: amountMinor };
}

function moneyOrNull(amountMinor: number | null, currency: string | null) {
  return amountMinor === null ? null : money(amountMinor, currency);
}
