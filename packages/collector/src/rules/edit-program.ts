import type { AffiliateRow, CouponRow, LinkRow } from '../domain/affiliate.ts';
import type { Edit, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow, ReferralRow } from '../domain/earning.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import { PAYOUT_STEPS, type PayoutItemRow, type PayoutRow, type PayoutStatus } from '../domain/payout.ts';
import { CREDIT_NOTICE, type ProgramRow, type ProgramTerms } from '../domain/program.ts';
import { links, payoutItems } from '../domain/schema.ts';
import type { Affected } from './affected.ts';
import { overlapOf } from './overlap.ts';
import { refused } from './refused.ts';

/** What changes of programs, and of all that is in them, are refused for, and what is decided anew when they are made. */

export type ProgramSubject = ProgramRow | IncentiveRow | AffiliateRow | LinkRow | CouponRow | PayoutRow;
export type Standing = ReferralRow | EarningRow;

export function programEditRefusal(draft: Draft, edit: Edit, row: ProgramSubject | Standing): Outcome | undefined {
  switch (edit.subject) {
    case 'program':
      return programRefusal(edit, row as ProgramRow);
    case 'incentive':
      return incentiveRefusal(draft, edit, row as IncentiveRow);
    case 'affiliate':
      return affiliateRefusal(edit, row as AffiliateRow);
    case 'payout':
      return payoutRefusal(edit, row as PayoutRow);
    case 'earning':
      return earningRefusal(edit, row as EarningRow);
    default:
      return undefined;
  }
}

function programRefusal({ patch, recorded_at }: Edit, row: ProgramRow): Outcome | undefined {
  const terms = patch['terms'] as ProgramTerms | undefined;
  if (!terms) return undefined;
  const isOther = terms.cookie_days !== row.terms.cookie_days || terms.click_rule !== row.terms.click_rule;
  const since = recorded_at + (isOther ? CREDIT_NOTICE : 0);
  if (terms.valid_from >= since) return undefined;
  const hint = isOther
    ? 'A window or a click rule changes ten minutes from now at the earliest; send a later time, or none.'
    : 'Leave it out, or send a time to come.';
  return refused('invalid', 'valid_from', 'terms hold from now on or later; what is past is decided', hint);
}

function incentiveRefusal(draft: Draft, { patch, recorded_at }: Edit, row: IncentiveRow): Outcome | undefined {
  const terms = patch['terms'] as IncentiveTerms | undefined;
  if (!terms) return undefined;
  if (terms.valid_from < recorded_at) {
    const message = 'a rate changes from now on or later; what was sold before keeps its own';
    return refused('invalid', 'valid_from', message, 'Leave it out, or send a time to come.');
  }
  const counts = terms.tiers.length > 0 || terms.cap_month_minor !== null || terms.cap_total_minor !== null;
  if (counts && !row.is_counted) {
    const message = 'this incentive does not count what an affiliate sells';
    return refused('conflict', 'tiers', message, 'End it, and make a new one with tiers or caps.');
  }
  return overlapOf(draft, row, terms);
}

function affiliateRefusal({ patch }: Edit, row: AffiliateRow): Outcome | undefined {
  const program = patch['program_id'];
  if (program === undefined || row.program_id === null || program === row.program_id) return undefined;
  const message = `they are in program ${row.program_id}, and what they earned is in it`;
  return refused('conflict', 'program_id', message, 'Make another affiliate in the other program.');
}

function payoutRefusal({ patch }: Edit, { status }: PayoutRow): Outcome | undefined {
  const next = patch['status'] as PayoutStatus | undefined;
  if (next === undefined) return status === 'paid' ? settled() : undefined;
  if (PAYOUT_STEPS[status].includes(next)) return undefined;
  const steps = PAYOUT_STEPS[status];
  const hint = steps.length > 0 ? `It can be ${steps.join(' or ')} now.` : 'Nothing follows that.';
  return refused('conflict', 'status', `the payout is ${status}, and cannot be ${next}`, hint);
}

function settled(): Outcome {
  return refused('conflict', 'status', 'the payout is paid', 'What is paid is never changed.');
}

function earningRefusal({ patch }: Edit, { status, allocated_minor }: EarningRow): Outcome | undefined {
  if (patch['review'] === undefined) return undefined;
  if (status === 'none' || status === 'awaiting_rate') {
    return refused('conflict', 'id', `the earning is ${status}: there is nothing to decide`, 'Wait until it is.');
  }
  if (patch['review'] !== 'declined' || allocated_minor === 0) return undefined;
  return refused('conflict', 'id', 'the earning is in a payout', 'Cancel the payout first, or refund the sale.');
}

/** Marks the sales whose answer a change may have changed. `row` as it is now; `undefined` while it is not known yet. */
export function markByEdit(draft: Draft, edit: Edit, row: object | undefined, affected: Affected): void {
  const { workspace_id, subject, subject_id, patch, recorded_at, is_delete } = edit;
  const terms = patch['terms'] as { valid_from: number } | undefined;
  if (subject === 'earning' && row) affected.byConversion((row as EarningRow).conversion_id);
  if (subject === 'referral') affected.byReferral(subject_id, null);
  if (subject === 'coupon' && row && is_delete) affected.byCoupon((row as CouponRow).code);
  if (subject === 'program' && (terms || is_delete)) affected.bySalesFrom(terms?.valid_from ?? recorded_at);
  if (subject === 'incentive' && row && (terms || is_delete)) {
    const from = is_delete ? recorded_at : (terms?.valid_from ?? recorded_at);
    affected.byProgram((row as IncentiveRow).program_id, from);
  }
  if (subject === 'affiliate') {
    const tells = ['email', 'group_name', 'program_id'].some((column) => column in patch);
    if (tells || is_delete) affected.byAffiliate(subject_id, null);
    if (patch['program_id'] === undefined && !is_delete) return;
    for (const { code } of draft.find<LinkRow>(links, 'affiliate', [workspace_id, subject_id])) affected.byCode(code);
  }
  if (subject === 'payout') {
    for (const { conversion_id } of draft.find<PayoutItemRow>(payoutItems, 'key', [workspace_id, subject_id])) {
      affected.byConversion(conversion_id);
    }
  }
}
