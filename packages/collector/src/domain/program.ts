import { MINUTE } from './time.ts';

/** `off`: not looked for; `detect`: what it finds awaits review; `block`: what it finds earns nothing. */
export const FRAUD_MODES = ['off', 'detect', 'block'] as const;
export type FraudMode = (typeof FRAUD_MODES)[number];

export const FRAUD_CHECKS = [
  /** The buyer has the affiliate's address, or bought in a browser where the affiliate had identified themselves. */
  'self_referral',
  /** Another affiliate is paid to the same account; looked for when somebody is paid. */
  'duplicate_payout',
  /** The click came from a site that the program bans. */
  'banned_referrer',
  /** The click came from an ad. */
  'paid_traffic',
  'disposable_email',
  /** More sales within an hour than the program believes. */
  'velocity',
  'blocked_country',
  /** The click came from no link that anybody followed: an image or a frame fetched it. */
  'cookie_stuffing',
] as const;
export type FraudCheck = (typeof FRAUD_CHECKS)[number];

/** What holds in a program from a time on; each change is a version of its own. */
export interface ProgramTerms {
  /** ms UTC; the first terms hold for what was before them, too. */
  valid_from: number;
  /** Days from a touch to a sale that it may be owed for, from 1 to 365. */
  cookie_days: number;
  /** Which of several affiliates' touches is owed. */
  click_rule: 'first' | 'last';
  /** Days until an earning may be paid. */
  hold_days: number;
  /** What is owed is paid from this amount on. */
  minimum_payout_minor: number;
  /** Somebody looks at each earning before it may be paid. */
  earning_approval: 'automatic' | 'manual';
  /** What a referral earns follows from the terms of its first sale, for good. */
  locks_rates: boolean;
  fraud: Partial<Record<FraudCheck, FraudMode>>;
  banned_referrers: string[];
  /** ISO 3166-1 alpha-2. */
  blocked_countries: string[];
  /** Sales of one affiliate within an hour; more are conspicuous. */
  velocity_per_hour: number;
}

/** What affiliates are rewarded by. */
export interface ProgramRow {
  workspace_id: string;
  id: string;
  /** Id by which the caller knows it. */
  external_id: string | null;
  name: string;
  /** ISO 4217; what is earned is counted and paid in it. */
  currency: string;
  terms: ProgramTerms;
  first_terms: ProgramTerms;
  /** Of the terms that affiliates agree to. */
  terms_url: string | null;
  /** Hosts, and those below them, to which links may lead; empty allows the links' own destinations only. */
  allowed_hosts: string[];
  /** Whether somebody looks at who applies. */
  affiliate_approval: 'automatic' | 'manual';
  /** What is asked of who applies. */
  application_fields: ApplicationField[];
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

export interface ApplicationField {
  key: string;
  label: string;
  is_required: boolean;
}

/** Terms that hold where nothing else was said. */
export const DEFAULT_TERMS: Omit<ProgramTerms, 'valid_from'> = {
  cookie_days: 30,
  click_rule: 'last',
  hold_days: 30,
  minimum_payout_minor: 0,
  earning_approval: 'automatic',
  locks_rates: false,
  fraud: { self_referral: 'detect', duplicate_payout: 'detect', cookie_stuffing: 'detect' },
  banned_referrers: [],
  blocked_countries: [],
  velocity_per_hour: 100,
};

/**
 * ms ahead of which a change of what sales are owed by (`cookie_days`, `click_rule`) must be: sales that are being committed
 * at the same moment are then decided by what was before, whoever commits first.
 */
export const CREDIT_NOTICE = 10 * MINUTE;
