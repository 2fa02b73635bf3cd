import type { Spoken } from './vendor.ts';

/** A route that takes a body, and what it does not mind. */
export interface Writing {
  method: 'POST' | 'PATCH' | 'PUT';
  /** With `:name` for what varies. */
  path: string;
  /** Where it is reached, if not anything will do for a `:name`. */
  at?: string;
  /** An array is several of what it takes, each answered for itself. */
  takesArray?: true;
  /** Nothing needs to be sent. */
  takesNothing?: true;
}

/** Every route of everyone's that takes a body. `routes.test.ts` sees that none is forgotten. */
export const WRITING: Readonly<Record<Spoken, readonly Writing[]>> = {
  nexor: [
    { method: 'POST', path: '/api/public/conversions' },
    { method: 'POST', path: '/api/public/leads', takesArray: true },
  ],
  brandwave: [
    { method: 'POST', path: '/v1/conversions' },
    { method: 'PATCH', path: '/v1/conversions/:id', takesNothing: true },
    { method: 'POST', path: '/v1/conversion-sources' },
    { method: 'PATCH', path: '/v1/conversion-sources/:id', takesNothing: true },
  ],
  chase: [
    { method: 'POST', path: '/api/v2/conversions' },
    { method: 'POST', path: '/api/v2/contacts' },
  ],
  affonso: [
    { method: 'POST', path: '/v1/conversions' },
    { method: 'POST', path: '/v1/conversions/:id/refund', takesNothing: true },
    { method: 'POST', path: '/v1/clicks' },
    { method: 'POST', path: '/v1/signups' },
    { method: 'POST', path: '/v1/events' },
    { method: 'POST', path: '/v1/sources/segment/events' },
    { method: 'POST', path: '/v1/sources/:source/events', at: '/v1/sources/custom/events' },
    { method: 'POST', path: '/v1/track' },
    { method: 'POST', path: '/v1/referrals' },
    { method: 'PUT', path: '/v1/referrals/:id', takesNothing: true },
    { method: 'POST', path: '/v1/affiliates' },
    { method: 'PUT', path: '/v1/affiliates/:id', takesNothing: true },
    { method: 'POST', path: '/v1/commissions' },
    { method: 'PUT', path: '/v1/commissions/:id', takesNothing: true },
    { method: 'PUT', path: '/v1/payouts/:id' },
    { method: 'POST', path: '/v1/coupons' },
    { method: 'PATCH', path: '/v1/program', takesNothing: true },
    { method: 'PATCH', path: '/v1/program/payment-terms', takesNothing: true },
    { method: 'PATCH', path: '/v1/program/fraud-rules', takesNothing: true },
    { method: 'POST', path: '/v1/program/groups', takesNothing: true },
    { method: 'PATCH', path: '/v1/program/groups/:id', takesNothing: true },
  ],
  whop: [
    { method: 'POST', path: '/api/v1/conversions' },
    { method: 'POST', path: '/api/v1/events' },
  ],
  native: [
    { method: 'POST', path: '/v1/conversions' },
    { method: 'PATCH', path: '/v1/conversions/:id' },
    { method: 'POST', path: '/v1/conversions/:id/refund', takesNothing: true },
    { method: 'POST', path: '/v1/conversions/refund' },
    { method: 'POST', path: '/v1/conversions/confirm', takesArray: true },
    { method: 'POST', path: '/v1/conversions/batch', takesArray: true },
    { method: 'POST', path: '/v1/conversions/:id/share_link', takesNothing: true },
    { method: 'POST', path: '/v1/conversion-types' },
    { method: 'PATCH', path: '/v1/conversion-types/:id' },
    { method: 'POST', path: '/v1/sources' },
    { method: 'PATCH', path: '/v1/sources/:id' },
    { method: 'POST', path: '/v1/contacts', takesArray: true },
    { method: 'PATCH', path: '/v1/contacts/:id' },
    { method: 'POST', path: '/v1/api-keys' },
    { method: 'POST', path: '/v1/clicks' },
    { method: 'POST', path: '/v1/affiliates' },
    { method: 'PATCH', path: '/v1/affiliates/:id' },
    { method: 'POST', path: '/v1/affiliates/:id/approve', takesNothing: true },
    { method: 'POST', path: '/v1/affiliates/:id/reject', takesNothing: true },
    { method: 'POST', path: '/v1/affiliates/:id/suspend', takesNothing: true },
    { method: 'POST', path: '/v1/affiliates/:id/portal-token', takesNothing: true },
    { method: 'POST', path: '/v1/connections' },
    { method: 'PATCH', path: '/v1/connections/:id' },
    { method: 'POST', path: '/v1/links' },
    { method: 'PATCH', path: '/v1/links/:id' },
    { method: 'POST', path: '/v1/coupons' },
    { method: 'PATCH', path: '/v1/coupons/:id' },
    { method: 'POST', path: '/v1/programs' },
    { method: 'PATCH', path: '/v1/programs/:id' },
    { method: 'POST', path: '/v1/incentives' },
    { method: 'PATCH', path: '/v1/incentives/:id' },
    { method: 'POST', path: '/v1/referrals' },
    { method: 'PATCH', path: '/v1/referrals/:id' },
    { method: 'POST', path: '/v1/earnings/:id/approve', takesNothing: true },
    { method: 'POST', path: '/v1/earnings/:id/decline', takesNothing: true },
    { method: 'POST', path: '/v1/exchange-rates' },
    { method: 'POST', path: '/v1/payouts' },
    { method: 'POST', path: '/v1/payouts/:id/approve', takesNothing: true },
    { method: 'POST', path: '/v1/payouts/:id/cancel', takesNothing: true },
    { method: 'POST', path: '/v1/payouts/:id/fail', takesNothing: true },
    { method: 'POST', path: '/v1/payouts/:id/pay', takesNothing: true },
    { method: 'POST', path: '/v1/payouts/:id/reopen', takesNothing: true },
    { method: 'POST', path: '/v1/identify' },
    { method: 'POST', path: '/v1/alias' },
    { method: 'PUT', path: '/v1/tag-settings' },
  ],
};
