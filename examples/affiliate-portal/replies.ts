/** What the collector answers, as far as the portal shows it. */

export interface Money {
  amount: number;
  amount_minor: number;
}

/** `currency` is null where nothing says in which it would be, and then the amount is 0. */
export interface Sum extends Money {
  currency: string | null;
}

export interface Page<Item> {
  data: Item[];
  next_cursor: string | null;
}

export type EarningStatus =
  | 'none'
  | 'pending'
  | 'awaiting_rate'
  | 'awaiting_review'
  | 'declined'
  | 'ready'
  | 'processing'
  | 'paid'
  | 'reversed';

interface Clicks {
  today: number;
  last_30_days: number;
  all: number;
}

interface Account {
  method: 'bank' | 'paypal';
  account: string;
}

export interface Balance {
  currency: string;
  earned: Money;
  pending: Money;
  awaiting_review: Money;
  ready: Money;
  processing: Money;
  paid: Money;
  carried: Money;
}

export interface Summary {
  affiliate: { id: string; name: string; status: string; paid_to: Account | null };
  program: {
    name: string;
    currency: string;
    terms_url: string | null;
    cookie_days: number;
    hold_days: number;
    minimum_payout: Money;
  } | null;
  coupons: { code: string; description: string | null }[];
  clicks: Clicks;
  leads: number;
  sales: number;
  revenue: Sum[];
  balances: Balance[];
  next_hold_end: string | null;
}

export interface Link {
  id: string;
  code: string;
  name: string | null;
  link_url: string | null;
  parameter: string;
  destination_url: string | null;
  clicks: Clicks;
}

export interface Click {
  code: string;
  page: string | null;
  from: string | null;
  sub_ids: Record<string, string> | null;
  occurred_at: string;
}

export interface Lead {
  id: string;
  name: string | null;
  referral: string | null;
  code: string | null;
  earning: Sum & { status: EarningStatus };
  occurred_at: string;
}

export interface Sale extends Lead, Sum {
  status: string | null;
  refunded: Money;
}

export interface Earning {
  id: string;
  kind: 'sale' | 'lead';
  referral: string | null;
  status: EarningStatus;
  incentive: string | null;
  sale: Sum | null;
  currency: string | null;
  commission: Money;
  due: Money;
  occurred_at: string;
  hold_until: string | null;
  explanation: string;
}

export interface Payout extends Sum {
  id: string;
  status: string;
  earnings: number;
  paid_to: Account | null;
  reference: string | null;
  failure: string | null;
  paid_at: string | null;
  created_at: string;
}

export interface Affiliate {
  id: string;
  name: string;
  status: string;
}
