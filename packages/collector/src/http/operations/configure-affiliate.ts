import type { Caller } from '../../auth/keyring.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProgramRow } from '../../domain/program.ts';
import { cleanText } from '../../domain/text.ts';
import {
  type AffiliateStep,
  intakeAffiliate,
  intakeAffiliateEdit,
  intakeAffiliateStep,
} from '../../intake/affiliate.ts';
import { intakeDeletion } from '../../intake/edit.ts';
import type { AffiliateInProgram } from '../../reports/affiliates.ts';
import { affiliatePatch, newAffiliate } from '../../wire/affiliate.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { submitOne } from '../submit.ts';
import { checkDestination, foreignHost } from './destination.ts';
import type { OperationRequest } from './operation-request.ts';

/** Makes an affiliate in the program that is named, or in the only one. Throws `invalid`, `not_found` and `conflict`. */
export async function createAffiliate(
  context: HttpContext,
  { workspace_id }: Caller,
  body: unknown,
  { received_at }: OperationRequest,
): Promise<AffiliateInProgram> {
  const given = parse(newAffiliate, body);
  const program = await namedProgram(context, workspace_id, given.program_id);
  checkDestination(program, given.destination_url);
  if (given.external_id) await refuseTaken(context, workspace_id, given.external_id);
  const program_id = program?.id ?? null;
  const command = intakeAffiliate(given, { workspace_id, received_at, program_id });
  await submitOne(context, command);
  return readAffiliate(context, workspace_id, command.affiliate.id);
}

/** By our id or the caller's; `field` is where it was named. Throws `not_found`. */
export async function readAffiliate(
  context: HttpContext,
  workspaceId: string,
  id: string,
  field = 'id',
): Promise<AffiliateInProgram> {
  const found = await context.ask('read_affiliate', { workspace_id: workspaceId, id: cleanText(id) });
  if (found) return found;
  throw notThere(field, 'affiliate', id);
}

export async function updateAffiliate(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<AffiliateInProgram> {
  const given = parse(affiliatePatch, patch);
  const before = await readAffiliate(context, workspace_id, id);
  const joined = given.program_id === undefined ? null : await joinedProgram(context, before, given.program_id);
  const command = intakeAffiliateEdit(before.affiliate, given, { workspace_id, received_at, program_id: joined?.id });
  if (!command) return before;
  await submitOne(context, command);
  return readAffiliate(context, workspace_id, before.affiliate.id);
}

/** Throws `conflict` where somebody in their status cannot be. */
export async function stepAffiliate(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, step }: { id: string; step: AffiliateStep },
  { received_at }: OperationRequest,
): Promise<AffiliateInProgram> {
  const before = await readAffiliate(context, workspace_id, id);
  const command = intakeAffiliateStep(before.affiliate, step, { workspace_id, received_at });
  if (!command) return before;
  await submitOne(context, command);
  return readAffiliate(context, workspace_id, before.affiliate.id);
}

export async function deleteAffiliate(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<AffiliateInProgram> {
  const before = await readAffiliate(context, workspace_id, id);
  await submitOne(context, intakeDeletion('affiliate', before.affiliate.id, { workspace_id, received_at }));
  return before;
}

/** The program that a request names, or the only one there is. Throws `not_found`. */
export async function namedProgram(
  context: HttpContext,
  workspaceId: string,
  id: string | null | undefined,
): Promise<ProgramRow | null> {
  const asked = id === null || id === undefined ? null : cleanText(id);
  const program = await context.ask('choose_program', { workspace_id: workspaceId, id: asked });
  if (program || asked === null) return program;
  throw notThere('program_id', 'program', asked);
}

/** `field` names something that is not there. */
export function notThere(field: string, what: string, id: string): AppError {
  return new AppError('not_found', `${field === 'id' ? '' : `${field}: `}There is no ${what} ${id}.`, {
    field,
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}

/** The program that somebody without one joins; `null` where they are in it already. Throws `conflict` where they are in another. */
async function joinedProgram(
  context: HttpContext,
  { affiliate, links }: AffiliateInProgram,
  id: string | null,
): Promise<ProgramRow | null> {
  const program = id === null ? null : await namedProgram(context, affiliate.workspace_id, id);
  if ((program?.id ?? null) === affiliate.program_id) return null;
  if (affiliate.program_id !== null) {
    throw new AppError('conflict', 'program_id: an affiliate does not change programs', {
      field: 'program_id',
      hint: 'Create another affiliate for the other program.',
    });
  }
  for (const { code, destination_url } of links) {
    const host = foreignHost(program, destination_url);
    if (host === undefined) continue;
    throw new AppError('conflict', `program_id: the link ${code} leads to ${host}, which the program does not allow`, {
      field: 'program_id',
      hint: `Change where the link leads, or add ${host} to the program's allowed_hosts.`,
    });
  }
  return program;
}

async function refuseTaken(context: HttpContext, workspaceId: string, externalId: string): Promise<void> {
  const holder = await context.ask('read_affiliate', { workspace_id: workspaceId, id: cleanText(externalId) });
  if (!holder) return;
  throw new AppError('conflict', `external_id: is that of affiliate ${holder.affiliate.id}`, {
    field: 'external_id',
    hint: 'Send another external_id, or change that affiliate.',
  });
}
