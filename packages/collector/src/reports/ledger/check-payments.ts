import { amountText } from './amount-text.ts';
import type { EarningFacts } from './earning-facts.ts';
import type { Complaint } from './ledger-fault.ts';

/** What payouts hold of an earning, with what somebody else paid, is what it says; and what may be paid follows from that. */
export function checkPayments({ earning, conversion, isOwed, held }: EarningFacts): Complaint[] {
  const { status, due_minor, commission_minor, currency } = earning;
  const isPaidOutside = isOwed && conversion?.earning_status === 'paid' && status !== 'declined';
  const outside = isPaidOutside ? Math.max(0, commission_minor - held.allocated_minor) : 0;
  const allocated = held.allocated_minor + outside;
  const paid = held.paid_minor + outside;
  const found: Complaint[] = [];
  const complain = (says: string) => found.push({ check: 'payments', says });
  const amount = (minor: number) => amountText(minor, currency);

  if (earning.allocated_minor !== allocated) {
    complain(`payouts hold ${amount(allocated)} of it, and it says ${amount(earning.allocated_minor)}`);
  }
  if (earning.paid_minor !== paid) {
    complain(`${amount(paid)} of it were paid, and it says ${amount(earning.paid_minor)}`);
  }
  const isPayable = (status === 'ready' && due_minor !== allocated) || due_minor < allocated;
  if (earning.is_payable !== isPayable) {
    complain(isPayable ? 'it may be paid, and says that it may not' : 'it may not be paid, and says that it may');
  }
  const isSettled = due_minor > 0 && allocated >= due_minor;
  const settled = paid >= allocated ? 'paid' : 'processing';
  if (isSettled ? status !== settled : status === 'paid' || status === 'processing') {
    if (!isPaidOutside)
      complain(isSettled ? `it is ${status}, and should be ${settled}` : `it is ${status}, and is not`);
  }
  return found;
}
