import type { Command } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow, EntryRow } from '../domain/earning.ts';
import { entries } from '../domain/schema.ts';
import { commandIdOf } from './receipts.ts';

type Entered = Pick<EarningRow, 'workspace_id' | 'id' | 'affiliate_id' | 'currency'>;

/** Enters in the ledger what a command adds to what is owed, or takes from it; of one command that is one entry. */
export function enter(
  draft: Draft,
  command: Command,
  earning: Entered,
  amountMinor: number,
  kind: EntryRow['kind'],
): void {
  if (amountMinor === 0) return;
  const { workspace_id, id: earning_id, affiliate_id, currency } = earning;
  const command_id = commandIdOf(command);
  const known = draft.get<EntryRow>(entries, [workspace_id, earning_id, command_id]);
  if (known) {
    draft.add<EntryRow>(entries, known, 'amount_minor', amountMinor);
    return;
  }
  draft.insert<EntryRow>(entries, {
    workspace_id,
    earning_id,
    command_id,
    cause: command.kind,
    kind: command.kind === 'record_adjustment' ? 'refund' : kind,
    affiliate_id,
    currency,
    amount_minor: amountMinor,
    recorded_at: command.recorded_at,
  });
}
