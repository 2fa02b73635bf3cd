import assert from 'node:assert/strict';
import type { CreatePayout, Outcome } from '../../../packages/collector/src/domain/command.ts';
import type { Store } from '../../../packages/collector/src/store/store.ts';
import { acceptedBy } from '../history-run.ts';
import { agreedIn } from './expected-terms.ts';
import type { ProgramWorld } from './program-world.ts';

/**
 * A payout has what is ready, of those that were asked for, and all that was paid too much, each by what it lacks; or there is
 * none, for it would come to too little.
 */
export async function assertChosen(
  store: Store,
  { payout, earning_ids, recorded_at }: CreatePayout,
  outcome: Outcome | undefined,
  { affiliates, earnings }: ProgramWorld,
): Promise<void> {
  const accepted = await acceptedBy(store);
  const agreed = agreedIn(accepted);
  const affiliate = affiliates.find(({ id }) => id === payout.affiliate_id);
  const program = agreed.memberOf(payout.affiliate_id)?.program;
  const open = earnings.flatMap((row) => {
    const lacks = row.due_minor - row.allocated_minor;
    const isOpen = (row.status === 'ready' && lacks !== 0) || lacks < 0;
    return row.affiliate_id === payout.affiliate_id && isOpen ? [{ earning_id: row.id, amount_minor: lacks }] : [];
  });
  const items = open.filter(
    ({ earning_id, amount_minor }) => earning_ids === null || earning_ids.includes(earning_id) || amount_minor < 0,
  );
  const asksTooMuch = earning_ids?.some((id) => !items.some(({ earning_id }) => earning_id === id)) ?? false;
  const amount = items.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
  const least = program ? agreed.programTermsAt(program.id, recorded_at).minimum_payout_minor : 0;
  const isPayable = affiliate?.status === 'approved' && program !== undefined && !asksTooMuch;
  const isMade = isPayable && amount > 0 && amount >= least;
  assert.equal(outcome?.status, isMade ? 'recorded' : 'refused', JSON.stringify({ outcome, items, least }));
  if (!isMade) return;
  const logged = accepted.find((one) => one.kind === 'create_payout' && one.payout.id === payout.id);
  if (logged?.kind !== 'create_payout') assert.fail('the payout is not in the log');
  const chosen = logged.accepted?.items.map(({ earning_id, amount_minor }) => ({ earning_id, amount_minor })) ?? [];
  const byId = (a: { earning_id: string }, b: { earning_id: string }) => (a.earning_id < b.earning_id ? -1 : 1);
  assert.deepEqual(chosen.sort(byId), items.sort(byId));
  assert.equal(logged.accepted?.amount_minor, amount);
  assert.equal(logged.accepted?.currency, program?.currency);
}
