import { AppError } from '../domain/errors.ts';
import { byStrength } from '../domain/identity.ts';
import { derivedId } from '../domain/ids.ts';
import type { GivenConversion } from '../wire/conversion.ts';
import type { NewReferral } from '../wire/referral.ts';
import { readBuyer } from './buyer.ts';

/**
 * Who was referred, as the conversion that they are. The same person by the same affiliate is the same conversion. Throws
 * `invalid` where nobody is named.
 */
export function conversionOfReferral(given: NewReferral): GivenConversion {
  const { identifiers } = readBuyer(given);
  const [strongest] = identifiers.toSorted(byStrength);
  if (!strongest) {
    throw new AppError('invalid', 'email: is required, or another identifier of who was referred', {
      field: 'email',
      hint: 'Send email, external_user_id, customer_id or user.',
    });
  }
  const claim = [given.affiliate_id, given.referral_id, given.click_id, given.coupon].map((value) => value ?? '');
  return {
    ...given,
    event_id: given.event_id ?? derivedId('referral', strongest.kind, strongest.value, ...claim),
  };
}
