import type { EarningRow, EntryRow } from '../../domain/earning.ts';
import { entries } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { amountText } from './amount-text.ts';
import type { Complaint } from './ledger-fault.ts';

type Of = Pick<EarningRow, 'workspace_id' | 'id'>;

/** The entries of an earning come to what is due; those of one that is not there any more, to nothing. */
export async function checkEntries(reader: Reader, of: Of, earning: EarningRow | undefined): Promise<Complaint[]> {
  const found = await reader.find<EntryRow>(entries, 'key', [of.workspace_id, of.id]);
  const sum = found.reduce((total, { amount_minor }) => total + amount_minor, 0);
  const complain = (says: string): Complaint => ({ check: 'entries', says });
  const currency = earning?.currency ?? found.at(-1)?.currency ?? null;
  const complaints: Complaint[] = [];
  if (!earning && sum !== 0) {
    complaints.push(complain(`is not there, and its entries come to ${amountText(sum, currency)}`));
  }
  if (!earning) return complaints;
  if (sum !== earning.due_minor) {
    const [due, come] = [earning.due_minor, sum].map((minor) => amountText(minor, currency));
    complaints.push(complain(`${due} are due, and its entries come to ${come}`));
  }
  if (found.some(({ affiliate_id }) => affiliate_id !== earning.affiliate_id)) {
    complaints.push(complain('has entries of another affiliate'));
  }
  return complaints;
}
