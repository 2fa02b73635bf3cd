import type { AffiliateRow } from '../domain/affiliate.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { OwedTo } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { Calculation, EarningReason, EarningRow, EarningStatus, FraudFinding } from '../domain/earning.ts';
import { convertBy, decimalTextOf, shareOf } from '../domain/exchange.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import type { ProgramRow, ProgramTerms } from '../domain/program.ts';
import { incentives } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';
import type { Buyer } from './buyer.ts';
import { placeOf } from './claimants.ts';
import { type Commission, commissionOf, countedAfter, type Shared } from './commission.ts';
import { changesOf } from './edits.ts';
import { exchangeOf } from './exchange.ts';
import { fraudIn } from './fraud.ts';
import { type Match, matchIncentive } from './match-incentive.ts';
import { maturityOf } from './maturity.ts';
import { affiliateOf, groupAt, incentiveTermsAt, programOf, programTermsAt } from './programs.ts';
import { countedBefore, earlierIn, firstBefore } from './series.ts';

/** What an earning says of itself, beside whose it is and what was paid of it. */
export type Earned = Omit<
  EarningRow,
  'workspace_id' | 'id' | 'conversion_id' | 'affiliate_id' | 'allocated_minor' | 'paid_minor' | 'is_payable' | 'version'
>;

/** Of a conversion that is owed, what it earns its affiliate now; or why it earns nothing. */
export function earningOf(
  draft: Draft,
  conversion: ConversionRow,
  owed: OwedTo,
  buyer: Buyer,
  earning: { id: string; isNew: boolean },
): Earned {
  const { workspace_id, occurred_at, amount_minor, currency } = conversion;
  const kind = amount_minor === null ? 'lead' : 'sale';
  const affiliate = affiliateOf(draft, workspace_id, owed.affiliate_id);
  const program = programOf(draft, workspace_id, affiliate?.program_id ?? null);
  const blank: Earned = {
    program_id: affiliate?.program_id ?? null,
    referral_id: owed.referral_id,
    person_key: buyer.key,
    visitor_id: conversion.visitor_id,
    kind,
    occurred_at,
    incentive_id: null,
    incentive_version: null,
    currency: program?.currency ?? null,
    sale_minor: amount_minor,
    sale_currency: currency,
    is_foreign: kind === 'sale' && program && currency !== program.currency ? true : null,
    rate: null,
    rate_date: null,
    commission_minor: 0,
    reversed_minor: 0,
    due_minor: 0,
    status: 'none',
    reason: null,
    hold_until: null,
    calculation: null,
    term_key: null,
    series_key: null,
    counted: null,
  };
  const nothing = (reason: EarningReason, more: Partial<Earned> = {}): Earned => ({ ...blank, reason, ...more });
  if (!affiliate || !program || (program.deleted_at !== null && occurred_at >= program.deleted_at)) {
    return nothing('no_program');
  }
  const terms = programTermsAt(draft, program, occurred_at);
  const brought = firstBefore(draft, 'referral', owed.referral_id, placeOf(conversion))?.calculation?.fraud ?? [];
  const fraud = fraudIn(draft, terms, { conversion, affiliate, buyer, brought });
  const unsold = unsoldReason(conversion);
  if (unsold) return nothing(unsold, { calculation: { ...NO_STEPS, fraud } });

  const terms_at = termsTime(draft, conversion, owed, terms);
  const { match, looked } = offered(draft, conversion, { program, affiliate, kind, terms_at });
  const steps: Calculation = { ...NO_STEPS, incentives: looked, terms_at, fraud };
  if (!match) return nothing('no_incentive', { calculation: steps });

  const found = { ...blank, incentive_id: match.incentive.id, incentive_version: match.version.number };
  const exchanged = inProgramCurrency(draft, conversion, program);
  if (!exchanged) return { ...found, status: 'awaiting_rate', reason: 'no_rate', calculation: steps };
  const shared: Shared = { occurred_at, base_minor: exchanged.base_minor, count: conversion.count };
  const term_key = `${owed.referral_id}:${match.incentive.id}`;
  const series_key = match.incentive.is_counted ? `${affiliate.id}:${match.incentive.id}` : null;
  const place = placeOf(conversion);
  const before = {
    term: countedBefore(draft, 'term', term_key, place),
    series: countedBefore(draft, 'series', series_key, place),
  };
  const commission = commissionOf(match.version.terms, shared, before);
  const calculation: Calculation = { ...steps, ...commission.steps, base_minor: shared.base_minor };
  const { rate, rate_date } = exchanged;
  const counting = (minor: number | null) => ({ counted: countedAfter(shared, minor, before) });
  const priced = { ...found, rate, rate_date, calculation, term_key, series_key };
  if (commission.commission_minor === 0) return { ...priced, ...counting(null), reason: commission.reason };

  const judged = judge(draft, conversion, { earning, terms, offer: match.version.terms, commission, fraud });
  return { ...priced, ...judged, ...counting(judged.status === 'declined' ? null : commission.commission_minor) };
}

const NO_STEPS: Calculation = {
  incentives: [],
  terms_at: null,
  base_minor: null,
  rate_ppm: null,
  amount_minor: null,
  tier_from: null,
  uncapped_minor: 0,
  capped_by: null,
  payment: null,
  fraud: [],
};

/** Why nothing is shared of a sale, whatever the incentives are. */
function unsoldReason({ sales_status, amount_minor }: ConversionRow): EarningReason | null {
  if (sales_status === 'open') return 'sale_open';
  if (sales_status === 'trialing') return 'sale_trialing';
  if (sales_status === 'failed') return 'sale_failed';
  return amount_minor !== null && amount_minor <= 0 ? 'nothing_to_share' : null;
}

/** When the terms held that hold for a sale: then, or when its referral began, where its rates are locked. */
function termsTime(draft: Draft, conversion: ConversionRow, owed: OwedTo, { locks_rates }: ProgramTerms): number {
  const { workspace_id, occurred_at } = conversion;
  const said = changesOf(draft, workspace_id, owed.referral_id)
    .map(({ patch }) => patch['locks_rate'])
    .findLast((lock) => lock !== undefined);
  const isLocked = typeof said === 'boolean' ? said : locks_rates;
  if (!isLocked) return occurred_at;
  const earlier = earlierIn(draft, 'referral', owed.referral_id, placeOf(conversion));
  return earlier.find(({ kind }) => kind === 'sale')?.occurred_at ?? occurred_at;
}

interface Asked {
  program: ProgramRow;
  affiliate: AffiliateRow;
  kind: 'sale' | 'lead';
  terms_at: number;
}

function offered(
  draft: Draft,
  conversion: ConversionRow,
  { program, affiliate, kind, terms_at }: Asked,
): { match: Match | undefined; looked: Calculation['incentives'] } {
  const { workspace_id, occurred_at, product_ids, price_ids, plan_id, interval } = conversion;
  const offers = draft
    .find<IncentiveRow>(incentives, 'program', [workspace_id, program.id])
    // What began later is not looked at, whenever it became known.
    .filter(({ first_terms }) => first_terms.valid_from <= occurred_at)
    .map((incentive) => ({ incentive, version: incentiveTermsAt(draft, incentive, terms_at) }));
  return matchIncentive(offers, {
    kind,
    affiliate_id: affiliate.id,
    group_name: groupAt(draft, affiliate, terms_at),
    product_ids: product_ids ?? [],
    price_ids: [...(price_ids ?? []), ...(plan_id === null ? [] : [plan_id])],
    interval,
  });
}

/** The sale in the program's currency, at the rate of its day; `undefined` where there is none (yet). */
function inProgramCurrency(draft: Draft, conversion: ConversionRow, program: ProgramRow) {
  const { workspace_id, amount_minor, currency, occurred_at } = conversion;
  if (amount_minor === null || currency === null) return { base_minor: 0, rate: null, rate_date: null };
  if (currency === program.currency) return { base_minor: amount_minor, rate: null, rate_date: null };
  const exchange = exchangeOf(draft, workspace_id, currency, program.currency, occurred_at);
  const base_minor = exchange && convertBy(amount_minor, currency, program.currency, exchange.ratio);
  if (!exchange || base_minor === null || base_minor === undefined) return undefined;
  return { base_minor, rate: decimalTextOf(exchange.ratio), rate_date: exchange.date };
}

interface Judging {
  earning: { id: string; isNew: boolean };
  terms: ProgramTerms;
  offer: IncentiveTerms;
  commission: Commission;
  fraud: readonly FraudFinding[];
}

type Judgement = Pick<Earned, 'commission_minor' | 'reversed_minor' | 'due_minor' | 'status' | 'reason' | 'hold_until'>;

/** What is owed of a commission, and whether it may be paid. */
function judge(
  draft: Draft,
  conversion: ConversionRow,
  { earning, terms, offer, commission, fraud }: Judging,
): Judgement {
  const { commission_minor } = commission;
  const reversed_minor = reversedOf(conversion, commission_minor);
  const hold_until = heldUntil(conversion, offer.hold_days ?? terms.hold_days);
  const due_minor = commission_minor - reversed_minor;
  const said = { commission_minor, reversed_minor, due_minor, hold_until };
  const as = (status: EarningStatus, reason: EarningReason | null = null): Judgement => ({ ...said, status, reason });
  const declined = (reason: EarningReason): Judgement => ({ ...as('declined', reason), due_minor: 0 });

  const review = earning.isNew ? undefined : reviewOf(draft, conversion.workspace_id, earning.id);
  const override = conversion.earning_status;
  if (override === 'declined' || review === 'declined') return declined('declined_by_hand');
  if (due_minor === 0) return as('reversed', 'refunded');
  if (override === 'awaiting_review') return as('awaiting_review', 'manual_approval');
  if (override === 'pending' || override === 'ready' || override === 'paid') return as(override);
  if (review !== 'approved') {
    if (fraud.some(({ mode }) => mode === 'block')) return declined('fraud');
    if (fraud.length > 0) return as('awaiting_review', 'fraud');
    if (isPartlyRefunded(conversion)) return as('awaiting_review', 'partial_refund_unknown');
    if ((offer.approval ?? terms.earning_approval) === 'manual') return as('awaiting_review', 'manual_approval');
  }
  const matured = earning.isNew ? undefined : maturityOf(draft, conversion.workspace_id, earning.id);
  const isHeld = (offer.hold_days ?? terms.hold_days) > 0 && (matured?.as_of ?? 0) < hold_until;
  return as(isHeld ? 'pending' : 'ready');
}

function reversedOf(conversion: ConversionRow, commissionMinor: number): number {
  const { amount_minor, refunded_minor, sales_status, earning_status } = conversion;
  const isUndone = sales_status === 'refunded' || earning_status === 'refunded' || earning_status === 'dispute';
  if (isUndone) return commissionMinor;
  return amount_minor === null || amount_minor === 0 ? 0 : shareOf(commissionMinor, refunded_minor, amount_minor);
}

function isPartlyRefunded({ sales_status, refunded_minor }: ConversionRow): boolean {
  return sales_status === 'partial_refunded' && refunded_minor === 0;
}

/** A sale that is reported late is held as if it were of the day before, so that nobody skips the hold by dating back. */
export function heldUntil({ occurred_at, recorded_at }: ConversionRow, holdDays: number): number {
  return Math.max(occurred_at, recorded_at - DAY) + holdDays * DAY;
}

function reviewOf(draft: Draft, workspaceId: string, earningId: string): unknown {
  return changesOf(draft, workspaceId, earningId)
    .map(({ patch }) => patch['review'])
    .findLast((review) => review !== undefined);
}
