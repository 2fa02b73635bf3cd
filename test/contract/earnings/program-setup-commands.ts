import type {
  CreateAffiliate,
  CreateIncentive,
  CreateProgram,
  Edit,
  ImportRates,
} from '../../../packages/collector/src/domain/command.ts';
import type { Edited } from '../../../packages/collector/src/domain/edit.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import { DEFAULT_TERMS } from '../../../packages/collector/src/domain/program.ts';
import { idOf } from '../history-world.ts';
import { DAY, MINUTE } from '../times.ts';
import type { ProgramStep } from './program-plan.ts';
import type { ProgramWorld } from './program-world.ts';

/** Commands that say what programs pay, who is in them, and what money is worth. */

const BEGIN = Date.UTC(2026, 2, 10);

/** When a step is received. */
export function arrivalOf(place: number): number {
  return BEGIN + place * DAY;
}

export const affiliateIdOf = (who: number) => `affiliate-${who}`;
export const codeOf = (who: number) => `code-${who}`;
const programIdOf = (which: number) => `program-${which}`;

const PAYS: Omit<IncentiveTerms, 'valid_from'> = {
  ...{ valid_until: null, on: 'sale', type: 'percentage', rate_ppm: null, amount_minor: null, affiliate_id: null },
  ...{ group_name: null, product_ids: null, price_ids: null, interval: null },
  ...{ duration: { unit: 'lifetime', length: null }, tiers: [], tier_by: 'sales', tier_period: 'lifetime' },
  ...{ cap_sale_minor: null, cap_month_minor: null, cap_total_minor: null, hold_days: null, approval: null },
};

export type Base = { workspace_id: string; id: string; recorded_at: number };
export type Of<Kind extends ProgramStep['step']> = ProgramStep & { step: Kind };

export function one<T>(rows: readonly T[], of: number): T | undefined {
  return rows.at(of % Math.max(1, rows.length));
}

export function editOf(base: Base, subject: Edited, subject_id: string | undefined, change: Partial<Edit>): Edit[] {
  if (subject_id === undefined) return [];
  const nothing = { sequence: null, patch: {}, is_delete: false, releases_keys: false };
  return [{ ...base, kind: 'edit', subject, subject_id, ...nothing, ...change }];
}

export function programOf({ which, currency, terms }: Of<'program'>, base: Base): CreateProgram {
  const first = { ...DEFAULT_TERMS, fraud: {}, ...terms, valid_from: base.recorded_at };
  const program = { id: programIdOf(which), external_id: null, name: `Program ${which}`, currency, terms: first };
  const asks = { terms_url: null, allowed_hosts: [], affiliate_approval: 'automatic' as const, application_fields: [] };
  return { ...base, kind: 'create_program', program: { ...program, ...asks } };
}

export function incentiveOf({ program, whose, terms }: Of<'incentive'>, base: Base, place: number): CreateIncentive {
  const { valid_from, valid_until, ...rest } = terms;
  const all: IncentiveTerms = {
    ...PAYS,
    ...rest,
    affiliate_id: whose === null ? null : affiliateIdOf(whose),
    // As long ago as any sale of the history may lie, unless the plan says from which day on.
    valid_from: valid_from === undefined ? BEGIN - 100 * DAY : BEGIN + valid_from * DAY,
    valid_until: valid_until == null ? null : BEGIN + valid_until * DAY,
  };
  const row = { id: idOf('incentive', place), external_id: null, program_id: programIdOf(program), name: 'Reward' };
  return { ...base, kind: 'create_incentive', incentive: { ...row, terms: all, is_counted: isCounted(all) } };
}

function isCounted({ tiers, cap_month_minor, cap_total_minor }: IncentiveTerms): boolean {
  return tiers.length > 0 || cap_month_minor !== null || cap_total_minor !== null;
}

/** An edit has all terms, the new ones and those that stay. */
export function termsOf(step: Of<'terms'>, base: Base, world: ProgramWorld): Edit[] {
  const valid_from = base.recorded_at + step.from * DAY + (step.what === 'program' ? 10 * MINUTE : 0);
  if (step.what === 'program') {
    const row = one(world.programs, step.of);
    return editOf(base, 'program', row?.id, { patch: { terms: { ...row?.terms, ...step.terms, valid_from } } });
  }
  const row = one(world.incentives, step.of);
  if (!row) return [];
  const { rate_ppm, amount_minor, type, tiers, cap_month_minor, cap_total_minor, ...rest } = step.terms;
  // Whether it counts does not change, nor what it rewards.
  const counted = row.is_counted ? { tiers, cap_month_minor, cap_total_minor } : {};
  const paid = row.terms.on === 'sale' ? { rate_ppm: rate_ppm ?? null, amount_minor: amount_minor ?? null, type } : {};
  const terms = { ...row.terms, ...rest, ...counted, ...paid, valid_from };
  if (row.is_counted && !isCounted(terms as IncentiveTerms)) return [];
  return editOf(base, 'incentive', row.id, { patch: { terms } });
}

export function affiliateOf({ who, program, group, isPayable }: Of<'affiliate'>, base: Base): CreateAffiliate {
  const details = { method: 'paypal', email: `pay-${who}@x.org` } as const;
  return {
    ...base,
    kind: 'create_affiliate',
    affiliate: {
      ...{ id: affiliateIdOf(who), external_id: null, program_id: program === null ? null : programIdOf(program) },
      ...{ name: `Affiliate ${who}`, email: null, status: 'approved', group_name: group, application: null },
      ...{ payout_details: isPayable ? details : null, payout_hash: isPayable ? `hash of ${who}` : null },
    },
    link: { id: `link-${who}`, code: codeOf(who), name: null, destination_url: null },
  };
}

/** A rate follows from its day, so that who imports one twice says the same. */
export function ratesOf({ base: from, quote, since, until }: Of<'rates'>, base: Base): ImportRates {
  const days = Array.from({ length: since - until + 1 }, (_, at) => base.recorded_at - (until + at) * DAY);
  const whole = { EURUSD: 1.05, USDEUR: 0.91, EURJPY: 161.5, USDJPY: 149.25 }[`${from}${quote}`] ?? 1;
  const rates = days.map((day) => {
    const step = Math.floor(day / DAY) % 7;
    return {
      base: from,
      quote,
      date: new Date(day).toISOString().slice(0, 10),
      rate: `${(whole + step / 128).toFixed(7)}`,
    };
  });
  // Nobody publishes on a Sunday.
  const published = rates.filter(({ date }) => new Date(date).getUTCDay() !== 0);
  return { ...base, kind: 'import_rates', rates: published.length > 0 ? published : rates };
}
