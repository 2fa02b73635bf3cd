import type { Caller } from '../../../auth/keyring.ts';
import type { RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import type { HttpContext } from '../../context.ts';
import type { OperationRequest } from '../operation-request.ts';
import { createPartner, deletePartner, listPartners, readPartner, updatePartner } from './affiliates.ts';
import {
  createCommission,
  deleteCommission,
  listCommissions,
  readCommission,
  updateCommission,
} from './commissions.ts';
import { createPartnerCoupon, deletePartnerCoupon, listPartnerCoupons, readPartnerCoupon } from './coupons.ts';
import { listPartnerPayouts, readPartnerPayout, stepPartnerPayout } from './payouts.ts';
import { listOwnGroups, readOwnProgram, updateOwnProgram } from './program.ts';
import { createTie, deleteTie, listTies, readTie, updateTie } from './referrals.ts';

/** Carries out what is asked of affiliates, what they earn and what they are paid. */
export async function answerReward(
  context: HttpContext,
  caller: Caller,
  ask: RewardAsk,
  request: OperationRequest,
): Promise<RewardAnswer> {
  switch (ask.ask) {
    case 'list_partners':
      return listPartners(context, caller, ask);
    case 'read_partner':
      return readPartner(context, caller, ask);
    case 'create_partner':
      return createPartner(context, caller, ask, request);
    case 'update_partner':
      return updatePartner(context, caller, ask, request);
    case 'delete_partner':
      return deletePartner(context, caller, ask, request);
    case 'list_ties':
      return listTies(context, caller, ask);
    case 'read_tie':
      return readTie(context, caller, ask);
    case 'create_tie':
      return createTie(context, caller, ask, request);
    case 'update_tie':
      return updateTie(context, caller, ask, request);
    case 'delete_tie':
      return deleteTie(context, caller, ask, request);
    case 'list_commissions':
      return listCommissions(context, caller, ask);
    case 'read_commission':
      return readCommission(context, caller, ask.id);
    case 'create_commission':
      return createCommission(context, caller, ask, request);
    case 'update_commission':
      return updateCommission(context, caller, ask, request);
    case 'delete_commission':
      return deleteCommission(context, caller, ask, request);
    case 'list_partner_payouts':
      return listPartnerPayouts(context, caller, ask);
    case 'read_partner_payout':
      return readPartnerPayout(context, caller, ask.id);
    case 'step_partner_payout':
      return stepPartnerPayout(context, caller, ask, request);
    case 'list_partner_coupons':
      return listPartnerCoupons(context, caller, ask);
    case 'read_partner_coupon':
      return readPartnerCoupon(context, caller, ask.id);
    case 'create_partner_coupon':
      return createPartnerCoupon(context, caller, ask, request);
    case 'delete_partner_coupon':
      return deletePartnerCoupon(context, caller, ask.id, request);
    case 'read_own_program':
      return readOwnProgram(context, caller, ask, request.received_at);
    case 'update_own_program':
      return updateOwnProgram(context, caller, ask, request);
    case 'list_groups':
      return listOwnGroups(context, caller, ask);
  }
}
