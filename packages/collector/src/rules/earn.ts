import type { Command } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow } from '../domain/earning.ts';
import type { Identifier } from '../domain/identity.ts';
import { derivedId } from '../domain/ids.ts';
import { holdsItems, type PayoutItemRow, type PayoutRow } from '../domain/payout.ts';
import { earnings, payoutItems, payouts } from '../domain/schema.ts';
import type { Affected } from './affected.ts';
import { buyerOf } from './buyer.ts';
import { type Earned, earningOf } from './earning-of.ts';
import { followUp } from './follow-up.ts';
import { enter } from './ledger.ts';
import { patchOf } from './patch.ts';
import { issueReceipt } from './receipts.ts';

export function earningIdOf(workspaceId: string, conversionId: string, affiliateId: string): string {
  return derivedId('earning', workspaceId, conversionId, affiliateId);
}

/**
 * What a conversion earns now, for the affiliate who is owed, and for those who were paid for it and are not owed any more. What
 * has changed is entered in the ledger, and what follows from it for later sales is marked.
 */
export function earn(
  draft: Draft,
  command: Command,
  conversion: ConversionRow,
  buyer: Identifier | undefined,
  affected: Affected,
  isNew = false,
): void {
  const { workspace_id, id: conversion_id } = conversion;
  const place = [workspace_id, conversion_id];
  const before = isNew ? [] : draft.find<EarningRow>(earnings, 'conversion', place);
  const paid = isNew ? new Map<string, Paid>() : paidFor(draft, workspace_id, conversion_id);
  const owed = conversion.deleted_at === null ? conversion.credit.owed_to : null;
  const ownId = owed && earningIdOf(workspace_id, conversion_id, owed.affiliate_id);

  for (const row of before) {
    if (row.id === ownId || paid.has(row.id)) continue;
    enter(draft, command, row, -row.due_minor, 'reversal');
    draft.remove<EarningRow>(earnings, row);
    followUp(draft, affected, row, undefined);
  }
  for (const [id, { affiliate_id, program_id, currency, ...sums }] of paid) {
    if (id === ownId) continue;
    const row = { workspace_id, id, conversion_id, affiliate_id };
    write(draft, command, affected, { ...row, ...notOwed(conversion, { program_id, currency }), ...settled(sums, 0) });
  }
  if (!owed || ownId === null) return;
  const earned = earningOf(draft, conversion, owed, buyerOf(conversion, buyer), { id: ownId, isNew });
  const row = { workspace_id, id: ownId, conversion_id, affiliate_id: owed.affiliate_id };
  write(draft, command, affected, { ...row, ...withPayments(earned, conversion, paid.get(ownId)) }, isNew);
}

interface Paid {
  affiliate_id: string;
  program_id: string;
  currency: string;
  allocated_minor: number;
  paid_minor: number;
}

/** What payouts hold of a conversion's earnings, by the earnings' ids. */
function paidFor(draft: Draft, workspaceId: string, conversionId: string): Map<string, Paid> {
  const found = new Map<string, Paid>();
  for (const item of draft.find<PayoutItemRow>(payoutItems, 'conversion', [workspaceId, conversionId])) {
    const [payout] = draft.find<PayoutRow>(payouts, 'key', [workspaceId, item.payout_id]);
    if (!payout) continue;
    const { affiliate_id, program_id, currency, status } = payout;
    const sums = found.get(item.earning_id) ?? {
      affiliate_id,
      program_id,
      currency,
      allocated_minor: 0,
      paid_minor: 0,
    };
    if (holdsItems(status)) sums.allocated_minor += item.amount_minor;
    if (status === 'paid') sums.paid_minor += item.amount_minor;
    found.set(item.earning_id, sums);
  }
  return found;
}

type Sums = Pick<Paid, 'allocated_minor' | 'paid_minor'>;

function settled({ allocated_minor, paid_minor }: Sums, dueMinor: number, isReady = false) {
  const is_payable = (isReady && dueMinor !== allocated_minor) || dueMinor < allocated_minor;
  return { allocated_minor, paid_minor, is_payable };
}

/** An earning with what payouts hold of it; what the caller says is paid was paid by somebody else. */
function withPayments(earned: Earned, { earning_status }: ConversionRow, paid: Paid | undefined) {
  const held = paid?.allocated_minor ?? 0;
  const isPaidElsewhere = earning_status === 'paid' && earned.status !== 'declined';
  const outside = isPaidElsewhere ? Math.max(0, earned.commission_minor - held) : 0;
  const sums = {
    allocated_minor: held + outside,
    paid_minor: (paid?.paid_minor ?? 0) + outside,
  };
  const { allocated_minor, paid_minor } = sums;
  const isSettled = allocated_minor > 0 && allocated_minor >= earned.due_minor && earned.due_minor > 0;
  const status = isSettled ? (paid_minor >= allocated_minor ? 'paid' : 'processing') : earned.status;
  return { ...earned, status, ...settled(sums, earned.due_minor, earned.status === 'ready') } as const;
}

/** Somebody who was paid for it, and to whom it is not owed any more: that is taken back from what they get next. */
function notOwed(conversion: ConversionRow, { program_id, currency }: Pick<Paid, 'program_id' | 'currency'>): Earned {
  const { occurred_at, amount_minor, deleted_at } = conversion;
  return {
    program_id,
    referral_id: null,
    person_key: null,
    visitor_id: null,
    kind: amount_minor === null ? 'lead' : 'sale',
    occurred_at,
    incentive_id: null,
    incentive_version: null,
    currency,
    sale_minor: amount_minor,
    sale_currency: conversion.currency,
    is_foreign: null,
    rate: null,
    rate_date: null,
    commission_minor: 0,
    reversed_minor: 0,
    due_minor: 0,
    status: 'reversed',
    reason: deleted_at === null ? 'credit_moved' : 'sale_deleted',
    hold_until: null,
    calculation: null,
    term_key: null,
    series_key: null,
    counted: null,
  };
}

function write(
  draft: Draft,
  command: Command,
  affected: Affected,
  row: Omit<EarningRow, 'version'>,
  isFirst = false,
): void {
  const known = isFirst ? undefined : draft.get<EarningRow>(earnings, [row.workspace_id, row.id]);
  const before = known && { ...known };
  if (!known) draft.insert<EarningRow>(earnings, { ...row, version: 1 });
  else {
    const patch = patchOf<EarningRow>(known, row);
    if (Object.keys(patch).length === 0) return;
    draft.update<EarningRow>(earnings, known, patch);
  }
  enter(draft, command, row, row.due_minor - (before?.due_minor ?? 0), before ? 'change' : 'commission');
  const isTold = before && (before.due_minor !== row.due_minor || before.status !== row.status);
  if (isTold) issueReceipt(draft, command, { subject_id: row.conversion_id, kind: 'earned', other_id: row.id });
  followUp(draft, affected, before, row);
}
