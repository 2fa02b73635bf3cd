import type { Command } from '../../../packages/collector/src/domain/command.ts';
import type { Run } from './program-run.ts';
import type { ProgramWorld } from './program-world.ts';

/**
 * Shares of the histories that must meet a case, so that a property that passes is known to have met it. Each is met by about
 * twice as many; the rest is left to chance, for every run draws other histories.
 */
export const SHARES: Readonly<Record<string, number>> = {
  'debt: reported_referral': 0.15,
  'debt: named_affiliate': 0.2,
  'debt: reported_click': 0.05,
  'debt: coupon': 0.2,
  'debt: bound_referral': 0.2,
  'debt: first_affiliate_touch': 0.05,
  'debt: last_affiliate_touch': 0.05,
  'claimant: coupon not_first_sale': 0.2,
  'lent click': 0.08,
  'stated commission': 0.2,
  'commission on a part': 0.3,
  'given back under another name': 0.25,
  reinstated: 0.08,
  'part of a total': 0.07,
  'late rate': 0.08,
  'foreign currency': 0.2,
  'refund after payout': 0.12,
  'repeated refund': 0.07,
  'commission changed after payout': 0.08,
  'earning that moved': 0.2,
  'tier crossed': 0.15,
  'capped by sale': 0.1,
  'capped by month': 0.07,
  'capped by total': 0.06,
  'reason: only_first_sale': 0.1,
  'reason: payments_used_up': 0.03,
  'reason: months_over': 0.03,
  'reason: credit_moved': 0.03,
  'reason: fraud': 0.08,
  'reason: declined_by_hand': 0.1,
  'version change between sales': 0.05,
  'terms of its first sale': 0.2,
  'incentive: less_specific': 0.2,
  'hold ended': 0.2,
  'negative balance': 0.2,
  'balance carried': 0.08,
  'payout: paid': 0.2,
  'payout: reopened': 0.05,
  'refused: create_payout affiliate_id': 0.2,
};

/** Which cases a history held. */
export function casesOf({ worlds, outcomes, commands }: Run, accepted: readonly Command[]): Set<string> {
  const cases = new Set<string>();
  const note = (name: string, isMet: boolean) => {
    if (isMet) cases.add(name);
  };
  const last = worlds.at(-1) as ProgramWorld;
  for (const { credit, name, click_id, commissionable_minor } of last.conversions) {
    note('lent click', name !== 'checkout' && click_id === null && credit.debt_rule === 'reported_click');
    note('commission on a part', commissionable_minor !== null && credit.owed_to !== null);
    cases.add(`debt: ${credit.debt_rule}`);
    for (const { by, verdict } of credit.claimants) cases.add(`claimant: ${by} ${verdict}`);
  }
  for (const row of last.earnings) {
    cases.add(`earning: ${row.status}`);
    if (row.reason) cases.add(`reason: ${row.reason}`);
    if (row.calculation?.capped_by) cases.add(`capped by ${row.calculation.capped_by}`);
    note('tier crossed', row.calculation?.tier_from != null);
    note('foreign currency', row.rate_date !== null);
    note('later version', (row.incentive_version ?? 1) > 1);
    note('terms of its first sale', row.calculation?.terms_at != null && row.calculation.terms_at !== row.occurred_at);
    note('negative balance', row.due_minor < row.allocated_minor);
    note('stated commission', row.calculation?.is_stated === true && row.commission_minor > 0);
    note('counted payment', (row.calculation?.payment ?? 0) > 1);
    for (const { verdict } of row.calculation?.incentives ?? []) cases.add(`incentive: ${verdict}`);
  }
  const versions = Map.groupBy(last.earnings, ({ incentive_id }) => incentive_id ?? '');
  note(
    'version change between sales',
    [...versions].some(([id, rows]) => id !== '' && new Set(rows.map((row) => row.incentive_version)).size > 1),
  );
  for (const { status } of last.payouts) cases.add(`payout: ${status}`);
  const items = last.payoutItems;
  note(
    'balance carried',
    items.some(({ amount_minor }) => amount_minor < 0),
  );
  for (const [at, world] of worlds.entries()) {
    const next = worlds[at + 1];
    if (next) for (const name of changesBetween(world, next)) cases.add(name);
  }
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.status === 'refused') cases.add(`refused: ${commands[at]?.kind} ${outcome.detail?.field ?? ''}`);
  }
  for (const { kind } of accepted) cases.add(`accepted: ${kind}`);
  const given = last.adjustments;
  note(
    'reinstated',
    given.some(({ effective_minor }) => effective_minor < 0),
  );
  note(
    'given back under another name',
    given.some(
      ({ order_id, conversion_id }) =>
        conversion_id !== null && last.conversions.find(({ id }) => id === conversion_id)?.order_id !== order_id,
    ),
  );
  const totals = given.filter(({ total_of }) => total_of !== null);
  note(
    'part of a total',
    totals.some(({ effective_minor, amount_minor }) => effective_minor > 0 && effective_minor < (amount_minor ?? 0)),
  );
  return cases;
}

/** What became of earnings from one step to the next. */
function changesBetween(world: ProgramWorld, next: ProgramWorld): string[] {
  const cases: string[] = [];
  const after = new Map(next.earnings.map((row) => [row.id, row]));
  const paid = new Set(
    world.payoutItems.flatMap(({ payout_id, earning_id }) =>
      world.payouts.some(({ id, status }) => id === payout_id && status === 'paid') ? [earning_id] : [],
    ),
  );
  for (const row of world.earnings) {
    const now = after.get(row.id);
    const isMoved = !now || (now.reason === 'credit_moved' && row.reason !== 'credit_moved');
    const sale = next.conversions.find(({ id }) => id === row.conversion_id);
    if (isMoved && sale?.credit.owed_to && sale.deleted_at === null) cases.push('earning that moved');
    if (!now) continue;
    if (row.status === 'awaiting_rate' && now.rate_date !== null) cases.push('late rate');
    if (paid.has(row.id) && now.reversed_minor > row.reversed_minor) cases.push('refund after payout');
    if (now.reversed_minor > row.reversed_minor && row.reversed_minor > 0) cases.push('repeated refund');
    if (now.commission_minor !== row.commission_minor && row.commission_minor > 0) cases.push('commission changed');
    if (now.commission_minor !== row.commission_minor && paid.has(row.id))
      cases.push('commission changed after payout');
    if (row.status === 'pending' && now.status === 'ready') cases.push('hold ended');
    if (row.rate_date !== null && now.rate_date !== null && row.rate_date !== now.rate_date) cases.push('better rate');
  }
  return cases;
}
