import type { CreateIncentive, Edit, Idempotency } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import { decimalOf } from '../domain/money.ts';
import type { GivenTerms, IncentivePatch, NewIncentive } from '../wire/incentive.ts';
import { changedTerms, type Versions } from './changed-terms.ts';
import { type EditContext, intakeEdit } from './edit.ts';
import { mustCount, readIncentiveTerms } from './incentive-terms.ts';
import { perCentOf } from './rate.ts';

interface IncentiveContext {
  workspace_id: string;
  received_at: number;
  /** The program that was named. */
  program: { id: string; currency: string };
  idempotency?: Idempotency | undefined;
}

/** A new incentive; ids in what is given are ours. Throws `invalid`. */
export function intakeIncentive(given: NewIncentive, context: IncentiveContext): CreateIncentive {
  const { workspace_id, received_at, program, idempotency } = context;
  const valid_from = given.valid_from ?? received_at;
  const terms = readIncentiveTerms(given, { currency: program.currency, valid_from });
  return {
    kind: 'create_incentive',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    incentive: {
      id: mintId(),
      external_id: given.external_id ?? null,
      program_id: program.id,
      name: given.name,
      terms,
      is_counted: mustCount(terms),
    },
    ...(idempotency && { idempotency }),
  };
}

interface Standing {
  row: IncentiveRow;
  versions: Versions<IncentiveTerms>;
  /** The program's. */
  currency: string;
}

/** A change of an incentive; `undefined` where it would change nothing. Throws `invalid` and `conflict`. */
export function intakeIncentiveEdit(
  { row, versions, currency }: Standing,
  patch: IncentivePatch,
  context: EditContext,
): Edit | undefined {
  const { name, ...given } = patch;
  const terms =
    Object.keys(given).length > 0
      ? changedTerms(versions, given, {
          received_at: context.received_at,
          changed: (before, valid_from) =>
            readIncentiveTerms(merged(before, given, currency), { currency, valid_from }),
        })
      : undefined;
  if (terms) checkCounting(row, terms, given);
  const columns = { ...(name !== undefined && { name }), ...(terms && { terms }) };
  if (Object.keys(columns).length === 0) return undefined;
  return { ...intakeEdit('incentive', row.id, columns, context), version: row.version };
}

/** Terms as they are given and shown: per cent, and major units. */
export function givenOf(terms: IncentiveTerms, currency: string) {
  const amountOf = (minor: number | null) => (minor === null ? null : Number(decimalOf(minor, currency)));
  const rateOf = (ppm: number | null) => (ppm === null ? null : perCentOf(ppm));
  return {
    on: terms.on,
    type: terms.type,
    rate: rateOf(terms.rate_ppm),
    amount: amountOf(terms.amount_minor),
    affiliate_id: terms.affiliate_id,
    group: terms.group_name,
    product_ids: terms.product_ids,
    price_ids: terms.price_ids,
    interval: terms.interval,
    duration: terms.duration,
    tiers: terms.tiers.map(({ from, rate_ppm, amount_minor }) => ({
      from: terms.tier_by === 'sales' ? from : Number(decimalOf(from, currency)),
      rate: rateOf(rate_ppm),
      amount: amountOf(amount_minor),
    })),
    tier_by: terms.tier_by,
    tier_period: terms.tier_period,
    caps: {
      per_sale: amountOf(terms.cap_sale_minor),
      per_month: amountOf(terms.cap_month_minor),
      total: amountOf(terms.cap_total_minor),
    },
    hold_days: terms.hold_days,
    approval: terms.approval,
  };
}

/** What another type pays, or counts, must be said anew, and so must for whom it is where that is of another kind. */
function merged(before: IncentiveTerms, given: Omit<IncentivePatch, 'name'>, currency: string): GivenTerms {
  const { rate, amount, tiers, caps, ...same } = givenOf(before, currency);
  const paysSame = given.type === undefined || given.type === before.type;
  const countsSame = given.tier_by === undefined || given.tier_by === before.tier_by;
  return {
    ...same,
    valid_until: before.valid_until,
    ...(paysSame && { rate, amount }),
    ...(paysSame && countsSame && { tiers }),
    ...(given.affiliate_id && { group: null }),
    ...(given.group && { affiliate_id: null }),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given),
    type: given.type ?? before.type,
    caps: given.caps === null ? null : { ...caps, ...given.caps },
  };
}

/** What was not counted from the beginning cannot be counted any more. */
function checkCounting(
  { is_counted }: IncentiveRow,
  terms: IncentiveTerms,
  given: Pick<IncentivePatch, 'tiers'>,
): void {
  if (is_counted || !mustCount(terms)) return;
  const field = given.tiers?.length ? 'tiers' : 'caps';
  throw new AppError('invalid', `${field}: this incentive has not counted what an affiliate sold from its beginning`, {
    field,
    hint: 'Make a new incentive with them, and end this one or delete it.',
  });
}
