import { isClickId } from '../domain/ids.ts';
import type { GivenConversion } from '../wire/conversion.ts';
import { fieldsOf, textOf } from './payload.ts';

/** Who bought, and what led them there, in words of our own API. */
export type Buyer = Pick<
  GivenConversion,
  'click_id' | 'visitor_id' | 'external_user_id' | 'affiliate_id' | 'coupon' | 'referral_id' | 'customer_id' | 'email'
>;

/** A referral as Affonso's script knows it: the digits of the click that it began with. */
const CLICK_AS_REFERRAL = /^ref_[0-9a-f]{32}$/;
const COUPON_MAX = 64;
const VISITOR_FORM = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * What metadata names. `affonso_referral` is what Affonso's guides put there, the referral that its
 * script knows: https://affonso.io/help/integrations/dodo/dodo-checkout-api, https://github.com/affonso-io/agent-skills.
 */
export function namedIn(metadata: unknown): Buyer {
  const named = fieldsOf(metadata);
  const text = (name: string, longest?: number) => textOf(named[`clickstitch_${name}`], longest);
  const referral_id = text('referral_id') ?? textOf(named['affonso_referral']);
  const led = referral_id === undefined ? undefined : clickIn(referral_id);
  const click_id = text('click_id');
  const visitor_id = text('visitor_id');
  return withoutGaps({
    click_id: click_id === undefined ? led : (clickIn(click_id) ?? click_id),
    referral_id: led === undefined ? referral_id : undefined,
    visitor_id: visitor_id !== undefined && VISITOR_FORM.test(visitor_id) ? visitor_id : undefined,
    external_user_id: text('user_id'),
    affiliate_id: text('affiliate_id'),
    coupon: text('coupon', COUPON_MAX),
  });
}

/** A click's id, also where it is written as the referral's that it began. */
export function clickIn(text: string): string | undefined {
  const click = CLICK_AS_REFERRAL.test(text) ? text.replace(/^ref_/, 'clk_') : text;
  return isClickId(click) ? click : undefined;
}

export function withoutGaps(buyer: { [Field in keyof Buyer]: Buyer[Field] | undefined }): Buyer {
  return Object.fromEntries(Object.entries(buyer).filter(([, value]) => value !== undefined));
}
