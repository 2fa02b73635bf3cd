import type { Command, CreatePayout } from '../../../packages/collector/src/domain/command.ts';
import type { PayoutStatus } from '../../../packages/collector/src/domain/payout.ts';
import { changesOf } from '../expected-edits.ts';

/** What payouts hold of earnings, and whether they were paid, as the log says it. */

export interface Allotted {
  conversion_id: string;
  affiliate_id: string;
  program_id: string;
  currency: string;
  /** In payouts that have not come to nothing, and of these in paid ones. */
  allocated: number;
  paid: number;
}

/** Payouts as they were chosen when they were accepted. */
export function payoutsIn(accepted: readonly Command[]): (CreatePayout & { status: PayoutStatus })[] {
  return accepted.flatMap((one) => {
    if (one.kind !== 'create_payout') return [];
    const last = changesOf(accepted, one.payout.id).findLast(({ patch }) => 'status' in patch);
    return [{ ...one, status: (last?.patch['status'] ?? 'draft') as PayoutStatus }];
  });
}

/** By earning; also of those of which everything was freed again. */
export function allottedIn(accepted: readonly Command[]): Map<string, Allotted> {
  const held = new Map<string, Allotted>();
  for (const { payout, accepted: chosen, status } of payoutsIn(accepted)) {
    if (!chosen) continue;
    const isFree = status === 'canceled' || status === 'reopened';
    for (const { earning_id, conversion_id, amount_minor } of chosen.items) {
      const before = held.get(earning_id) ?? { allocated: 0, paid: 0 };
      held.set(earning_id, {
        ...{
          conversion_id,
          affiliate_id: payout.affiliate_id,
          program_id: chosen.program_id,
          currency: chosen.currency,
        },
        allocated: before.allocated + (isFree ? 0 : amount_minor),
        paid: before.paid + (status === 'paid' ? amount_minor : 0),
      });
    }
  }
  return held;
}
