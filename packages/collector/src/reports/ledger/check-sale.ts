import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import { claims, earnings } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { amountText } from './amount-text.ts';
import type { EarningFacts } from './earning-facts.ts';
import type { Complaint } from './ledger-fault.ts';

/** An earning is of a sale that a server reported, for whoever is owed; where they are not any more, payouts know of it. */
export async function checkSaleOfEarning(
  reader: Reader,
  { earning, conversion, isOwed, held }: EarningFacts,
): Promise<Complaint[]> {
  const { workspace_id, conversion_id, due_minor } = earning;
  const complain = (says: string): Complaint => ({ check: 'sales', says });
  if (!conversion) {
    const claimed = await reader.find(claims, 'key', [workspace_id, conversion_id]);
    const what = claimed.length > 0 ? 'was reported by nobody but a browser' : 'is not there';
    return [complain(`its conversion ${conversion_id} ${what}`)];
  }
  if (!isOwed) {
    if (held.items === 0) return [complain('its affiliate is not owed for its sale')];
    const due = amountText(due_minor, earning.currency);
    return due_minor === 0 ? [] : [complain(`its affiliate is not owed for its sale any more, and ${due} are due`)];
  }
  const { occurred_at, amount_minor, currency, credit } = conversion;
  const isOfSale =
    earning.occurred_at === occurred_at && earning.sale_minor === amount_minor && earning.sale_currency === currency;
  return [
    ...(isOfSale ? [] : [complain('its time or its amount is not that of its sale')]),
    ...(earning.referral_id === credit.owed_to?.referral_id ? [] : [complain('its referral is not that of its sale')]),
  ];
}

/** A sale that is owed to somebody has an earning of theirs. */
export async function checkEarningOfSale(
  reader: Reader,
  { workspace_id, id, credit, deleted_at }: Pick<ConversionRow, 'workspace_id' | 'id' | 'credit' | 'deleted_at'>,
): Promise<Complaint[]> {
  const owed = deleted_at === null ? credit.owed_to : null;
  if (!owed) return [];
  const found = await reader.find<EarningRow>(earnings, 'conversion', [workspace_id, id]);
  if (found.some(({ affiliate_id }) => affiliate_id === owed.affiliate_id)) return [];
  return [{ check: 'sales', says: `it is owed to ${owed.affiliate_id}, and there is no earning of theirs` }];
}
