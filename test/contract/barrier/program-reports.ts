import type {
  CreateAffiliate,
  CreateCoupon,
  CreateIncentive,
  CreatePayout,
  CreateProgram,
  Edit,
  ImportRates,
  MatureEarnings,
  RecordConversion,
} from '../../../packages/collector/src/domain/command.ts';
import { derivedId, mintId } from '../../../packages/collector/src/domain/ids.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import { DEFAULT_TERMS, type ProgramTerms } from '../../../packages/collector/src/domain/program.ts';
import { sale } from './ledger-reports.ts';
import { affiliate, at, WORKSPACE } from './reports.ts';

/** Commands about programs, in few words. Times are minutes after some noon. */

const PROGRAM = 'program';
const said = (minute: number) => ({ workspace_id: WORKSPACE, id: mintId(), recorded_at: at(minute) });

export function opens(terms: Partial<ProgramTerms> = {}): CreateProgram {
  const program = {
    id: PROGRAM,
    external_id: null,
    name: 'Friends',
    currency: 'EUR',
    terms: { ...DEFAULT_TERMS, hold_days: 0, valid_from: at(0), ...terms },
    terms_url: null,
    allowed_hosts: [],
    affiliate_approval: 'automatic' as const,
    application_fields: [],
  };
  return { ...said(0), kind: 'create_program', program };
}

/** Somebody in the program; their id is their code. */
export function promotes(code: string): CreateAffiliate {
  const command = affiliate(code);
  return { ...command, affiliate: { ...command.affiliate, id: code, program_id: PROGRAM } };
}

const TERMS: IncentiveTerms = {
  valid_from: at(0),
  valid_until: null,
  on: 'sale',
  type: 'percentage',
  rate_ppm: 100_000,
  amount_minor: null,
  affiliate_id: null,
  group_name: null,
  product_ids: null,
  price_ids: null,
  interval: null,
  duration: { unit: 'lifetime', length: null },
  tiers: [],
  tier_by: 'sales',
  tier_period: 'month',
  cap_sale_minor: null,
  cap_month_minor: null,
  cap_total_minor: null,
  hold_days: null,
  approval: null,
};

/** Ten percent of each sale, unless something else is said. */
export function offers(terms: Partial<IncentiveTerms> = {}, id = 'offer'): CreateIncentive {
  const all = { ...TERMS, ...terms };
  const is_counted = all.tiers.length > 0 || all.cap_month_minor !== null || all.cap_total_minor !== null;
  const incentive = { id, external_id: null, program_id: PROGRAM, name: id, terms: all, is_counted };
  return { ...said(1), kind: 'create_incentive', incentive };
}

export function changes(terms: Partial<IncentiveTerms>, minute: number): Edit {
  return edit('incentive', 'offer', { terms: { ...TERMS, valid_from: at(minute), ...terms } }, minute);
}

function edit(subject: Edit['subject'], id: string, patch: Record<string, unknown>, minute: number): Edit {
  const more = { sequence: null, is_delete: false, releases_keys: false };
  return { ...said(minute), kind: 'edit', subject, subject_id: id, patch, ...more };
}

/** A sale of 99.00 that the server says is an affiliate's. */
export function sellsFor(code: string, minute: number, given: object): RecordConversion {
  const command = sale(minute, given);
  return { ...command, conversion: { ...command.conversion, affiliate_id: code } };
}

export function gives(code: string, coupon: string): CreateCoupon {
  const row = { id: `coupon-${coupon}`, external_id: null, affiliate_id: code, code: coupon, description: null };
  return { ...said(2), kind: 'create_coupon', coupon: row };
}

export function rates(rate: string): ImportRates {
  return { ...said(3), kind: 'import_rates', rates: [{ base: 'EUR', quote: 'USD', date: '2026-11-20', rate }] };
}

export function earningOf({ conversion }: RecordConversion, code: string): string {
  return derivedId('earning', WORKSPACE, conversion.id, code);
}

export function matures(sold: RecordConversion, code: string, minute: number): MatureEarnings {
  const earnings = [{ id: earningOf(sold, code), conversion_id: sold.conversion.id }];
  return { ...said(minute), kind: 'mature_earnings', as_of: at(minute), earnings };
}

export function reviews(sold: RecordConversion, code: string, review: string, minute: number): Edit {
  return edit('earning', earningOf(sold, code), { review }, minute);
}

export function pays(code: string, minute: number): CreatePayout {
  const payout = { id: mintId(), external_id: null, affiliate_id: code };
  return { ...said(minute), kind: 'create_payout', payout, earning_ids: null };
}

export function moves({ payout }: CreatePayout, status: string, minute: number): Edit {
  return edit('payout', payout.id, { status }, minute);
}
