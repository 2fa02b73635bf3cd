import type { CouponRow } from '../domain/affiliate.ts';
import type { Claimant } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { coupons } from '../domain/schema.ts';
import { affiliateOf, hasLeft } from './programs.ts';
import { earningNamed } from './referral-of.ts';
import { earlierIn, firstBefore, type Place } from './series.ts';

/** What a sale says of whom it is, beside the click that led to it. */
export interface Named {
  workspace_id: string;
  id: string;
  occurred_at: number;
  referral_id: string | null;
  affiliate_id: string | null;
  coupon_code: string | null;
}

/** Who claims a sale by what the server named, and before whom they come: those above a reported click, and those below. */
export function claimantsOf(
  draft: Draft,
  sale: Named,
  person: string | null,
): { above: Claimant[]; below: Claimant[] } {
  const place = placeOf(sale);
  const above = [byReferral(draft, sale, place), byAffiliate(draft, sale)];
  const below = [byCoupon(draft, sale, person), byBinding(draft, sale, person, place)];
  const isThere = (claimant: Claimant | undefined) => claimant !== undefined;
  return { above: above.filter(isThere), below: below.filter(isThere) };
}

export function placeOf({ workspace_id, occurred_at, id }: Pick<Named, 'workspace_id' | 'occurred_at' | 'id'>): Place {
  return { workspace_id, occurred_at, conversion_id: id };
}

/** A claim that nobody has looked at yet; it is settled by its rank. */
function claim(draft: Draft, sale: Named, by: Claimant['by'], value: string, id: string | null | undefined): Claimant {
  const affiliate = id == null ? undefined : affiliateOf(draft, sale.workspace_id, id);
  if (id == null) return { by, value, affiliate_id: null, verdict: 'unknown' };
  return { by, value, affiliate_id: id, verdict: hasLeft(affiliate, sale.occurred_at) ? 'ended' : 'outranked' };
}

function byReferral(draft: Draft, sale: Named, place: Place): Claimant | undefined {
  const { referral_id } = sale;
  if (referral_id === null) return undefined;
  return claim(draft, sale, 'referral', referral_id, earningNamed(draft, referral_id, place)?.affiliate_id);
}

function byAffiliate(draft: Draft, sale: Named): Claimant | undefined {
  const { workspace_id, affiliate_id } = sale;
  if (affiliate_id === null) return undefined;
  return claim(draft, sale, 'affiliate', affiliate_id, affiliateOf(draft, workspace_id, affiliate_id)?.id);
}

function byCoupon(draft: Draft, sale: Named, person: string | null): Claimant | undefined {
  const { workspace_id, coupon_code, occurred_at } = sale;
  if (coupon_code === null) return undefined;
  const [coupon] = draft.find<CouponRow>(coupons, 'code', [workspace_id, coupon_code]);
  const claimed = claim(draft, sale, 'coupon', coupon_code, coupon?.affiliate_id);
  if (!coupon || claimed.verdict === 'ended') return claimed;
  if (coupon.deleted_at !== null && occurred_at >= coupon.deleted_at) return { ...claimed, verdict: 'ended' };
  const hasBought = earlierIn(draft, 'person', person, placeOf(sale)).some(({ kind }) => kind === 'sale');
  return !hasBought ? claimed : { ...claimed, verdict: 'not_first_sale' };
}

function byBinding(draft: Draft, sale: Named, person: string | null, place: Place): Claimant | undefined {
  const first = firstBefore(draft, 'person', person, place);
  return first && claim(draft, sale, 'binding', first.conversion_id, first.affiliate_id);
}
