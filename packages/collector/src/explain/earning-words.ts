import type { Calculation, FraudFinding } from '../domain/earning.ts';
import type { IncentiveTerms } from '../domain/incentive.ts';
import { holdsItems } from '../domain/payout.ts';
import type { EarningPayment, ToldEarning } from '../domain/told-earning.ts';
import {
  EARNING_REASON_WORDS,
  EARNING_STATUS_WORDS,
  FRAUD_MODE_WORDS,
  FRAUD_WORDS,
  OVERRIDE_WORDS,
  PAYOUT_WORDS,
} from './earning-verdicts.ts';
import { amountInWords, timeInWords } from './phrases.ts';

/** How an earning came to its amount, and what became of it: a sentence each, in the order of the steps. */
export function earningInWords(told: ToldEarning): string[] {
  const { earning, override } = told;
  return [
    answer(told),
    ...(earning.calculation?.is_stated ? statement(told) : []),
    ...(earning.calculation ? steps(told, earning.calculation) : []),
    ...refunds(told),
    ...(earning.calculation?.fraud ?? []).map(findingInWords),
    ...(override === null ? [] : [OVERRIDE_WORDS[override]]),
    ...review(told),
    ...hold(told),
    ...told.payments.map((payment) => paymentInWords(payment, earning.currency)),
    ...rest(told),
  ];
}

/** How much is owed to whom, and whether it may be paid. */
function answer({ earning, affiliate_name }: ToldEarning): string {
  const { status, reason, due_minor, currency, affiliate_id } = earning;
  const name = affiliate_name ?? affiliate_id;
  const why = reason === null ? '' : ` ${EARNING_REASON_WORDS[reason]}`;
  if (status === 'none') return `${name} earns nothing for it.${why}`;
  const what =
    due_minor === 0
      ? `Nothing is owed to ${name} for it.`
      : `${amountInWords(due_minor, currency)} are owed to ${name}.`;
  return `${what} ${EARNING_STATUS_WORDS[status]}${why}`;
}

/** The commission that the caller states, in place of what an incentive comes to. */
function statement({ earning, stated }: ToldEarning): string[] {
  const { currency, commission_minor, rate, rate_date } = earning;
  if (!stated) return [];
  const amount = amountInWords(stated.minor, stated.currency);
  const said = `The commission is what the report states, ${amount}; no incentive was looked at.`;
  if (rate === null) return [said];
  const own = amountInWords(commission_minor, currency);
  return [said, `${amount} are ${own}, at ${rate} ${currency} for one ${stated.currency}, the rate of ${rate_date}.`];
}

/** From the incentive to the commission. */
function steps(told: ToldEarning, done: Calculation): string[] {
  const { earning, incentive, program_name, count, commissionable_minor } = told;
  const { currency, incentive_version, kind, occurred_at } = earning;
  const money = (minor: number | null) => amountInWords(minor, currency);
  if (!incentive) return [];
  const { name, terms } = incentive;
  const looked = done.incentives.length;
  const of = program_name === null ? '' : ` of the program ${program_name}`;
  const which = looked > 1 ? `: of the ${looked} that were looked at, the most specific that fits` : '';
  const isLocked = done.terms_at !== null && done.terms_at !== occurred_at;
  const per = kind === 'lead' ? 'lead' : 'sale';
  const isCapped = done.capped_by !== null;
  return [
    `The incentive ${name}${of} holds, in its version ${incentive_version ?? 1}${which}.`,
    ...(isLocked
      ? [`The terms are those of ${timeInWords(done.terms_at ?? 0)}, for the rates of this referral are locked.`]
      : []),
    ...part(earning, commissionable_minor),
    ...exchange(earning, commissionable_minor),
    ...(done.payment === null ? [] : [`It is payment ${done.payment} of the referral; ${durationInWords(terms)}.`]),
    ...(done.tier_from === null ? [] : [tierInWords(terms, done.tier_from, currency)]),
    ...(done.rate_ppm !== null && done.base_minor !== null
      ? [`${percentInWords(done.rate_ppm)} of ${money(done.base_minor)} are ${money(done.uncapped_minor)}.`]
      : []),
    ...(done.rate_ppm === null && done.amount_minor !== null
      ? [
          count === 1
            ? `It pays ${money(done.amount_minor)} for a ${per}.`
            : `It pays ${money(done.amount_minor)} for each of ${count}, which are ${money(done.uncapped_minor)}.`,
        ]
      : []),
    ...(isCapped
      ? [`${capInWords(terms, done.capped_by, money)} ${money(earning.commission_minor)} of it are left.`]
      : []),
  ];
}

/** Where tax, say, is left out. */
function part({ sale_minor, sale_currency }: ToldEarning['earning'], partMinor: number | null): string[] {
  if (partMinor === null || partMinor === sale_minor) return [];
  const [share, sale] = [partMinor, sale_minor].map((minor) => amountInWords(minor, sale_currency));
  return [`A commission is paid on ${share} of it; the sale was of ${sale}.`];
}

function exchange(earning: ToldEarning['earning'], partMinor: number | null): string[] {
  const { sale_minor, sale_currency, currency, rate, rate_date, calculation } = earning;
  if (rate === null || sale_currency === null || sale_currency === currency) return [];
  const sale = amountInWords(partMinor ?? sale_minor, sale_currency);
  const base = amountInWords(calculation?.base_minor ?? null, currency);
  return [`${sale} are ${base}, at ${rate} ${currency} for one ${sale_currency}, the rate of ${rate_date}.`];
}

export function percentInWords(ppm: number): string {
  return `${ppm / 10_000} %`;
}

/** How long a referral earns. */
export function durationInWords({ duration: { unit, length } }: Pick<IncentiveTerms, 'duration'>): string {
  switch (unit) {
    case 'first_sale':
      return 'the first one is rewarded';
    case 'payments':
      return `the first ${length} are rewarded`;
    case 'months':
      return `those of the first ${length} months are rewarded`;
    case 'lifetime':
      return 'all of them are rewarded';
  }
}

function tierInWords({ tier_by, tier_period }: IncentiveTerms, from: number, currency: string | null): string {
  const volume = tier_by === 'sales' ? `${from} sales` : `${amountInWords(from, currency)} of sales`;
  const period = tier_period === 'month' ? 'in the month of the sale' : 'in all';
  return `Before this sale the affiliate had at least ${volume} under it ${period}, so the tier from there on holds.`;
}

function capInWords(
  { cap_sale_minor, cap_month_minor, cap_total_minor }: IncentiveTerms,
  by: Calculation['capped_by'],
  money: (minor: number | null) => string,
): string {
  if (by === 'sale') return `At most ${money(cap_sale_minor)} are paid for one sale.`;
  if (by === 'month') return `At most ${money(cap_month_minor)} are paid to an affiliate for a month’s sales under it.`;
  return `At most ${money(cap_total_minor)} are paid to an affiliate under it in all.`;
}

function refunds({ earning, refunded_minor }: ToldEarning): string[] {
  const { reversed_minor, commission_minor, currency, sale_minor, sale_currency } = earning;
  if (reversed_minor === 0) return [];
  const taken = `${amountInWords(reversed_minor, currency)} of the ${amountInWords(commission_minor, currency)}`;
  if (refunded_minor === 0) return [`${taken} are taken back.`];
  const back = amountInWords(refunded_minor, sale_currency);
  return [`Of the ${amountInWords(sale_minor, sale_currency)} ${back} were given back, so ${taken} are taken back.`];
}

/** What a check found, and what that does. */
export function findingInWords({ check, mode, evidence }: FraudFinding): string {
  return `It was checked ${FRAUD_WORDS[check]} (${check}): ${evidence} ${FRAUD_MODE_WORDS[mode]}`;
}

function review({ review }: ToldEarning): string[] {
  if (!review) return [];
  const note = review.note === null ? '' : ` (“${review.note}”)`;
  return [`Somebody ${review.decision} it at ${timeInWords(review.recorded_at)}${note}.`];
}

function hold({ earning: { status, hold_until } }: ToldEarning): string[] {
  return status === 'pending' && hold_until !== null ? [`Its hold ends at ${timeInWords(hold_until)}.`] : [];
}

function paymentInWords(
  { payout_id, status, amount_minor, paid_at, reference }: EarningPayment,
  currency: string | null,
) {
  const amount = amountInWords(Math.abs(amount_minor), currency);
  const what = amount_minor < 0 ? `takes ${amount} back` : `pays ${amount} of it`;
  const state = paid_at === null ? `is ${PAYOUT_WORDS[status]}` : `was paid at ${timeInWords(paid_at)}`;
  const by = reference === null ? '' : `, reference ${reference}`;
  const isOver = holdsItems(status) ? '' : ', so it is free for another';
  return `The payout ${payout_id} ${what}: it ${state}${by}${isOver}.`;
}

/** What payouts have not settled. */
function rest({ earning: { due_minor, allocated_minor, currency, status } }: ToldEarning): string[] {
  const open = due_minor - allocated_minor;
  if (open < 0) {
    const excess = amountInWords(-open, currency);
    return [`${excess} more are in payouts than is owed now; the next payout takes them off.`];
  }
  return allocated_minor > 0 && open > 0 && status !== 'paid'
    ? [`${amountInWords(open, currency)} of it are in no payout yet.`]
    : [];
}
