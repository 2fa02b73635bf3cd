import assert from 'node:assert/strict';
import type { Command } from '../../../packages/collector/src/domain/command.ts';
import type { EarningRow } from '../../../packages/collector/src/domain/earning.ts';
import { expectedCredits, saidOf } from '../expected-credit.ts';
import type { Derived } from '../history-run.ts';
import { type Expected, expectedEarnings } from './expected-earnings.ts';
import { payoutsIn } from './expected-payouts.ts';
import { agreedIn } from './expected-terms.ts';
import type { ProgramWorld } from './program-world.ts';

/** Debts, earnings and payouts are what the rules, said plainly over all that was accepted, make of it. */
export function assertEarnings(accepted: readonly Command[], derived: Derived, world: ProgramWorld): void {
  const agreed = agreedIn(accepted);
  const credits = expectedCredits(derived, agreed);
  for (const row of derived.conversions) {
    const { person: _, root: __, referral_id, ...said } = credits.get(row.id) ?? assert.fail();
    assert.deepEqual(saidOf(row.credit), said, row.id);
    assert.equal(row.credit.owed_to?.referral_id ?? null, referral_id);
  }
  const expected = expectedEarnings(accepted, derived);
  const shown = new Map(world.earnings.map((row) => [row.id, shownOf(row)]));
  assert.deepEqual(inOrder(shown), inOrder(expected));
  assertReferrals(world);
  assertPayouts(accepted, world);
}

function inOrder<T>(rows: ReadonlyMap<string, T>): [string, T][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

function shownOf(row: EarningRow): Expected {
  const { calculation } = row;
  return {
    ...{ conversion_id: row.conversion_id, affiliate_id: row.affiliate_id, program_id: row.program_id },
    ...{ referral_id: row.referral_id, person_key: row.person_key, kind: row.kind, currency: row.currency },
    ...{ incentive_id: row.incentive_id, incentive_version: row.incentive_version, rate_date: row.rate_date },
    ...{ commission_minor: row.commission_minor, reversed_minor: row.reversed_minor, due_minor: row.due_minor },
    ...{ allocated_minor: row.allocated_minor, paid_minor: row.paid_minor },
    ...{ status: row.status, reason: row.reason, hold_until: row.hold_until },
    ...{ base_minor: calculation?.base_minor ?? null, payment: calculation?.payment ?? null },
    ...{ tier_from: calculation?.tier_from ?? null, capped_by: calculation?.capped_by ?? null },
  };
}

/** A referral is there while it has earnings, and since the first of them. */
function assertReferrals({ earnings, referrals }: ProgramWorld): void {
  const tied = Map.groupBy(
    earnings.filter(({ referral_id }) => referral_id !== null),
    ({ referral_id }) => referral_id,
  );
  const lines = [...tied].map(([id, rows]) => {
    const times = rows.map(({ occurred_at }) => occurred_at);
    return `${id} ${rows[0]?.affiliate_id} since ${Math.min(...times)}`;
  });
  const shown = referrals.map(({ id, affiliate_id, since }) => `${id} ${affiliate_id} since ${since}`);
  assert.deepEqual(shown.sort(), lines.sort());
}

function assertPayouts(accepted: readonly Command[], { payouts, payoutItems }: ProgramWorld): void {
  const expected = payoutsIn(accepted);
  assert.equal(payouts.length, expected.length);
  for (const { payout, status, accepted: chosen } of expected) {
    const row = payouts.find(({ id }) => id === payout.id) ?? assert.fail();
    const items = payoutItems.filter(({ payout_id }) => payout_id === payout.id);
    assert.deepEqual([row.status, row.items, row.amount_minor], [status, items.length, chosen?.amount_minor]);
    assert.equal(
      items.reduce((sum, { amount_minor }) => sum + amount_minor, 0),
      row.amount_minor,
    );
  }
}

/** What holds of a ledger whatever the rules are. */
export function assertSound({ earnings, entries, payoutItems, payouts, conversions }: ProgramWorld): void {
  const entered = new Map<string, number>();
  for (const { earning_id, amount_minor } of entries) {
    entered.set(earning_id, (entered.get(earning_id) ?? 0) + amount_minor);
  }
  const due = new Map(earnings.map(({ id, due_minor }) => [id, due_minor]));
  for (const id of new Set([...entered.keys(), ...due.keys()])) {
    assert.equal(entered.get(id) ?? 0, due.get(id) ?? 0, `the entries of ${id} are not what is due`);
  }
  const owed = new Map(conversions.map((row) => [row.id, row.deleted_at === null ? row.credit.owed_to : null]));
  for (const row of earnings) {
    assert.ok(owed.has(row.conversion_id), 'only what a secret key reported earns anything');
    const isOwed = owed.get(row.conversion_id)?.affiliate_id === row.affiliate_id;
    assert.ok(isOwed || payoutItems.some(({ earning_id }) => earning_id === row.id), `${row.id} is owed to nobody`);
    assert.ok(row.commission_minor >= 0 && row.reversed_minor >= 0 && row.due_minor >= 0);
    assert.ok(row.reversed_minor <= row.commission_minor && row.due_minor <= row.commission_minor);
    assert.ok(row.paid_minor <= Math.max(row.allocated_minor, row.paid_minor));
    if (!isOwed) assert.equal(row.due_minor, 0);
  }
  for (const { id, amount_minor } of payouts) {
    const items = payoutItems.filter(({ payout_id }) => payout_id === id);
    assert.equal(
      items.reduce((sum, item) => sum + item.amount_minor, 0),
      amount_minor,
    );
  }
}

/** What was paid is never changed, from step to step. */
export function assertPaidStays(worlds: readonly ProgramWorld[]): void {
  for (const [at, world] of worlds.entries()) {
    const next = worlds[at + 1];
    if (!next) return;
    for (const payout of world.payouts.filter(({ status }) => status === 'paid')) {
      assert.deepEqual(
        next.payouts.find(({ id }) => id === payout.id),
        payout,
      );
    }
    assert.deepEqual(
      next.payoutItems.filter(({ payout_id }) => world.payouts.some(({ id }) => id === payout_id)),
      world.payoutItems,
    );
    const before = new Map(next.entries.map((entry) => [`${entry.earning_id} ${entry.command_id}`, entry]));
    for (const entry of world.entries) {
      assert.deepEqual(before.get(`${entry.earning_id} ${entry.command_id}`), entry, 'an entry was changed');
    }
  }
}
