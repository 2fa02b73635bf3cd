import type { ReferralStatus } from '../../domain/referral.ts';
import { isoOf } from '../../domain/time.ts';
import type { Known, ToldReferral } from '../../domain/told-referral.ts';
import { type IdPrefix, writeClickId, writeId } from './ids.ts';

export type AffonsoReferralStatus = 'lead' | 'trialing' | 'customer' | 'active' | 'canceled' | 'rejected';

/** A referral as it is shown: https://docs.affonso.io/api-reference/endpoint/referrals/get */
export function viewReferral(told: ToldReferral) {
  return {
    id: referralIdOf(told),
    affiliate_id: shownId('aff', told.affiliate),
    program_id: told.program && shownId('prog', told.program),
    email: told.email,
    customer_id: told.customer_id,
    subscription_id: told.subscription_id,
    status: referralStatusOf(told.status),
    name: told.name,
    metadata: told.metadata,
    created_at: isoOf(told.created_at),
    converted_at: told.converted_at === null ? null : isoOf(told.converted_at),
  };
}

/** That of the click that it began with, else of its first conversion. */
export function referralIdOf({ click_id, first_conversion_id }: ToldReferral): string {
  return click_id === null ? writeId('ref', first_conversion_id) : writeClickId(click_id);
}

/** The id that the caller gave it; else ours, as the vendor writes such. */
export function shownId(prefix: IdPrefix, { id, external_id }: Known): string {
  return external_id ?? writeId(prefix, id);
}

/** Who got everything back is a customer no more. */
export function referralStatusOf(status: ReferralStatus): AffonsoReferralStatus {
  return status === 'refunded' ? 'canceled' : status;
}
