import type { Route } from '../dialect.ts';
import { affiliateRoutes } from './affiliates.ts';
import { commissionRoutes } from './commissions.ts';
import { couponRoutes } from './coupons.ts';
import { fraudRulesRoutes } from './fraud-rules.ts';
import { groupRoutes } from './groups.ts';
import { paymentTermsRoutes } from './payment-terms.ts';
import { payoutRoutes } from './payouts.ts';
import { programRoutes } from './program.ts';
import { referralRoutes } from './referrals.ts';

/** Affiliates, their referrals, what they earn and are paid, and the program that they are in. */
export const rewardRoutes: readonly Route[] = [
  ...referralRoutes,
  ...affiliateRoutes,
  ...commissionRoutes,
  ...payoutRoutes,
  ...couponRoutes,
  ...programRoutes,
  ...paymentTermsRoutes,
  ...fraudRulesRoutes,
  ...groupRoutes,
];
