import type { CreatePayout } from '../../domain/command.ts';
import type { EarningRow } from '../../domain/earning.ts';
import type { PayoutItemRow, PayoutRow } from '../../domain/payout.ts';
import { earnings, payoutItems, payouts } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { amountText } from './amount-text.ts';
import type { Complaint } from './ledger-fault.ts';

/** A payout is the sum of its items, each of an earning of its affiliate. */
export async function checkPayout(reader: Reader, payout: PayoutRow): Promise<Complaint[]> {
  const { workspace_id, id, amount_minor, currency, affiliate_id } = payout;
  const items = await reader.find<PayoutItemRow>(payoutItems, 'key', [workspace_id, id]);
  const found: Complaint[] = [];
  const complain = (says: string) => found.push({ check: 'payouts', says });
  const sum = items.reduce((total, item) => total + item.amount_minor, 0);
  if (sum !== amount_minor) {
    const [says, comes] = [amount_minor, sum].map((minor) => amountText(minor, currency));
    complain(`pays ${says}, and its items come to ${comes}`);
  }
  if (items.length !== payout.items) complain(`has ${items.length} items, and says ${payout.items}`);
  const paid = await Promise.all(
    items.map(({ earning_id }) => reader.find<EarningRow>(earnings, 'key', [workspace_id, earning_id])),
  );
  for (const [at, { earning_id, conversion_id }] of items.entries()) {
    const earning = paid[at]?.[0];
    if (!earning) complain(`pays the earning ${earning_id}, which is not there`);
    else if (earning.affiliate_id !== affiliate_id || earning.conversion_id !== conversion_id) {
      complain(`pays the earning ${earning_id}, which is of another affiliate or sale`);
    }
  }
  return found;
}

/** A payout is what was chosen when it was accepted, as the log says: neither more nor less, for ever. */
export async function checkAcceptedPayout(reader: Reader, command: CreatePayout): Promise<Complaint[]> {
  const { workspace_id, payout, accepted } = command;
  const complain = (says: string): Complaint => ({ check: 'accepted_payouts', says });
  const place = [workspace_id, payout.id];
  const [[row], items] = await Promise.all([
    reader.find<PayoutRow>(payouts, 'key', place),
    reader.find<PayoutItemRow>(payoutItems, 'key', place),
  ]);
  if (!row) return [complain('was accepted, and is not there')];
  if (!accepted) return [complain('was accepted, and the log does not say what for')];
  const isSame =
    row.amount_minor === accepted.amount_minor &&
    row.currency === accepted.currency &&
    row.affiliate_id === payout.affiliate_id &&
    row.program_id === accepted.program_id &&
    linesOf(items) === linesOf(accepted.items);
  if (isSame) return [];
  const [now, then] = [row, accepted].map(({ amount_minor, currency }) => amountText(amount_minor, currency));
  return [
    complain(`was accepted with ${accepted.items.length} items of ${then}; now it has ${items.length} of ${now}`),
  ];
}

function linesOf(items: readonly Pick<PayoutItemRow, 'earning_id' | 'conversion_id' | 'amount_minor'>[]): string {
  return items
    .map(({ earning_id, conversion_id, amount_minor }) => `${earning_id} ${conversion_id} ${amount_minor}`)
    .sort()
    .join();
}
