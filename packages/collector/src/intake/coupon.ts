import { couponCodeOf } from '../domain/affiliate.ts';
import type { CreateCoupon } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { NewCoupon } from '../wire/coupon.ts';
import type { EditContext } from './edit.ts';

/** A coupon of an affiliate. Throws `invalid` where the code is blank. */
export function intakeCoupon(
  { code, description, external_id }: Omit<NewCoupon, 'affiliate_id'>,
  affiliateId: string,
  { workspace_id, received_at }: EditContext,
): CreateCoupon {
  return {
    kind: 'create_coupon',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    coupon: {
      id: mintId(),
      external_id: external_id ?? null,
      affiliate_id: affiliateId,
      code: readCode(code),
      description: description ?? null,
    },
  };
}

function readCode(text: string): string {
  const code = couponCodeOf(text);
  if (code !== undefined) return code;
  throw new AppError('invalid', `code: ${JSON.stringify(text)} cannot be a code`, {
    field: 'code',
    hint: 'Send what the buyer enters: up to 64 characters, and not only blanks.',
  });
}
