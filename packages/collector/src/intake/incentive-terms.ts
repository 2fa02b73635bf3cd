import { AppError } from '../domain/errors.ts';
import type { Duration, IncentiveTerms, Tier } from '../domain/incentive.ts';
import { isoOf } from '../domain/time.ts';
import type { GivenTerms, GivenTier } from '../wire/incentive.ts';
import { readAmount } from './money.ts';
import { readRate } from './rate.ts';

interface TermsContext {
  /** The program's. */
  currency: string;
  valid_from: number;
}

/** What an incentive pays, in minor units and millionths. `affiliate_id` is ours. Throws `invalid`. */
export function readIncentiveTerms(given: GivenTerms, { currency, valid_from }: TermsContext): IncentiveTerms {
  const { type, affiliate_id = null, group = null, valid_until = null } = given;
  const on = given.on ?? 'sale';
  const tier_by = given.tier_by ?? 'sales';
  if (on === 'lead' && type === 'percentage') {
    throw refusal('type', 'a lead brings no money of which there could be a percentage', 'Send fixed and an amount.');
  }
  if (on === 'lead' && tier_by === 'revenue') {
    throw refusal('tier_by', 'leads bring no revenue', 'Send sales, which then counts leads.');
  }
  if (affiliate_id !== null && group !== null) {
    throw refusal(
      'group',
      'is given beside affiliate_id',
      'Send one of them: an incentive is for an affiliate, or a group.',
    );
  }
  if (valid_until !== null && valid_until <= valid_from) {
    throw refusal(
      'valid_until',
      `does not lie after valid_from, ${isoOf(valid_from)}`,
      'Send a later time, or delete the incentive to end it now.',
    );
  }
  return {
    valid_from,
    valid_until,
    on,
    type,
    ...readPay('', given, type, currency),
    affiliate_id,
    group_name: group,
    product_ids: unique(given.product_ids),
    price_ids: unique(given.price_ids),
    interval: given.interval ?? null,
    duration: readDuration(given.duration),
    tiers: readTiers(given.tiers ?? [], { type, tier_by, currency }),
    tier_by,
    tier_period: given.tier_period ?? 'month',
    cap_sale_minor: readCap('per_sale', given, currency),
    cap_month_minor: readCap('per_month', given, currency),
    cap_total_minor: readCap('total', given, currency),
    hold_days: given.hold_days ?? null,
    approval: given.approval ?? null,
  };
}

/** Whether an affiliate's sales must be counted for it. */
export function mustCount({ tiers, cap_month_minor, cap_total_minor }: IncentiveTerms): boolean {
  return tiers.length > 0 || cap_month_minor !== null || cap_total_minor !== null;
}

type Pay = Pick<Tier, 'rate_ppm' | 'amount_minor'>;

/** A percentage has a rate, and something fixed an amount. `place` is where they are: empty, or such as `tiers.0.`. */
function readPay(
  place: string,
  { rate, amount }: Pick<GivenTier, 'rate' | 'amount'>,
  type: IncentiveTerms['type'],
  currency: string,
): Pay {
  const [wanted, unwanted] = type === 'percentage' ? (['rate', 'amount'] as const) : (['amount', 'rate'] as const);
  const given = { rate, amount };
  const hint = `A ${type} incentive has ${type === 'percentage' ? 'a rate (per cent)' : 'an amount'} and no ${unwanted}.`;
  if (given[wanted] === undefined || given[wanted] === null) throw refusal(`${place}${wanted}`, 'is required', hint);
  if (given[unwanted] !== undefined && given[unwanted] !== null) {
    throw refusal(`${place}${unwanted}`, `is not what a ${type} incentive pays`, hint);
  }
  if (type === 'percentage') return { rate_ppm: readRate(`${place}rate`, given[wanted]), amount_minor: null };
  return { rate_ppm: null, amount_minor: readAbove0(`${place}amount`, given[wanted], currency) };
}

function readTiers(
  tiers: readonly GivenTier[],
  { type, tier_by, currency }: Pick<IncentiveTerms, 'type' | 'tier_by'> & { currency: string },
): Tier[] {
  const read = tiers.map((tier, at): Tier => {
    const from =
      tier_by === 'sales'
        ? readCount(`tiers.${at}.from`, tier.from)
        : readAbove0(`tiers.${at}.from`, tier.from, currency);
    return { from, ...readPay(`tiers.${at}.`, tier, type, currency) };
  });
  const disordered = read.findIndex(({ from }, at) => at > 0 && from <= (read[at - 1]?.from ?? 0));
  if (disordered === -1) return read;
  throw refusal(`tiers.${disordered}.from`, 'is not above that of the tier before', 'Send tiers in ascending order.');
}

function readDuration(given: GivenTerms['duration']): Duration {
  const { unit, length = null } = given ?? { unit: 'lifetime' };
  const hasLength = unit === 'payments' || unit === 'months';
  if (hasLength && length === null) {
    throw refusal('duration.length', 'is required', `Say how many ${unit} of a referral earn.`);
  }
  if (!hasLength && length !== null) {
    throw refusal('duration.length', `is not what ${unit} has`, 'Leave it out, or send the unit payments or months.');
  }
  return { unit, length };
}

function readCap(cap: 'per_sale' | 'per_month' | 'total', { caps }: GivenTerms, currency: string): number | null {
  const amount = caps?.[cap] ?? null;
  return amount === null ? null : readAbove0(`caps.${cap}`, amount, currency);
}

function readAbove0(field: string, amount: number | string, currency: string): number {
  const minor = readAmount(field, amount, currency);
  if (minor > 0) return minor;
  throw refusal(field, 'is zero', 'Send an amount above zero.');
}

/** Below the first tier the incentive's own rate holds, so a tier begins with the first sale or later. */
function readCount(field: string, count: number | string): number {
  const number = /^\d+$/.test(String(count)) ? Number(count) : 0;
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw refusal(field, 'is not a number of sales', 'Send a whole number above zero, or tier_by revenue.');
}

function unique(ids: readonly string[] | null | undefined): string[] | null {
  return ids ? [...new Set(ids)] : null;
}

function refusal(field: string, what: string, hint: string): AppError {
  return new AppError('invalid', `${field}: ${what}`, { field, hint });
}
