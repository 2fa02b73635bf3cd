import type { EarningOverride, EarningReason, EarningStatus, IncentiveVerdict } from '../domain/earning.ts';
import type { PayoutStatus } from '../domain/payout.ts';
import type { FraudCheck, FraudMode } from '../domain/program.ts';

/** What is said of earnings, in words, for whoever asks why they get so much. */

export const EARNING_STATUS_WORDS: Readonly<Record<EarningStatus, string>> = {
  none: 'It earns nothing.',
  pending: 'It is on hold.',
  awaiting_rate: 'It waits for an exchange rate.',
  awaiting_review: 'It waits until somebody has looked at it.',
  declined: 'It was declined.',
  ready: 'It may be paid.',
  processing: 'It is in a payout that is not paid yet.',
  paid: 'It is paid.',
  reversed: 'All of it was taken back.',
};

export const EARNING_REASON_WORDS: Readonly<Record<EarningReason, string>> = {
  no_program: 'The affiliate is in no program.',
  no_incentive: 'No incentive of the program rewards it.',
  nothing_to_share: 'The sale has no amount that could be shared.',
  sale_open: 'The sale is open: nothing has been paid for it yet.',
  sale_trialing: 'The buyer is on trial, and has paid nothing yet.',
  sale_failed: 'The buyer’s payment failed.',
  only_first_sale: 'The incentive rewards a referral’s first sale alone, and this is a later one.',
  payments_used_up: 'The incentive rewards so many payments of a referral, and there were as many before this one.',
  months_over: 'The incentive rewards so many months of a referral, and they were over.',
  capped: 'A cap of the incentive was reached.',
  no_rate: 'No exchange rate of the day of the sale is known, nor of the days before.',
  manual_approval: 'Somebody has to approve it before it may be paid.',
  fraud: 'A check for fraud found something.',
  partial_refund_unknown: 'A part of the sale was given back, and nobody has said how much.',
  declined_by_hand: 'Somebody declined it.',
  sale_deleted: 'The sale was deleted.',
  credit_moved: 'The sale is owed to this affiliate no more.',
  refunded: 'All of the sale was given back.',
};

export const INCENTIVE_WORDS: Readonly<Record<IncentiveVerdict, string>> = {
  matched: 'It holds: of those that fit, none is more specific.',
  less_specific: 'It fits, but a more specific one holds.',
  other_kind: 'It rewards something else: sales and not leads, or leads and not sales.',
  other_affiliate: 'It is for another affiliate.',
  other_group: 'It is for another group of affiliates.',
  other_product: 'It is for other products.',
  other_price: 'It is for other prices.',
  other_interval: 'It is for subscriptions of another interval.',
  not_valid_then: 'It did not hold at that time.',
};

/** What each check looks for. */
export const FRAUD_WORDS: Readonly<Record<FraudCheck, string>> = {
  self_referral: 'whether the buyer is the affiliate',
  duplicate_payout: 'whether another affiliate is paid to the same account',
  banned_referrer: 'whether the click came from a site that the program bans',
  paid_traffic: 'whether the click came from an ad',
  disposable_email: 'whether the buyer’s address is one that is thrown away',
  velocity: 'whether the affiliate sells faster than the program believes',
  blocked_country: 'whether the buyer is in a country that the program blocks',
  cookie_stuffing: 'whether somebody followed the link',
};

/** What follows where a check finds something. */
export const FRAUD_MODE_WORDS: Readonly<Record<FraudMode, string>> = {
  off: 'Nothing follows.',
  detect: 'Somebody has to look.',
  block: 'It earns nothing.',
};

export const OVERRIDE_WORDS: Readonly<Record<EarningOverride, string>> = {
  pending: 'The shop’s server says that it stays on hold.',
  awaiting_review: 'The shop’s server says that somebody has to look at it.',
  ready: 'The shop’s server says that it may be paid, whatever its hold.',
  paid: 'The shop’s server says that it was paid elsewhere.',
  declined: 'The shop’s server says that it is declined.',
  refunded: 'The shop’s server says that the sale was given back, so all of it is taken back.',
  dispute: 'The shop’s server says that the sale is disputed, so all of it is taken back.',
};

export const PAYOUT_WORDS: Readonly<Record<PayoutStatus, string>> = {
  draft: 'a draft',
  approved: 'approved',
  paid: 'paid',
  failed: 'failed, and not given up',
  canceled: 'canceled',
  reopened: 'failed, and given up',
};
