import type { Caller } from '../../../auth/keyring.ts';
import type { PartnerCoupon, RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import type { CouponRow } from '../../../domain/affiliate.ts';
import { AppError } from '../../../domain/errors.ts';
import type { HttpContext } from '../../context.ts';
import { readAffiliate } from '../configure-affiliate.ts';
import { createCoupon, deleteCoupon, readCoupon } from '../configure-coupon.ts';
import type { OperationRequest } from '../operation-request.ts';
import { findPartner } from './affiliates.ts';
import { countedPage, ourAffiliate, ourProgram } from './counted-page.ts';

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type CouponAnswer = Extract<RewardAnswer, { answer: 'partner_coupon' }>;

/** Coupons in a vendor's words. */

export async function listPartnerCoupons(
  context: HttpContext,
  { workspace_id }: Caller,
  query: Asked<'list_partner_coupons'>,
): Promise<Extract<RewardAnswer, { answer: 'partner_coupons' }>> {
  const { limit, offset, order, by, search, from = null, to = null } = query;
  const page = await context.ask('page_coupons', {
    ...{ workspace_id, limit, offset, order, by, from, to },
    search: search?.toUpperCase() ?? null,
    affiliate_id: await ourAffiliate(context, workspace_id, query.affiliate_id),
    program_id: await ourProgram(context, workspace_id, query.program_id),
  });
  const { rows, ...counted } = countedPage(page);
  return { answer: 'partner_coupons', rows: await Promise.all(rows.map((row) => shown(context, row))), ...counted };
}

export async function readPartnerCoupon(context: HttpContext, caller: Caller, id: string): Promise<CouponAnswer> {
  const row = await readCoupon(context, caller, id);
  return { answer: 'partner_coupon', outcome: 'read', shown: await shown(context, row) };
}

/** Throws `conflict` where the affiliate has a coupon already, and what `createCoupon` throws. */
export async function createPartnerCoupon(
  context: HttpContext,
  caller: Caller,
  { given }: Asked<'create_partner_coupon'>,
  request: OperationRequest,
): Promise<CouponAnswer> {
  const { workspace_id } = caller;
  const { affiliate } = await readAffiliate(context, workspace_id, given.affiliate_id, 'affiliate_id');
  const own = { workspace_id, affiliate_id: affiliate.id, limit: 1, after: null };
  const [has] = (await context.ask('list_coupons', own)).rows;
  if (has) {
    throw new AppError('conflict', `affiliate_id: the affiliate has the coupon ${has.code}`, {
      field: 'affiliate_id',
      hint: 'Delete that coupon first.',
    });
  }
  const row = await createCoupon(context, caller, { ...given, affiliate_id: affiliate.id }, request);
  return { answer: 'partner_coupon', outcome: 'recorded', shown: await shown(context, row) };
}

export async function deletePartnerCoupon(
  context: HttpContext,
  caller: Caller,
  id: string,
  request: OperationRequest,
): Promise<CouponAnswer> {
  const row = await deleteCoupon(context, caller, id, request);
  return { answer: 'partner_coupon', outcome: 'deleted', shown: await shown(context, row) };
}

async function shown(context: HttpContext, row: CouponRow): Promise<PartnerCoupon> {
  return { row, partner: await findPartner(context, row.workspace_id, row.affiliate_id) };
}
