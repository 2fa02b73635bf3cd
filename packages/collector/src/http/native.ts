import type { Router } from 'express';
import { linkRoutes } from './affiliate-links.ts';
import { affiliateRoutes } from './affiliates.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { balanceRoutes } from './balances.ts';
import { batchRoutes } from './batch.ts';
import { clickRoutes } from './clicks.ts';
import { confirmRoutes } from './confirm.ts';
import { connectionRoutes } from './connections.ts';
import { contactRoutes } from './contacts.ts';
import type { HttpContext } from './context.ts';
import { conversionTypeRoutes } from './conversion-types.ts';
import { conversionRoutes } from './conversions.ts';
import { couponRoutes } from './coupons.ts';
import { earningRoutes } from './earnings.ts';
import { exchangeRateRoutes } from './exchange-rates.ts';
import { identifyRoutes } from './identify.ts';
import { incentiveRoutes } from './incentives.ts';
import { payoutRoutes } from './payouts.ts';
import { peopleRoutes } from './people.ts';
import { portalRoutes } from './portal.ts';
import { portalTokenRoutes } from './portal-tokens.ts';
import { programRoutes } from './programs.ts';
import { receiptRoutes } from './receipts.ts';
import { referralRoutes } from './referrals.ts';
import { refundRoutes } from './refunds.ts';
import { reviewRoutes } from './reviews.ts';
import { sourceRoutes } from './sources.ts';
import { tagSettingRoutes } from './tag-settings.ts';

/** What servers call in our own words, by path. Of two routers on one path the earlier is asked first. */
export function nativeRoutes(context: HttpContext): readonly (readonly [path: string, router: Router])[] {
  return [
    ['/v1/affiliates', portalTokenRoutes(context)],
    ['/v1/affiliates', balanceRoutes(context)],
    ['/v1/affiliates', affiliateRoutes(context)],
    ['/v1/api-keys', apiKeyRoutes(context)],
    ['/v1/clicks', clickRoutes(context)],
    ['/v1/connections', connectionRoutes(context)],
    ['/v1/contacts', contactRoutes(context)],
    ['/v1/conversion-types', conversionTypeRoutes(context)],
    ['/v1/conversions', batchRoutes(context)],
    ['/v1/conversions', confirmRoutes(context)],
    ['/v1/conversions', refundRoutes(context)],
    ['/v1/conversions', conversionRoutes(context)],
    ['/v1/coupons', couponRoutes(context)],
    ['/v1/links', linkRoutes(context)],
    ['/v1/earnings', earningRoutes(context)],
    ['/v1/exchange-rates', exchangeRateRoutes(context)],
    ['/v1/incentives', incentiveRoutes(context)],
    ['/v1/payouts', payoutRoutes(context)],
    ['/v1/people', peopleRoutes(context)],
    ['/v1/portal', portalRoutes(context)],
    ['/v1/programs', programRoutes(context)],
    ['/v1/receipts', receiptRoutes(context)],
    ['/v1/referrals', referralRoutes(context)],
    ['/v1/reviews', reviewRoutes(context)],
    ['/v1/sources', sourceRoutes(context)],
    ['/v1/tag-settings', tagSettingRoutes(context)],
    ['/v1', identifyRoutes(context)],
  ];
}
