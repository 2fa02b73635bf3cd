import type { Caller } from '../../../auth/keyring.ts';
import type { OwnProgram, RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import { AppError } from '../../../domain/errors.ts';
import type { IncentiveRow } from '../../../domain/incentive.ts';
import type { ProgramRow } from '../../../domain/program.ts';
import { cleanText } from '../../../domain/text.ts';
import type { HttpContext } from '../../context.ts';
import { createIncentive, updateIncentive } from '../configure-incentive.ts';
import { updateProgram } from '../configure-program.ts';
import type { OperationRequest } from '../operation-request.ts';
import { again } from './again.ts';

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type OwnAnswer = Extract<RewardAnswer, { answer: 'own_program' }>;

/**
 * The program that a key is for: the one that it was made for, else the only one there is. Throws `not_found` where there is
 * none, and `conflict` where there are several.
 */
export async function ownProgram(
  context: HttpContext,
  { workspace_id }: Caller,
  own: string | null,
): Promise<ProgramRow> {
  const named = own === null ? null : await context.ask('choose_program', { workspace_id, id: cleanText(own) });
  const program = named ?? (await context.ask('choose_program', { workspace_id, id: null }));
  if (program) return program;
  const { rows } = await context.ask('list_programs', { workspace_id, limit: 1, after: null });
  if (rows.length === 0) {
    throw new AppError('not_found', 'There is no program yet.', {
      hint: 'Make one with POST /v1/programs and a key of ours.',
    });
  }
  throw new AppError('conflict', 'There are several programs, and the key is for none of them.', {
    field: 'program_id',
    hint: 'Make a key for one with keys create --dialect affonso --account and its id.',
  });
}

export async function readOwnProgram(
  context: HttpContext,
  caller: Caller,
  { own }: Pick<Asked<'read_own_program'>, 'own'>,
  now: number,
): Promise<OwnAnswer> {
  return { answer: 'own_program', own: await withStandard(context, await ownProgram(context, caller, own), now) };
}

/** Changes the program, and what it pays everybody. Throws `invalid`, and what the rules refuse it for. */
export async function updateOwnProgram(
  context: HttpContext,
  caller: Caller,
  { own, read }: Asked<'update_own_program'>,
  request: OperationRequest,
): Promise<OwnAnswer> {
  const { received_at } = request;
  await again(async () => {
    const before = await withStandard(context, await ownProgram(context, caller, own), received_at);
    const { program, standard } = read(before);
    const { id, terms } = before.row;
    if (Object.keys(program).length > 0) {
      const isNoticed = program['cookie_days'] !== undefined && program['cookie_days'] !== terms.cookie_days;
      const patch = isNoticed ? program : whenDue(program, terms, received_at);
      await updateProgram(context, caller, { id, patch }, request);
    }
    if (Object.keys(standard).length === 0) return;
    if (before.standard) {
      const patch = whenDue(standard, before.standard.terms, received_at);
      await updateIncentive(context, caller, { id: before.standard.id, patch }, request);
    } else await createIncentive(context, caller, { program_id: id, name: 'Standard', ...standard }, { received_at });
  });
  return readOwnProgram(context, caller, { own }, context.now());
}

/** A change that comes while another is still to come holds from then on, too: callers who know of no times cannot choose. */
function whenDue(patch: object, { valid_from }: { valid_from: number }, now: number): object {
  return valid_from > now ? { ...patch, valid_from } : patch;
}

/** The groups of the program, and what it pays whom. */
export async function listOwnGroups(
  context: HttpContext,
  caller: Caller,
  { own }: Asked<'list_groups'>,
): Promise<Extract<RewardAnswer, { answer: 'groups' }>> {
  const program = await ownProgram(context, caller, own);
  const { workspace_id, id: program_id } = program;
  const groups = await context.ask('list_groups', { workspace_id, program_id, now: context.now() });
  return { answer: 'groups', program, ...groups };
}

/** Of incentives for everybody and anything no two hold at once. */
async function withStandard(context: HttpContext, row: ProgramRow, now: number): Promise<OwnProgram> {
  const { workspace_id, id: program_id } = row;
  const { incentives } = await context.ask('list_groups', { workspace_id, program_id, now });
  return { row, standard: incentives.find(isStandard) ?? null };
}

function isStandard({ terms }: IncentiveRow): boolean {
  const { on, affiliate_id, group_name, product_ids, price_ids, interval } = terms;
  return on === 'sale' && [affiliate_id, group_name, product_ids, price_ids, interval].every((one) => one === null);
}
