import type { Caller } from '../../auth/keyring.ts';
import { AppError } from '../../domain/errors.ts';
import type { IncentiveRow, IncentiveTerms } from '../../domain/incentive.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import { intakeIncentive, intakeIncentiveEdit } from '../../intake/incentive.ts';
import type { ShownIncentive, Versioned } from '../../reports/programs.ts';
import { incentivePatch, newIncentive } from '../../wire/incentive.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, isReplayed, submitOne } from '../submit.ts';
import { readAffiliate } from './configure-affiliate.ts';
import { readProgram } from './configure-program.ts';
import type { OperationRequest } from './operation-request.ts';

export async function createIncentive(
  context: HttpContext,
  caller: Caller,
  body: unknown,
  request: OperationRequest,
): Promise<ShownIncentive & { outcome: 'recorded' | 'duplicate'; is_replayed: boolean }> {
  const { workspace_id } = caller;
  const given = parse(newIncentive, body);
  const { row: program } = await readProgram(context, caller, given.program_id, 'program_id');
  const affiliate_id = await affiliateOf(context, caller, { program_id: program.id, id: given.affiliate_id });
  const command = intakeIncentive({ ...given, affiliate_id }, { workspace_id, program, ...request });
  const outcome = await submitOne(context, command);
  const row = factOf<IncentiveRow>(outcome, 'is_counted');
  const { currency } = row.program_id === program.id ? program : await readIncentive(context, caller, row.id);
  return { outcome: outcome.status, row, currency, is_replayed: isReplayed(outcome) };
}

/** By our id or the caller's. Throws `not_found`. */
export async function readIncentive(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
): Promise<ShownIncentive & Versioned<IncentiveRow, IncentiveTerms>> {
  const found = await context.ask('read_incentive', { workspace_id, id: cleanText(id) });
  if (found) return found;
  throw new AppError('not_found', `There is no incentive ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

export async function updateIncentive(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<ShownIncentive> {
  const given = parse(incentivePatch, patch);
  const before = await readIncentive(context, caller, id);
  const { program_id } = before.row;
  const affiliate_id = await affiliateOf(context, caller, { program_id, id: given.affiliate_id });
  const named = { ...given, ...(affiliate_id !== undefined && { affiliate_id }) };
  const command = intakeIncentiveEdit(before, named, { workspace_id: caller.workspace_id, received_at });
  if (!command) return before;
  return { row: factOf<IncentiveRow>(await submitOne(context, command), 'is_counted'), currency: before.currency };
}

export async function deleteIncentive(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<ShownIncentive> {
  const shown = await readIncentive(context, caller, id);
  await submitOne(
    context,
    intakeDeletion('incentive', shown.row.id, { workspace_id: caller.workspace_id, received_at }),
  );
  return shown;
}

/** Our id of whom it is for. Who is in another program would never be paid by it. Throws `not_found` and `invalid`. */
async function affiliateOf(
  context: HttpContext,
  { workspace_id }: Caller,
  { program_id, id }: { program_id: string; id: string | null | undefined },
): Promise<string | null | undefined> {
  if (id === null || id === undefined) return id;
  const { affiliate } = await readAffiliate(context, workspace_id, id, 'affiliate_id');
  if (affiliate.program_id === null || affiliate.program_id === program_id) return affiliate.id;
  throw new AppError('invalid', `affiliate_id: ${id} is in another program`, {
    field: 'affiliate_id',
    hint: 'Move the affiliate into this program first, or make an incentive of theirs.',
  });
}
