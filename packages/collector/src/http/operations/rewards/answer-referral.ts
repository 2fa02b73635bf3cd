import type { Caller } from '../../../auth/keyring.ts';
import type { ReferralAnswer, ReferralAsk } from '../../../dialects/referral-ask.ts';
import type { HttpContext } from '../../context.ts';
import type { OperationRequest } from '../operation-request.ts';
import { refundConversion } from '../refund-conversion.ts';
import { createAffiliateClick } from './create-affiliate-click.ts';
import { createRewardedConversion } from './create-rewarded-conversion.ts';
import { showReward } from './show-reward.ts';
import { signUp } from './sign-up.ts';

/** Carries out what is asked of clicks, referrals and refunds. */
export async function answerReferral(
  context: HttpContext,
  caller: Caller,
  ask: ReferralAsk,
  request: OperationRequest,
): Promise<ReferralAnswer> {
  const { workspace_id } = caller;
  switch (ask.ask) {
    case 'refund_conversion': {
      const { row, ...refunded } = await refundConversion(context, caller, ask, request);
      return {
        answer: 'reward',
        ...refunded,
        reward: await showReward(context, workspace_id, row.conversion_id ?? ''),
      };
    }
    case 'create_rewarded_conversion':
      return createRewardedConversion(context, caller, ask, request);
    case 'create_affiliate_click':
      return createAffiliateClick(context, caller, ask, request);
    case 'sign_up':
      return signUp(context, caller, ask, request);
  }
}
