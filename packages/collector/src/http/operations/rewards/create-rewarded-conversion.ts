import type { Caller } from '../../../auth/keyring.ts';
import type { NamedIn, ReferralAnswer, ReferralAsk } from '../../../dialects/referral-ask.ts';
import { WINDOW_DAYS } from '../../../domain/credit.ts';
import { AppError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/text.ts';
import { DAY, instantOf } from '../../../domain/time.ts';
import type { TouchRow } from '../../../domain/touch.ts';
import type { ResolvedReferral } from '../../../reports/referrals/resolve-referral.ts';
import type { GivenConversion } from '../../../wire/conversion.ts';
import type { HttpContext } from '../../context.ts';
import { submitOne } from '../../submit.ts';
import { conversionCommand, madeConversion } from '../create-conversion.ts';
import type { OperationRequest } from '../operation-request.ts';
import { createReferences } from '../references.ts';
import { showReward } from './show-reward.ts';

type Asked = Extract<ReferralAsk, { ask: 'create_rewarded_conversion' }>;
export type RewardAnswered = Extract<ReferralAnswer, { answer: 'reward' }>;

/**
 * Records a conversion of a referral or a click that must be there, or finds the one that it is, and says what it earns.
 * Throws `invalid`, and `not_found` in the field that names what is not there.
 */
export async function createRewardedConversion(
  context: HttpContext,
  caller: Caller,
  { referral, click, given, leniency }: Asked,
  request: OperationRequest,
): Promise<RewardAnswered> {
  const { workspace_id } = caller;
  const [referred, clicked] = await Promise.all([
    referral && findNamed(context, workspace_id, referral),
    click && findClick(context, workspace_id, click),
  ]);
  const owner = referred && (await ownerOfOld(context, workspace_id, referred, soldAt(given, request)));
  const tied = { ...given, ...tieOf(referred, clicked), ...owner };
  const references = createReferences(context, workspace_id);
  const command = await conversionCommand(references, caller, { given: tied, leniency }, request);
  const { row, ...made } = madeConversion(await submitOne(context, command));
  return { answer: 'reward', ...made, reward: await showReward(context, workspace_id, row.id) };
}

/** What a name stands for. Throws `not_found`. */
export async function findNamed(
  context: HttpContext,
  workspaceId: string,
  { field, name }: NamedIn,
): Promise<ResolvedReferral> {
  const found = await context.ask('resolve_referral', { workspace_id: workspaceId, name: cleanText(name) });
  if (found) return found;
  throw new AppError('not_found', `${field}: there is no click and no referral ${name}`, {
    field,
    hint: 'Send an id that was answered here, and check that the key is of the same mode (live or test).',
  });
}

/** The click of that name. Throws `not_found`. */
export async function findClick(
  context: HttpContext,
  workspaceId: string,
  named: NamedIn,
): Promise<ResolvedReferral & { click: TouchRow }> {
  const found = await findNamed(context, workspaceId, named);
  if (found.click) return { ...found, click: found.click };
  throw new AppError('not_found', `${named.field}: ${named.name} is a referral that began with no click`, {
    field: named.field,
    hint: 'Send it as referral_id.',
  });
}

/**
 * What a conversion says of whose it is. A click that began a referral stands for it, however long ago it was. The referral that
 * is named comes before the click: of one that began with another click it is that one; the click that gave way is kept as it
 * came.
 */
function tieOf(referred: ResolvedReferral | null, clicked: ResolvedReferral | null): GivenConversion {
  const named = referred ?? clicked;
  const click_id =
    named?.click?.id ?? named?.referral?.click_id ?? (named === referred ? clicked?.click?.id : undefined);
  const other = clicked?.click && clicked.click.id !== click_id ? clicked.click.id : undefined;
  return {
    referral_id: named?.referral?.first_conversion_id,
    click_id,
    ...(other !== undefined && { 'affonso.click_id': other }),
  };
}

/**
 * A referral that is named is credited, also where it is a click so old that it would bring nothing by itself: then its affiliate is
 * named with it. https://docs.affonso.io/api-reference/endpoint/conversions/create
 */
async function ownerOfOld(
  context: HttpContext,
  workspaceId: string,
  { click, referral }: ResolvedReferral,
  at: number,
): Promise<{ affiliate_id: string } | null> {
  if (referral || !click || click.affiliate_id === null) return null;
  const owner = await context.ask('read_affiliate', { workspace_id: workspaceId, id: click.affiliate_id });
  const days = owner?.program?.terms.cookie_days ?? WINDOW_DAYS;
  return at - click.occurred_at > days * DAY ? { affiliate_id: click.affiliate_id } : null;
}

/** When it occurred, as far as it says so rightly; what it says wrongly is refused where it is read. */
function soldAt({ occurred_at }: GivenConversion, { received_at }: OperationRequest): number {
  return (occurred_at == null ? undefined : instantOf(occurred_at)) ?? received_at;
}
