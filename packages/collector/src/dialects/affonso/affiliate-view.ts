import type { AffiliateRow, AffiliateStatus, CouponRow, PayoutDetails } from '../../domain/affiliate.ts';
import { isoOf } from '../../domain/time.ts';
import type { Partner } from '../reward-ask.ts';
import { discountOf } from './discount.ts';
import { viewIncentive } from './incentive-view.ts';
import { shownId } from './referral-view.ts';

/** What can be asked for beside an affiliate. */
export const AFFILIATE_EXPANSIONS = [
  'promoCodes',
  'commissionOverrides',
  'invoiceDetails',
  'payoutMethod',
  'onboardingResponses',
] as const;
export type AffiliateExpansion = (typeof AFFILIATE_EXPANSIONS)[number];

const PARTNERSHIPS: Readonly<Record<AffiliateStatus, 'PENDING' | 'APPROVED' | 'REJECTED'>> = {
  applied: 'PENDING',
  approved: 'APPROVED',
  rejected: 'REJECTED',
  suspended: 'REJECTED',
};

/** An affiliate as it is shown: https://docs.affonso.io/api-reference/endpoint/affiliates/get */
export function viewAffiliate(partner: Partner, expand: readonly AffiliateExpansion[] = []) {
  const { affiliate, links, program } = partner;
  const said = saidOf(affiliate);
  const expanded: Readonly<Record<AffiliateExpansion, () => unknown>> = {
    promoCodes: () => (partner.coupons ?? []).map(viewPromoCode),
    commissionOverrides: () => viewOverrides(partner),
    invoiceDetails: () => said['invoice_details'] ?? null,
    payoutMethod: () => viewPayoutMethod(affiliate.payout_details, said),
    // A form of questions is nothing that we have.
    onboardingResponses: () => null,
  };
  return {
    id: shownId('aff', affiliate),
    name: affiliate.name,
    email: affiliate.email,
    tracking_id: links[0]?.code ?? null,
    source: said['source'] ?? (affiliate.application === null ? 'api' : 'portal'),
    partnership_status: PARTNERSHIPS[affiliate.status],
    onboarding_completed: said['onboarding_completed'] === true,
    program_id: program && shownId('prog', program),
    group_id: affiliate.group_name,
    external_user_id: affiliate.external_id,
    metadata: said['metadata'] ?? null,
    created_at: isoOf(affiliate.created_at),
    ...Object.fromEntries(expand.map((name) => [name, expanded[name]()])),
  };
}

/** What was said of an affiliate in the vendor's words, and is kept as it came. */
function saidOf({ application }: AffiliateRow): Record<string, unknown> {
  const said = application?.['affonso'];
  return said !== null && typeof said === 'object' ? (said as Record<string, unknown>) : {};
}

function viewPromoCode(coupon: CouponRow) {
  const discount = discountOf(coupon.description);
  const id = shownId('cpn', coupon);
  return {
    code: coupon.code,
    promo_code_id: id,
    coupon_id: id,
    discount_type: discount?.discount_type ?? null,
    discount_value: discount?.discount_value ?? null,
    duration: discount?.duration ?? null,
    created_at: isoOf(coupon.created_at),
  };
}

function viewOverrides({ incentives = [], currency }: Partner) {
  return incentives.map((incentive) => {
    const { name, ...shown } = viewIncentive(incentive, currency ?? '', null);
    return { ...shown, incentive_name: name };
  });
}

function viewPayoutMethod(details: PayoutDetails | null, said: Record<string, unknown>) {
  const type = said['payout_method'];
  if (typeof type === 'string') return { type, details: said['payout_details'] ?? {} };
  if (details === null) return null;
  if (details.method === 'paypal') return { type: 'paypal', details: { email: details.email } };
  const { holder, iban, bic } = details;
  return { type: 'wire_transfer', details: { account_name: holder, iban, swift_code: bic } };
}
