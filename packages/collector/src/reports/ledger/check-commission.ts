import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import { shareOf } from '../../domain/exchange.ts';
import { earnings } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { amountText } from './amount-text.ts';
import { baseOf, statedOf } from './base-of-sale.ts';
import { type EarningFacts, priorIn } from './earning-facts.ts';
import type { Complaint, LedgerCheck } from './ledger-fault.ts';
import { plainCommission, plainCounted, type Rewarded } from './plain-commission.ts';
import { type Agreements, changesOf, inForce } from './terms-in-force.ts';

const UNSOLD = ['open', 'trialing', 'failed'];

interface Sums {
  commission_minor: number;
  reversed_minor: number;
  due_minor: number;
}

/**
 * What is due is the commission on what came in and stayed, at the terms, the tier and the exchange rate that were in force,
 * within caps and for as long as the referral earns; and it is counted behind what came before.
 */
export async function checkCommission(
  reader: Reader,
  facts: EarningFacts,
  agreements: Agreements,
): Promise<Complaint[]> {
  const { earning, conversion, refunds } = facts;
  const found: Complaint[] = [];
  const complain = (says: string, check: LedgerCheck = 'commission') => found.push({ check, says });
  const amount = (minor: number) => amountText(minor, earning.currency);
  if (conversion) {
    const given = refunds.reduce((sum, { effective_minor }) => sum + effective_minor, 0);
    const [back, says] = [given, conversion.refunded_minor].map((minor) => amountText(minor, conversion.currency));
    if (back !== says) complain(`${back} were given back of its sale, which says ${says}`);
  }

  let commission = 0;
  if (facts.isOwed && conversion && isStated(earning, conversion)) {
    commission = (await statedOf(reader, conversion, earning.currency ?? '')) ?? 0;
  } else if (facts.isOwed && conversion && earning.incentive_id !== null && !UNSOLD.includes(conversion.sales_status)) {
    const rewarded = await rewardedOf(reader, facts, agreements, complain);
    if (rewarded) {
      const { terms, sale } = rewarded;
      commission = plainCommission(terms, sale);
      const counts = commission > 0 && earning.status !== 'declined';
      if (!isSame(earning.counted, plainCounted(sale, commission, counts))) {
        complain('does not count what came before it', 'series');
      }
    } else if (found.length > 0) return found;
  }
  const expected = sumsOf(facts, commission);
  for (const [name, column] of COLUMNS) {
    if (earning[column] === expected[column]) continue;
    complain(`${name} ${amount(earning[column])}, and by the terms in force it is ${amount(expected[column])}`);
  }
  return found;
}

/** The caller states the commission, in place of what an incentive comes to. */
function isStated({ reason }: EarningRow, { commission_minor, amount_minor, sales_status }: ConversionRow): boolean {
  if (commission_minor === null || reason === 'no_program' || UNSOLD.includes(sales_status)) return false;
  return amount_minor === null || amount_minor > 0;
}

const COLUMNS = [
  ['its commission is', 'commission_minor'],
  ['what was taken back of it is', 'reversed_minor'],
  ['what is due is', 'due_minor'],
] as const;

/** Of a commission, what stays after refunds. */
function sumsOf({ earning, conversion }: EarningFacts, commission_minor: number): Sums {
  if (!conversion || commission_minor === 0) return { commission_minor, reversed_minor: 0, due_minor: 0 };
  const { sales_status, earning_status, amount_minor, refunded_minor } = conversion;
  const isUndone = sales_status === 'refunded' || earning_status === 'refunded' || earning_status === 'dispute';
  const part = amount_minor ? shareOf(commission_minor, refunded_minor, amount_minor) : 0;
  const reversed_minor = isUndone ? commission_minor : part;
  const due_minor = earning.status === 'declined' ? 0 : commission_minor - reversed_minor;
  return { commission_minor, reversed_minor, due_minor };
}

/** The terms that were in force and what they are for; `undefined` where its rate is still awaited, or after a complaint. */
async function rewardedOf(
  reader: Reader,
  { earning, conversion }: EarningFacts,
  agreements: Agreements,
  complain: (says: string) => void,
) {
  const { occurred_at, affiliate_id, referral_id, incentive_id } = earning;
  const [program, incentive] = await Promise.all([
    agreements.program(earning.program_id),
    agreements.incentive(incentive_id),
  ]);
  if (!conversion || !program || !incentive || incentive.row.program_id !== program.row.id) {
    complain(`its incentive ${incentive_id} is none of its program`);
    return undefined;
  }
  const { locks_rates } = inForce(program.versions, occurred_at)?.terms ?? program.row.first_terms;
  const termsAt = await termsTimeOf(reader, earning, locks_rates);
  const version = inForce(incentive.versions, termsAt);
  const isOver = version && version.terms.valid_until !== null && termsAt >= version.terms.valid_until;
  const isDeleted = incentive.row.deleted_at !== null && termsAt >= incentive.row.deleted_at;
  if (!version || isOver || isDeleted || version.terms.on !== earning.kind) {
    complain(`its incentive ${incentive_id} was not in force`);
    return undefined;
  }
  if (version.number !== earning.incentive_version) {
    complain(`it is by version ${earning.incentive_version} of its incentive, and ${version.number} was in force`);
    return undefined;
  }
  const base_minor = await baseOf(reader, conversion, program.row.currency);
  if ((base_minor === undefined) !== (earning.status === 'awaiting_rate')) {
    complain(base_minor === undefined ? 'no exchange rate was in force' : 'it awaits an exchange rate that is there');
  }
  if (base_minor === undefined) return undefined;
  const [term, series] = await Promise.all([
    priorIn(reader, 'term', `${referral_id}:${incentive_id}`, earning),
    priorIn(reader, 'series', incentive.row.is_counted ? `${affiliate_id}:${incentive_id}` : null, earning),
  ]);
  const sale: Rewarded = { at: occurred_at, base_minor, count: conversion.count, term, series };
  return { terms: version.terms, sale };
}

/** When the terms hold that hold for a sale: then, or when its referral's first sale was, where that locks its rates. */
async function termsTimeOf(reader: Reader, earning: EarningRow, locksRates: boolean): Promise<number> {
  const { workspace_id, referral_id, occurred_at } = earning;
  if (referral_id === null) return occurred_at;
  let isLocked = locksRates;
  let said: unknown;
  for (const { patch } of await changesOf(reader, workspace_id, referral_id)) {
    if (patch['locks_rate'] !== undefined) said = patch['locks_rate'];
  }
  if (typeof said === 'boolean') isLocked = said;
  if (!isLocked) return occurred_at;
  const [first] = await reader.range<EarningRow>(earnings, 'referral', [workspace_id, referral_id], {
    where: { kind: 'sale' },
    order: 'ascending',
    limit: 1,
  });
  return Math.min(first?.occurred_at ?? occurred_at, occurred_at);
}

function isSame(a: object | null, b: object | null): boolean {
  const text = (value: object | null) => value && JSON.stringify(Object.entries(value).sort());
  return text(a) === text(b);
}
