import type { PayoutItemRow, PayoutRow } from '../../domain/payout.ts';
import { payoutItems, payouts } from '../../domain/schema.ts';
import { checkPayout } from './check-payout.ts';
import type { Complaint } from './ledger-fault.ts';
import { pagesOf } from './pages.ts';
import { byId, byOwnId, different, type Step, type Walk } from './step.ts';

/** Every payout with its items. */
export function payoutsStep(walk: Walk): Step<PayoutRow> {
  return {
    ...{ subject: 'payout', pages: pagesOf<PayoutRow>(walk, payouts), ...byOwnId(walk, payouts) },
    begin: () => (row) => checkPayout(walk.reader, row),
  };
}

/** Items of payouts that are not there. */
export function strayItemsStep(walk: Walk): Step<string> {
  const { reader, workspace_id } = walk;
  const pages = pagesOf<PayoutItemRow>(walk, payoutItems, ['payout_id', 'earning_id']);
  async function look(id: string): Promise<Complaint[]> {
    const [payout] = await reader.find<PayoutRow>(payouts, 'key', [workspace_id, id]);
    return payout ? [] : [{ check: 'payouts', says: 'is not there, and has items' }];
  }
  return { subject: 'payout', pages: different(pages, ({ payout_id }) => payout_id), ...byId(look) };
}
