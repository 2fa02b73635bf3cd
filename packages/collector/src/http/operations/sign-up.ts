import type { Caller } from '../../auth/keyring.ts';
import type { ReferralAnswer, ReferralAsk } from '../../dialects/referral-ask.ts';
import { STRICT } from '../../domain/leniency.ts';
import type { HttpContext } from '../context.ts';
import { submitOne } from '../submit.ts';
import { conversionCommand, madeConversion } from './create-conversion.ts';
import { findClick } from './create-rewarded-conversion.ts';
import type { OperationRequest } from './operation-request.ts';
import { createReferences } from './references.ts';
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

  async function record() {
    const lead = { ...given, name: 'sign_up', click_id: click.id, event_id: `sign_up.${click.id}`, origin: 'api' };
    const references = createReferences(context, workspace_id);
    const command = await conversionCommand(references, caller, { given: lead, leniency: STRICT }, request);
    const { row, ...outcome } = madeConversion(await submitOne(context, command));
    return { ...outcome, conversion_id: row.id };
  }
}
