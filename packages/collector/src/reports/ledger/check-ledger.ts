import { commands, conversions, earnings, entries, payoutItems, payouts } from '../../domain/schema.ts';
import type { AnyTable } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import { acceptedPayoutsStep, unacceptedPayoutsStep } from './accepted-payouts-step.ts';
import { type Balance, createBalances } from './balances.ts';
import { earningsStep } from './earnings-step.ts';
import { lasting } from './lasting.ts';
import type { LedgerFault } from './ledger-fault.ts';
import { payoutsStep, strayItemsStep } from './payouts-step.ts';
import { salesStep } from './sales-step.ts';
import type { Step, Walk } from './step.ts';
import { strayEntriesStep } from './stray-entries-step.ts';

/** What came of looking at a workspace's ledger. */
export interface CheckedLedger {
  workspace_id: string;
  earnings: number;
  payouts: number;
  /** The first that were found. */
  faults: LedgerFault[];
  more_faults: number;
  balances: Balance[];
}

/** Tables whose rows are looked at, for who wants to know how far it is. */
export const LEDGER_TABLES: readonly AnyTable[] = [earnings, entries, conversions, payouts, payoutItems, commands];

/** A ledger in which all is wrong need not be told line by line. */
const FAULTS = 1_000;

/** Looks at everything that a workspace owes and has paid, a page at a time. Changes nothing. `onRow` hears of each row. */
export async function checkLedger(reader: Reader, workspaceId: string, onRow: () => void): Promise<CheckedLedger> {
  const walk: Walk = { reader, workspace_id: workspaceId, onRow };
  const balances = createBalances();
  const payoutIds = new Set<string>();
  const faults: LedgerFault[] = [];
  const count = { earnings: 0, faults: 0 };

  async function take<Row>(step: Step<Row>, hear: (row: Row) => void = () => {}): Promise<void> {
    for await (const page of step.pages) {
      for (const row of page) hear(row);
      for (const { row, complaints } of await lasting(page, step)) {
        for (const { check, says } of complaints) {
          count.faults += 1;
          if (faults.length === FAULTS) continue;
          faults.push({ check, workspace_id: workspaceId, subject: step.subject, id: step.idOf(row), says });
        }
      }
    }
  }

  await take(earningsStep(walk), (earning) => {
    count.earnings += 1;
    balances.add(earning);
  });
  await take(strayEntriesStep(walk));
  await take(salesStep(walk));
  await take(payoutsStep(walk), ({ id }) => payoutIds.add(id));
  await take(strayItemsStep(walk));
  const checked = { workspace_id: workspaceId, earnings: count.earnings, payouts: payoutIds.size };
  // The log is read last: a payout that is made meanwhile is found in it.
  await take(acceptedPayoutsStep(walk, (id) => payoutIds.delete(id)));
  await take(unacceptedPayoutsStep([...payoutIds]));
  return { ...checked, faults, more_faults: count.faults - faults.length, balances: balances.totals() };
}
