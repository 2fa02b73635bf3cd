import type { PayoutRow, PayoutStatus } from '../../domain/payout.ts';
import { isoOf } from '../../domain/time.ts';
import type { PaidItem, PartnerPayout } from '../reward-ask.ts';
import { amountOf, conversionIdOf } from './commission-view.ts';
import { writeId } from './ids.ts';
import { shownId } from './referral-view.ts';

export const PAYOUT_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type AffonsoPayoutStatus = (typeof PAYOUT_STATUSES)[number];

const SHOWN_AS: Readonly<Record<PayoutStatus, AffonsoPayoutStatus>> = {
  draft: 'pending',
  approved: 'processing',
  paid: 'completed',
  failed: 'failed',
  canceled: 'cancelled',
  // Its earnings are free for another payout.
  reopened: 'cancelled',
};

/** Ours that are shown as it. */
export function ownStatusesOf(shown: AffonsoPayoutStatus): PayoutStatus[] {
  return Object.entries(SHOWN_AS).flatMap(([own, status]) => (status === shown ? [own as PayoutStatus] : []));
}

/** The first of ours that is shown so: what a payout is set to. */
export function ownStatusOf(shown: AffonsoPayoutStatus): PayoutStatus {
  const [own] = ownStatusesOf(shown);
  if (own === undefined) throw new Error(`no payout is shown as ${shown}`);
  return own;
}

/** A payout as the vendor's client reads it: https://docs.affonso.io/api-reference/endpoint/payouts/get */
export function viewPayout({ row, affiliate }: PartnerPayout) {
  return {
    id: shownId('pay', row),
    affiliate_id: affiliate ? shownId('aff', affiliate) : writeId('aff', row.affiliate_id),
    // Payouts have no numbers of their own.
    invoice_number: null,
    amount: amountOf(row.amount_minor, row.currency),
    currency: row.currency,
    status: SHOWN_AS[row.status],
    ...paymentOf(row),
    processed_at: row.paid_at === null ? null : isoOf(row.paid_at),
    managed_payout: false,
    affiliate: affiliate && { name: affiliate.name, email: affiliate.email },
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
  };
}

/** What it pays of a commission. */
export function viewTransaction({ item, conversion, earning }: PaidItem, { currency, created_at }: PayoutRow) {
  const left = conversion ? (conversion.amount_minor ?? 0) - conversion.refunded_minor : 0;
  const commission = earning ? earning.commission_minor - earning.reversed_minor : 0;
  return {
    id: writeId('earn', item.earning_id),
    amount: amountOf(item.amount_minor, currency),
    commission: {
      id: conversion ? conversionIdOf(conversion) : writeId('com', item.conversion_id),
      amount: amountOf(left, conversion?.currency ?? null),
      commission_amount: amountOf(commission, earning?.currency ?? currency),
      created_at: conversion && isoOf(conversion.occurred_at),
    },
    created_at: isoOf(created_at),
  };
}

const BY_HAND = /^(.*?) ?\(by ([^()]{1,50})\)$/s;

/** By what it was paid: that is said with the reference where it is not where the payout goes. */
function paymentOf({ details, reference }: PayoutRow) {
  const [, said = '', method] = BY_HAND.exec(reference ?? '') ?? [];
  const own = details && (details.method === 'paypal' ? 'paypal' : 'wire_transfer');
  if (method === undefined) return { payment_method: own, payment_reference: reference };
  return { payment_method: method, payment_reference: said === '' ? null : said };
}
