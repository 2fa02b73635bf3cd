import type { Caller } from '../../../auth/keyring.ts';
import type { GivenTiePatch, RewardAnswer, RewardAsk, Tie, TieDetail } from '../../../dialects/reward-ask.ts';
import { AppError } from '../../../domain/errors.ts';
import { nodeOf } from '../../../domain/identity.ts';
import { STRICT } from '../../../domain/leniency.ts';
import type { ReferralStatus } from '../../../domain/referral.ts';
import { cleanText } from '../../../domain/text.ts';
import type { ToldReferral } from '../../../domain/told-referral.ts';
import { intakeDeletion, intakeEdit } from '../../../intake/edit.ts';
import { conversionOfReferral } from '../../../intake/referral.ts';
import type { ReadTie } from '../../../reports/rewards/read-referral.ts';
import { parse } from '../../../wire/parse.ts';
import { newReferral } from '../../../wire/referral.ts';
import type { HttpContext } from '../../context.ts';
import { answered, submitAll, submitOne } from '../../submit.ts';
import { notThere, readAffiliate } from '../configure-affiliate.ts';
import { createConversion } from '../create-conversion.ts';
import { updateConversion } from '../edit-conversion.ts';
import type { OperationRequest } from '../operation-request.ts';
import { findPartner } from './affiliates.ts';
import { ourAffiliate, tooMany } from './counted-page.ts';
import { REFERRAL_UPDATE } from './referral-update.ts';

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type TieAnswer = Extract<RewardAnswer, { answer: 'tie' }>;

/** Referrals in a vendor's words. */

export async function listTies(
  context: HttpContext,
  { workspace_id }: Caller,
  query: Asked<'list_ties'>,
): Promise<Extract<RewardAnswer, { answer: 'ties' }>> {
  const { limit, order, user_id = null, statuses = null, from = null, to = null } = query;
  const { rows, has_more, is_whole } = await context.ask('page_ties', {
    ...{ workspace_id, limit, order, statuses, from, to },
    user_id: user_id === null ? null : cleanText(user_id),
    affiliate_id: await ourAffiliate(context, workspace_id, query.affiliate_id),
    after: await placeOf(context, workspace_id, query.after, 'starting_after'),
    before: await placeOf(context, workspace_id, query.before, 'ending_before'),
  });
  if (!is_whole) throw tooMany();
  const shown = await Promise.all(rows.map((told) => tieOf(context, workspace_id, { told }, query.with)));
  return { answer: 'ties', rows: shown, has_more };
}

export async function readTie(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, ...asked }: Pick<Asked<'read_tie'>, 'id' | 'with'>,
  outcome: TieAnswer['outcome'] = 'read',
): Promise<TieAnswer> {
  const found = await findTie(context, workspace_id, id);
  return { answer: 'tie', outcome, shown: await tieOf(context, workspace_id, found, asked.with) };
}

/** By any of its names. Throws `not_found`. */
export async function findTie(context: HttpContext, workspace_id: string, id: string, field = 'id'): Promise<ReadTie> {
  const found = await context.ask('read_tie', { workspace_id, name: cleanText(id) });
  if (found) return found;
  throw notThere(field, 'referral', id);
}

/** Somebody whom an affiliate referred. Throws `conflict` of an address that the program knows. */
export async function createTie(
  context: HttpContext,
  caller: Caller,
  { given: { given, status } }: Asked<'create_tie'>,
  request: OperationRequest,
): Promise<TieAnswer> {
  const { workspace_id } = caller;
  const { affiliate } = await readAffiliate(context, workspace_id, given.affiliate_id, 'affiliate_id');
  await refuseNamesake(context, affiliate, given.email);
  if (given.click_id != null) await checkClick(context, workspace_id, given.click_id);
  const { user, ...fields } = given;
  const referral = conversionOfReferral(parse(newReferral, { ...fields, affiliate_id: affiliate.id }));
  const asked = { given: { ...referral, ...(user && { user }) }, leniency: STRICT };
  const made = await createConversion(context, caller, asked, request);
  if (made.answer !== 'conversion') throw new Error(`a referral came to ${made.answer}`);
  if (made.outcome === 'duplicate' && !made.is_replayed) throw known('email', given.email);
  const { id } = made.shown.row;
  const found = await context.ask('read_tie', { workspace_id, name: id });
  if (!found) throw new AppError('conflict', 'affiliate_id: the affiliate has left', { field: 'affiliate_id' });
  if (status && found.told.status !== status) await sayStatus(context, caller, found.told.id, status, request);
  return readTie(context, caller, { id, with: [] }, 'recorded');
}

/**
 * Changes what is known of somebody. Who they are follows from what was reported of them, so what is new is one more report,
 * which earns nobody anything.
 */
export async function updateTie(
  context: HttpContext,
  caller: Caller,
  { id, given }: Asked<'update_tie'>,
  request: OperationRequest,
): Promise<TieAnswer> {
  const { workspace_id } = caller;
  const { told } = await findTie(context, workspace_id, id);
  refuseCleared(told, given);
  const status = given.status === undefined || given.status === told.status ? undefined : saidOf(told, given.status);
  if (given.email !== undefined && given.email !== told.email) {
    const { affiliate } = await readAffiliate(context, workspace_id, told.affiliate.id, 'affiliate_id');
    await refuseNamesake(context, affiliate, given.email, told.id);
  }
  if (tellsMore(told, given)) await report(context, caller, told, given, request);
  if (given.metadata !== undefined) {
    const patch = { metadata: given.metadata };
    await updateConversion(context, caller, { id: told.first_conversion_id, patch, leniency: STRICT }, request);
  }
  if (status !== undefined) await sayStatus(context, caller, told.id, status, request);
  return readTie(context, caller, { id: told.id, with: [] }, 'updated');
}

/** Deletes all that came of it. Throws `conflict` where some of that was paid. */
export async function deleteTie(
  context: HttpContext,
  caller: Caller,
  { id }: Asked<'delete_tie'>,
  { received_at }: OperationRequest,
): Promise<TieAnswer> {
  const { workspace_id } = caller;
  const found = await findTie(context, workspace_id, id);
  if (found.earnings.some(({ paid_minor, status }) => paid_minor > 0 || status === 'processing')) {
    throw new AppError('conflict', 'Some of what came of this referral was paid, or is in a payout.', {
      field: 'id',
      hint: 'What was paid stays recorded: refund the sales, or set the status to canceled.',
    });
  }
  const sales = found.earnings.map(({ conversion_id }) => conversion_id);
  const commands = sales.map((sale) => intakeDeletion('conversion', sale, { workspace_id, received_at }, true));
  for (const outcome of await submitAll(context, commands)) answered(outcome);
  return { answer: 'tie', outcome: 'deleted', shown: { told: found.told } };
}

async function tieOf(
  context: HttpContext,
  workspaceId: string,
  { told, stats }: Pick<ReadTie, 'told'> & Partial<ReadTie>,
  details: readonly TieDetail[],
): Promise<Tie> {
  const partner = details.includes('affiliate') ? await findPartner(context, workspaceId, told.affiliate.id) : null;
  return { told, ...(partner && { partner }), ...(details.includes('stats') && { stats }) };
}

async function placeOf(
  context: HttpContext,
  workspace_id: string,
  id: string | undefined,
  field: string,
): Promise<ReadTie['place'] | null> {
  return id === undefined ? null : (await findTie(context, workspace_id, id, field)).place;
}

async function refuseNamesake(
  context: HttpContext,
  { workspace_id, program_id }: { workspace_id: string; program_id: string | null },
  email: string,
  except?: string,
): Promise<void> {
  const { value: email_node } = nodeOf({ kind: 'email', value: email.trim().toLowerCase() });
  const namesake = await context.ask('find_namesake', { workspace_id, program_id, email_node });
  if (namesake && namesake.id !== except) throw known('email', email);
}

function known(field: string, value: string): AppError {
  return new AppError('conflict', `${field}: ${JSON.stringify(value)} is that of a referral of the program`, { field });
}

/** A click begins one referral. */
async function checkClick(context: HttpContext, workspaceId: string, id: string): Promise<void> {
  const found = await context.ask('resolve_referral', { workspace_id: workspaceId, name: cleanText(id) });
  if (!found?.click) throw notThere('click_id', 'click', id);
  if (!found.referral) return;
  throw new AppError('conflict', 'click_id: is a referral already', {
    field: 'click_id',
    hint: 'Change that referral.',
  });
}

/** Links between identifiers stay, whatever the latest report says. */
function refuseCleared(told: ToldReferral, given: GivenTiePatch): void {
  for (const field of ['customer_id', 'subscription_id', 'name'] as const) {
    if (given[field] !== null || told[field] === null) continue;
    throw new AppError('invalid', `${field}: what was said of somebody cannot be cleared here`, {
      field,
      hint: 'Send another value, or take a wrong link away with DELETE /v1/people/ID/edges/EDGE_ID and a key of ours.',
    });
  }
}

function tellsMore(told: ToldReferral, given: GivenTiePatch): boolean {
  return (['email', 'customer_id', 'subscription_id', 'name'] as const).some(
    (field) => given[field] != null && given[field] !== told[field],
  );
}

async function report(
  context: HttpContext,
  caller: Caller,
  told: ToldReferral,
  { email, customer_id, subscription_id, name }: GivenTiePatch,
  request: OperationRequest,
): Promise<void> {
  const profile = { ...(subscription_id != null && { subscription_id }), ...(name != null && { name }) };
  const given = {
    name: REFERRAL_UPDATE,
    sales_status: 'open' as const,
    referral_id: told.first_conversion_id,
    external_user_id: told.user_id,
    email: email ?? told.email,
    customer_id: customer_id ?? told.customer_id,
    ...(Object.keys(profile).length > 0 && { user: profile }),
  };
  await createConversion(context, caller, { given, leniency: STRICT }, request);
}

/** What somebody may say of it. Throws `invalid` of what follows from what happens. */
function saidOf(told: ToldReferral, status: ReferralStatus): 'canceled' | 'rejected' | null {
  if (status === 'canceled' || status === 'rejected') return status;
  if (status === 'lead' && (told.status === 'canceled' || told.status === 'rejected')) return null;
  throw new AppError(
    'invalid',
    `status: is ${told.status}, as follows from what was reported; it cannot be set to ${status}`,
    {
      field: 'status',
      hint: 'Report what they did with POST /v1/conversions or POST /v1/events. Only lead, canceled and rejected can be set.',
    },
  );
}

async function sayStatus(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
  status: 'canceled' | 'rejected' | null,
  { received_at }: OperationRequest,
): Promise<void> {
  await submitOne(context, intakeEdit('referral', id, { status }, { workspace_id, received_at }));
}
