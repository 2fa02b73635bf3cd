import type { IncentiveRow, IncentiveTerms } from '../../domain/incentive.ts';
import type { ProgramTerms } from '../../domain/program.ts';
import { amountOf } from './commission-view.ts';
import { shownId } from './referral-view.ts';

/** An incentive as a group shows it: https://docs.affonso.io/api-reference/endpoint/program/list-groups */
export function viewIncentive(incentive: IncentiveRow, currency: string, program: ProgramTerms | null) {
  const { name, terms } = incentive;
  const { type, rate_ppm, amount_minor, product_ids, price_ids, tiers } = terms;
  const id = shownId('inc', incentive);
  return {
    id,
    incentive_id: id,
    name,
    incentive_type: terms.on === 'sale' ? 'commission' : 'lead',
    amount: shareIn({ rate_ppm, amount_minor }, currency),
    is_percentage: type === 'percentage',
    ...lengthOf(terms),
    ...approvalOf(terms, program),
    variable_commission: tiers.length > 0,
    variable_config: tiers.length > 0 ? configOf(terms, currency) : null,
    apply_to: product_ids === null && price_ids === null ? 'all_plans' : 'specific_plans',
    product_ids: [...(product_ids ?? []), ...(price_ids ?? [])],
  };
}

/** Per cent, or major units. */
export function shareIn(
  { rate_ppm, amount_minor }: Pick<IncentiveTerms, 'rate_ppm' | 'amount_minor'>,
  currency: string,
): number {
  return rate_ppm === null ? amountOf(amount_minor ?? 0, currency) : rate_ppm / 10_000;
}

function lengthOf({ duration: { unit, length } }: IncentiveTerms) {
  if (unit === 'lifetime') return { incentive_length: 'customer_lifetime', length_value: null };
  if (unit === 'months') return { incentive_length: 'time_limited', length_value: length };
  return { incentive_length: 'payment_limited', length_value: unit === 'first_sale' ? 1 : length };
}

/** Where the incentive says nothing, its program does. */
function approvalOf({ approval, hold_days }: IncentiveTerms, program: ProgramTerms | null) {
  const held = hold_days ?? program?.hold_days ?? 0;
  const approved = approval ?? program?.earning_approval ?? 'automatic';
  const approval_type = approved === 'manual' ? 'manual' : held > 0 ? 'hold_period' : 'automatic';
  return { approval_type, hold_period_days: held };
}

function configOf({ tiers, tier_by, tier_period }: IncentiveTerms, currency: string) {
  return {
    tier_by,
    tier_period,
    tiers: tiers.map((tier) => ({
      from: tier_by === 'revenue' ? amountOf(tier.from, currency) : tier.from,
      amount: shareIn(tier, currency),
    })),
  };
}
