import type { Caller } from '../../../auth/keyring.ts';
import type { ReferralAnswer, ReferralAsk } from '../../../dialects/referral-ask.ts';
import { STRICT } from '../../../domain/leniency.ts';
import type { HttpContext } from '../../context.ts';
import { submitOne } from '../../submit.ts';
import { conversionCommand, createConversion, madeConversion } from '../create-conversion.ts';
import type { OperationRequest } from '../operation-request.ts';
import { createReferences } from '../references.ts';
import { findClick } from './create-rewarded-conversion.ts';
import { REFERRAL_UPDATE } from './referral-update.ts';
import { showReward } from './show-reward.ts';

type Asked = Extract<ReferralAsk, { ask: 'sign_up' }>;
type SignedUp = Extract<ReferralAnswer, { answer: 'sign_up' }>;

/**
 * Whoever clicked signed up: of one click there is one sign-up, and none of one that is a referral already. Throws
 * `not_found` of a click that is not there.
 */
export async function signUp(
  context: HttpContext,
  caller: Caller,
  { click: named, given }: Asked,
  request: OperationRequest,
): Promise<SignedUp> {
  const { workspace_id } = caller;
  const { click, referral: begun } = await findClick(context, workspace_id, named);
  if (begun) await tellMore(begun.first_conversion_id);
  const made = begun
    ? { outcome: 'duplicate' as const, is_replayed: false, conversion_id: begun.first_conversion_id }
    : await record();
  const { conversion_id, ...outcome } = made;
  const [reward, owner] = await Promise.all([
    showReward(context, workspace_id, conversion_id),
    click.affiliate_id === null ? null : context.ask('read_affiliate', { workspace_id, id: click.affiliate_id }),
  ]);
  return {
    answer: 'sign_up',
    ...outcome,
    click,
    affiliate: owner?.affiliate ?? null,
    program: owner?.program ?? null,
    referral: reward.referral,
    is_blocked: reward.earning?.calculation?.fraud.some(({ mode }) => mode === 'block') ?? false,
  };

  /** Who bought before they signed up is known by what they signed up with, as far as nothing else was said of them. */
  async function tellMore(firstId: string): Promise<void> {
    const { referral: told } = await showReward(context, workspace_id, firstId);
    const email = told?.email === null ? given.email : undefined;
    const external_user_id = told?.user_id === null ? given.external_user_id : undefined;
    if (!told || (email == null && external_user_id == null)) return;
    const { customer_id, first_conversion_id } = told;
    const more = {
      ...{ name: REFERRAL_UPDATE, sales_status: 'open' as const, referral_id: first_conversion_id, origin: 'api' },
      ...{ customer_id, external_user_id: external_user_id ?? told.user_id, email: email ?? told.email },
    };
    await createConversion(context, caller, { given: { ...given, ...more }, leniency: STRICT }, request);
  }

  async function record() {
    const lead = { ...given, name: 'sign_up', click_id: click.id, event_id: `sign_up.${click.id}`, origin: 'api' };
    const references = createReferences(context, workspace_id);
    const command = await conversionCommand(references, caller, { given: lead, leniency: STRICT }, request);
    const { row, ...outcome } = madeConversion(await submitOne(context, command));
    return { ...outcome, conversion_id: row.id };
  }
}
