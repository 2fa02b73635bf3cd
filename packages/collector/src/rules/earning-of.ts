import type { AffiliateRow } from '../domain/affiliate.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { OwedTo } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { Calculation, EarningReason, EarningRow } from '../domain/earning.ts';
import type { IncentiveRow } from '../domain/incentive.ts';
import type { ProgramRow, ProgramTerms } from '../domain/program.ts';
import { incentives } from '../domain/schema.ts';
import type { Buyer } from './buyer.ts';
import { placeOf } from './claimants.ts';
import { commissionOf, countedAfter, type Shared } from './commission.ts';
import { changesOf } from './edits.ts';
import { inCurrency } from './exchange.ts';
import { fraudIn } from './fraud.ts';
import { type Judging, judge } from './judge.ts';
import { type Match, matchIncentive } from './match-incentive.ts';
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
    is_foreign: program && isForeign(conversion, program.currency) ? true : null,
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

  const { commission_minor: stated, commission_currency } = conversion;
  // A log of before there were stated commissions says nothing of them.
  if (stated != null && commission_currency != null) {
    const calculation: Calculation = { ...NO_STEPS, fraud, is_stated: true };
    const exchanged = inCurrency(draft, conversion, stated, commission_currency, program.currency);
    if (!exchanged) return { ...blank, status: 'awaiting_rate', reason: 'no_rate', calculation };
    const { minor: commission_minor, rate, rate_date } = exchanged;
    const priced = { ...blank, rate, rate_date, calculation: { ...calculation, uncapped_minor: commission_minor } };
    if (commission_minor === 0) return { ...priced, reason: 'nothing_to_share' };
    return { ...priced, ...judge(draft, conversion, { earning, terms, offer: NO_OFFER, commission_minor, fraud }) };
  }

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

  const { commission_minor } = commission;
  const judged = judge(draft, conversion, { earning, terms, offer: match.version.terms, commission_minor, fraud });
  return { ...priced, ...judged, ...counting(judged.status === 'declined' ? null : commission_minor) };
}

/** Something of it has to be changed into the program's currency. */
function isForeign({ amount_minor, currency, commission_currency }: ConversionRow, own: string): boolean {
  const paidIn = commission_currency ?? (amount_minor === null ? null : currency);
  return paidIn !== null && paidIn !== own;
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

/** What the caller states has no hold or approval of its own. */
const NO_OFFER: Judging['offer'] = { hold_days: null, approval: null };

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
  const { amount_minor, commissionable_minor, currency } = conversion;
  if (amount_minor === null || currency === null) return { base_minor: 0, rate: null, rate_date: null };
  const exchanged = inCurrency(draft, conversion, commissionable_minor ?? amount_minor, currency, program.currency);
  return exchanged && { base_minor: exchanged.minor, rate: exchanged.rate, rate_date: exchanged.rate_date };
}
