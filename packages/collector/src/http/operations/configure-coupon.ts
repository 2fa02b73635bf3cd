import type { Caller } from '../../auth/keyring.ts';
import type { CouponRow } from '../../domain/affiliate.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeCoupon } from '../../intake/coupon.ts';
import { intakeDeletion, intakeEdit } from '../../intake/edit.ts';
import { couponPatch, newCoupon } from '../../wire/coupon.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, submitOne } from '../submit.ts';
import { notThere, readAffiliate } from './configure-affiliate.ts';
import type { OperationRequest } from './operation-request.ts';

/** Gives an affiliate a coupon. Throws `invalid`, `not_found`, and `conflict` of a code or an id that is taken. */
export async function createCoupon(
  context: HttpContext,
  { workspace_id }: Caller,
  body: unknown,
  { received_at }: OperationRequest,
): Promise<CouponRow> {
  const given = parse(newCoupon, body);
  const { affiliate } = await readAffiliate(context, workspace_id, given.affiliate_id, 'affiliate_id');
  if (given.external_id) await refuseTaken(context, workspace_id, given.external_id);
  return couponIn(await submitOne(context, intakeCoupon(given, affiliate.id, { workspace_id, received_at })));
}

/** By our id or the caller's. Throws `not_found`. */
export async function readCoupon(context: HttpContext, { workspace_id }: Caller, id: string): Promise<CouponRow> {
  const coupon = await context.ask('read_coupon', { workspace_id, id: cleanText(id) });
  if (coupon) return coupon;
  throw notThere('id', 'coupon', id);
}

export async function updateCoupon(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<CouponRow> {
  const columns = parse(couponPatch, patch);
  const coupon = await readCoupon(context, caller, id);
  if (Object.keys(columns).length === 0) return coupon;
  const { workspace_id } = caller;
  return couponIn(await submitOne(context, intakeEdit('coupon', coupon.id, columns, { workspace_id, received_at })));
}

export async function deleteCoupon(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<CouponRow> {
  const coupon = await readCoupon(context, caller, id);
  await submitOne(context, intakeDeletion('coupon', coupon.id, { workspace_id: caller.workspace_id, received_at }));
  return coupon;
}

async function refuseTaken(context: HttpContext, workspaceId: string, externalId: string): Promise<void> {
  const holder = await context.ask('read_coupon', { workspace_id: workspaceId, id: cleanText(externalId) });
  if (!holder) return;
  throw new AppError('conflict', `external_id: is that of coupon ${holder.id}`, {
    field: 'external_id',
    hint: 'Send another external_id.',
  });
}

function couponIn(outcome: Awaited<ReturnType<typeof submitOne>>): CouponRow {
  return factOf<CouponRow>(outcome, 'description');
}
