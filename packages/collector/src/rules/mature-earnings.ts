import type { CommandRow, MatureEarnings, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { MaturityRow } from '../domain/earning.ts';
import { commands, maturities } from '../domain/schema.ts';
import { decideAnew } from './configure-programs.ts';
import { maturityOf } from './maturity.ts';

/** The clock says that the holds of some earnings have ended; of several times that it said so the latest counts. */
export function matureEarnings(draft: Draft, command: MatureEarnings): Outcome {
  const { workspace_id, as_of } = command;
  if (draft.find<CommandRow>(commands, 'key', [workspace_id, command.id]).length > 0) return { status: 'duplicate' };
  const later = command.earnings.filter(({ id }) => {
    const known = maturityOf(draft, workspace_id, id);
    if (known && known.as_of >= as_of) return false;
    if (known) draft.update<MaturityRow>(maturities, known, { as_of });
    else draft.insert<MaturityRow>(maturities, { workspace_id, earning_id: id, as_of, version: 1 });
    return true;
  });
  // In a log that is derived in another order a later one may have come first.
  if (later.length === 0 && !command.is_accepted) return { status: 'duplicate' };
  decideAnew(draft, command, (affected) => {
    for (const { conversion_id } of later) affected.byConversion(conversion_id);
  });
  return { status: 'recorded', logged: { ...command, is_accepted: true } };
}
