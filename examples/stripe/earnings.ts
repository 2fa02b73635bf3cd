import type { AskCollector } from './collector.ts';

/** What an affiliate earned, as the collector's native API tells it. */
export interface Earned {
  earnings: Earning[];
  referrals: { status: string; identifiers: { email?: string } }[];
}

export interface Earning {
  status: string;
  occurred_at: string;
  currency: string;
  sale: { amount: number; currency: string } | null;
  commission: { amount: number };
  reversed: { amount: number };
  due: { amount: number; amount_minor: number };
}

export async function readEarned(ask: AskCollector, affiliateId: string): Promise<Earned> {
  const of = `affiliate_id=${affiliateId}&limit=50`;
  const [earnings, referrals] = await Promise.all([
    ask<{ data: Earned['earnings'] }>('GET', `/v1/earnings?${of}`),
    ask<{ data: Earned['referrals'] }>('GET', `/v1/referrals?${of}`),
  ]);
  return { earnings: earnings.data, referrals: referrals.data };
}
