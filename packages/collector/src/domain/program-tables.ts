import type { AffiliateRow, CouponRow, LinkRow } from './affiliate.ts';
import type { EarningRow, EntryRow, MaturityRow, ReferralRow } from './earning.ts';
import type { ExchangeRateRow } from './exchange-rate.ts';
import type { IncentiveRow } from './incentive.ts';
import type { PayoutItemRow, PayoutRow } from './payout.ts';
import type { ProgramRow } from './program.ts';
import { boolean, counter, defineTable, integer, json, mutable, text } from './table.ts';

/** The tables of programs: who is rewarded for what, what that comes to, and what was paid. */

export const programs = defineTable<ProgramRow>({
  name: 'program',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    name: mutable(text),
    currency: text,
    terms: mutable(json),
    first_terms: json,
    terms_url: mutable(text),
    allowed_hosts: mutable(json),
    affiliate_approval: mutable(text),
    application_fields: mutable(json),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: { key: { kind: 'program', columns: 1 } },
});

export const incentives = defineTable<IncentiveRow>({
  name: 'incentive',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    program_id: text,
    name: mutable(text),
    terms: mutable(json),
    first_terms: json,
    is_counted: boolean,
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    program: { columns: ['workspace_id', 'program_id', 'id'] },
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: { program: { kind: 'incentives', columns: 1 } },
});

export const affiliates = defineTable<AffiliateRow>({
  name: 'affiliate',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    program_id: mutable(text),
    name: mutable(text),
    email: mutable(text),
    status: mutable(text),
    group_name: mutable(text),
    first_group: text,
    application: mutable(json),
    payout_details: mutable(json),
    payout_hash: mutable(text),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    time: { columns: ['workspace_id', 'created_at', 'id'] },
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    email: { columns: ['workspace_id', 'email', 'id'] },
    payout_hash: { columns: ['workspace_id', 'payout_hash', 'id'] },
    status: { columns: ['workspace_id', 'status', 'created_at', 'id'] },
    program: { columns: ['workspace_id', 'program_id', 'created_at', 'id'] },
  },
  anchors: {
    key: { kind: 'affiliate', columns: 1 },
    program: { kind: 'members', columns: 1 },
    // Who shares an account is found for whoever decides on a payout, and decides nothing by itself.
    payout_hash: null,
  },
});

export const links = defineTable<LinkRow>({
  name: 'link',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    affiliate_id: text,
    code: text,
    name: mutable(text),
    destination_url: mutable(text),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    code: { columns: ['workspace_id', 'code'], unique: true },
    affiliate: { columns: ['workspace_id', 'affiliate_id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: { code: { kind: 'code', columns: 1 }, affiliate: { kind: 'links', columns: 1 } },
});

export const coupons = defineTable<CouponRow>({
  name: 'coupon',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    affiliate_id: text,
    code: text,
    description: mutable(text),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    code: { columns: ['workspace_id', 'code'], unique: true },
    affiliate: { columns: ['workspace_id', 'affiliate_id', 'created_at', 'id'] },
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: { code: { kind: 'coupon', columns: 1 } },
});

export const exchangeRates = defineTable<ExchangeRateRow>({
  name: 'exchange_rate',
  role: 'fact',
  columns: { workspace_id: text, base: text, quote: text, date: text, rate: text },
  key: ['workspace_id', 'base', 'quote', 'date'],
  indexes: { day: { columns: ['workspace_id', 'date', 'base', 'quote'] } },
  anchors: { key: { kind: 'exchange_rate', columns: 2 } },
});

export const earnings = defineTable<EarningRow>({
  name: 'earning',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    conversion_id: text,
    affiliate_id: text,
    program_id: mutable(text),
    referral_id: mutable(text),
    person_key: mutable(text),
    visitor_id: mutable(text),
    kind: mutable(text),
    occurred_at: mutable(integer),
    incentive_id: mutable(text),
    incentive_version: mutable(integer),
    currency: mutable(text),
    sale_minor: mutable(integer),
    sale_currency: mutable(text),
    is_foreign: mutable(boolean),
    rate: mutable(text),
    rate_date: mutable(text),
    commission_minor: mutable(integer),
    reversed_minor: mutable(integer),
    due_minor: mutable(integer),
    allocated_minor: mutable(integer),
    paid_minor: mutable(integer),
    status: mutable(text),
    reason: mutable(text),
    is_payable: mutable(boolean),
    hold_until: mutable(integer),
    calculation: mutable(json),
    term_key: mutable(text),
    series_key: mutable(text),
    counted: mutable(json),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    conversion: { columns: ['workspace_id', 'conversion_id', 'id'] },
    referral: { columns: ['workspace_id', 'referral_id', 'occurred_at', 'conversion_id'] },
    person: { columns: ['workspace_id', 'person_key', 'occurred_at', 'conversion_id'] },
    visitor: { columns: ['workspace_id', 'visitor_id', 'occurred_at', 'conversion_id'] },
    term: { columns: ['workspace_id', 'term_key', 'occurred_at', 'conversion_id'] },
    series: { columns: ['workspace_id', 'series_key', 'occurred_at', 'conversion_id'] },
    affiliate: { columns: ['workspace_id', 'affiliate_id', 'occurred_at', 'conversion_id'] },
    program: { columns: ['workspace_id', 'program_id', 'occurred_at', 'conversion_id'] },
    foreign: { columns: ['workspace_id', 'is_foreign', 'occurred_at', 'conversion_id'] },
    status: { columns: ['workspace_id', 'status', 'occurred_at', 'id'] },
    hold: { columns: ['workspace_id', 'status', 'hold_until', 'id'] },
    payable: { columns: ['workspace_id', 'affiliate_id', 'is_payable', 'occurred_at', 'conversion_id'] },
    affiliate_status: { columns: ['workspace_id', 'affiliate_id', 'status', 'occurred_at', 'conversion_id'] },
    time: { columns: ['workspace_id', 'occurred_at', 'id'] },
  },
  anchors: {
    conversion: { kind: 'earnings', columns: 1 },
    referral: { kind: 'referral', columns: 1 },
    person: { kind: 'bound', columns: 1 },
    visitor: { kind: 'visitor', columns: 1 },
    term: { kind: 'term', columns: 1 },
    series: { kind: 'series', columns: 1 },
    affiliate: { kind: 'earner', columns: 1, is_crowded: true },
    program: { kind: 'earning_program', columns: 1, is_crowded: true },
    foreign: { kind: 'foreign', columns: 1, is_crowded: true },
    payable: { kind: 'earner', columns: 1, is_crowded: true },
    key: { kind: 'earning', columns: 1 },
  },
});

export const referrals = defineTable<ReferralRow>({
  name: 'referral',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    affiliate_id: mutable(text),
    person_key: mutable(text),
    since: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    affiliate: { columns: ['workspace_id', 'affiliate_id', 'since', 'id'] },
    time: { columns: ['workspace_id', 'since', 'id'] },
  },
  anchors: {},
});

export const entries = defineTable<EntryRow>({
  name: 'entry',
  role: 'journal',
  columns: {
    workspace_id: text,
    earning_id: text,
    command_id: text,
    cause: text,
    kind: text,
    affiliate_id: text,
    currency: text,
    amount_minor: counter,
    recorded_at: integer,
  },
  key: ['workspace_id', 'earning_id', 'command_id'],
  indexes: { affiliate: { columns: ['workspace_id', 'affiliate_id', 'recorded_at', 'earning_id', 'command_id'] } },
  anchors: {},
});

export const maturities = defineTable<MaturityRow>({
  name: 'maturity',
  role: 'fact',
  columns: { workspace_id: text, earning_id: text, as_of: mutable(integer), version: integer },
  key: ['workspace_id', 'earning_id'],
  indexes: {},
  anchors: { key: { kind: 'maturity', columns: 1 } },
});

export const payouts = defineTable<PayoutRow>({
  name: 'payout',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    affiliate_id: text,
    program_id: text,
    currency: text,
    amount_minor: integer,
    items: integer,
    details: json,
    status: mutable(text),
    shared_with: json,
    reference: mutable(text),
    failure: mutable(text),
    paid_at: mutable(integer),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    time: { columns: ['workspace_id', 'created_at', 'id'] },
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    affiliate: { columns: ['workspace_id', 'affiliate_id', 'created_at', 'id'] },
    status: { columns: ['workspace_id', 'status', 'created_at', 'id'] },
  },
  anchors: { key: { kind: 'payout', columns: 1 } },
});

export const payoutItems = defineTable<PayoutItemRow>({
  name: 'payout_item',
  role: 'fact',
  columns: { workspace_id: text, payout_id: text, earning_id: text, conversion_id: text, amount_minor: integer },
  key: ['workspace_id', 'payout_id', 'earning_id'],
  indexes: { conversion: { columns: ['workspace_id', 'conversion_id', 'payout_id', 'earning_id'] } },
  anchors: { key: { kind: 'payout', columns: 1 }, conversion: { kind: 'paid_for', columns: 1 } },
});
