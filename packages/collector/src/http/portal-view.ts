import type { CouponRow, PayoutDetails } from '../domain/affiliate.ts';
import type { PayoutRow } from '../domain/payout.ts';
import type { ProgramRow } from '../domain/program.ts';
import { isoOf } from '../domain/time.ts';
import { money } from '../explain/earning-view.ts';
import { portalReasonOf, portalWords } from '../explain/portal-words.ts';
import type { ClickPage } from '../reports/portal/clicks.ts';
import type { PortalEarning } from '../reports/portal/earnings.ts';
import type { PortalLinkPage } from '../reports/portal/links.ts';
import type { PortalSummary } from '../reports/portal/summary.ts';

/** What an affiliate is shown of their own: no buyer's name or address, no order, nobody else. */

export type PseudonymOf = (referralId: string) => string;

export function viewSummary({ affiliate, program, coupons, revenue, balances, ...counted }: PortalSummary) {
  const { clicks, leads, sales, next_hold_end } = counted;
  return {
    affiliate: {
      id: affiliate.id,
      name: affiliate.name,
      status: affiliate.status,
      paid_to: affiliate.payout_details && viewAccount(affiliate.payout_details),
    },
    program: program && viewProgram(program),
    coupons: coupons.map(({ code, description }: CouponRow) => ({ code, description })),
    clicks,
    leads,
    sales,
    revenue: revenue.map(({ currency, amount_minor }) => ({ currency, ...money(amount_minor, currency) })),
    balances: balances.map(({ currency, ...of }) => ({
      currency,
      earned: money(of.due_minor, currency),
      pending: money(of.pending_minor, currency),
      awaiting_review: money(of.awaiting_review_minor, currency),
      ready: money(of.ready_minor, currency),
      processing: money(of.processing_minor, currency),
      paid: money(of.paid_minor, currency),
      carried: money(of.carried_minor, currency),
    })),
    next_hold_end: isoOrNull(next_hold_end),
  };
}

function viewProgram({ name, currency, terms, terms_url }: ProgramRow) {
  return {
    name,
    currency,
    terms_url,
    cookie_days: terms.cookie_days,
    hold_days: terms.hold_days,
    minimum_payout: money(terms.minimum_payout_minor, currency),
  };
}

/** As much of an account as its owner needs to know it again. */
function viewAccount(details: PayoutDetails) {
  if (details.method === 'bank') return { method: details.method, account: `…${details.iban.slice(-4)}` };
  const [name = '', host = ''] = details.email.split('@');
  return { method: details.method, account: `${name.slice(0, 1)}…@${host}` };
}

export function viewLink({ link, clicks }: PortalLinkPage['rows'][number], publicUrl: string) {
  return {
    id: link.id,
    code: link.code,
    name: link.name,
    link_url: link.destination_url === null ? null : `${publicUrl}/go/${link.code}`,
    parameter: `via=${link.code}`,
    destination_url: link.destination_url,
    clicks,
    created_at: isoOf(link.created_at),
  };
}

export function viewClick({ touch, code }: ClickPage['rows'][number]) {
  return {
    id: touch.id,
    code,
    page: withoutQuery(touch.url),
    from: touch.referrer === null ? null : (URL.parse(touch.referrer)?.hostname ?? null),
    sub_ids: touch.sub_ids,
    occurred_at: isoOf(touch.occurred_at),
  };
}

/** What follows the path may say who came. */
function withoutQuery(url: string): string | null {
  const { origin, pathname } = URL.parse(url) ?? {};
  return origin === undefined ? null : `${origin}${pathname}`;
}

export function viewLead({ told: { earning }, conversion }: PortalEarning, pseudonymOf: PseudonymOf) {
  return {
    id: earning.id,
    name: conversion?.name ?? null,
    referral: earning.referral_id === null ? null : pseudonymOf(earning.referral_id),
    code: codeOf(conversion, earning.affiliate_id),
    earning: { status: earning.status, currency: earning.currency, ...money(earning.due_minor, earning.currency) },
    occurred_at: isoOf(earning.occurred_at),
  };
}

export function viewSale(row: PortalEarning, pseudonymOf: PseudonymOf) {
  const { told, conversion } = row;
  const { sale_minor, sale_currency } = told.earning;
  return {
    ...viewLead(row, pseudonymOf),
    status: conversion?.sales_status ?? null,
    currency: sale_currency,
    ...money(sale_minor ?? 0, sale_currency),
    refunded: money(told.refunded_minor, sale_currency),
  };
}

function codeOf(conversion: PortalEarning['conversion'], affiliateId: string): string | null {
  const owed = conversion?.credit.owed_to;
  return owed?.affiliate_id === affiliateId ? owed.code : null;
}

export function viewEarned({ told }: PortalEarning, pseudonymOf: PseudonymOf) {
  const { earning, incentive } = told;
  const { currency, sale_minor, sale_currency, hold_until } = earning;
  return {
    id: earning.id,
    kind: earning.kind,
    referral: earning.referral_id === null ? null : pseudonymOf(earning.referral_id),
    status: earning.status,
    reason: portalReasonOf(earning.reason),
    incentive: incentive?.name ?? null,
    sale: sale_minor === null ? null : { currency: sale_currency, ...money(sale_minor, sale_currency) },
    currency,
    commission: money(earning.commission_minor, currency),
    reversed: money(earning.reversed_minor, currency),
    due: money(earning.due_minor, currency),
    paid: money(earning.paid_minor, currency),
    occurred_at: isoOf(earning.occurred_at),
    hold_until: isoOrNull(hold_until),
    explanation: portalWords(told),
  };
}

export function viewPayout(payout: PayoutRow) {
  const { id, status, currency, amount_minor, items, details, reference, failure, paid_at, created_at } = payout;
  return {
    id,
    status,
    currency,
    ...money(amount_minor, currency),
    earnings: items,
    paid_to: details && viewAccount(details),
    reference,
    failure,
    paid_at: isoOrNull(paid_at),
    created_at: isoOf(created_at),
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoOf(at);
}
