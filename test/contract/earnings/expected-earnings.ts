import type { Command } from '../../../packages/collector/src/domain/command.ts';
import type { ConversionRow } from '../../../packages/collector/src/domain/conversion.ts';
import type { EarningReason, EarningRow, EarningStatus } from '../../../packages/collector/src/domain/earning.ts';
import { derivedId } from '../../../packages/collector/src/domain/ids.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import type { ProgramTerms } from '../../../packages/collector/src/domain/program.ts';
import { type Answered, expectedCredits } from '../expected-credit.ts';
import { changesOf } from '../expected-edits.ts';
import type { Derived } from '../history-run.ts';
import { DAY } from '../times.ts';
import { type Counted, commissionOf } from './expected-commission.ts';
import { matchOf } from './expected-match.ts';
import { type Allotted, allottedIn } from './expected-payouts.ts';
import { exchanged, part, ratesIn } from './expected-rates.ts';
import { type Agreed, agreedIn } from './expected-terms.ts';

/**
 * What every sale earns, as plainly as it can be said: all sales in the order in which they occurred, one after another, with
 * all that was counted of those before it, and nothing kept up to date.
 */

export type Expected = Pick<
  EarningRow,
  | 'conversion_id'
  | 'affiliate_id'
  | 'program_id'
  | 'referral_id'
  | 'person_key'
  | 'kind'
  | 'incentive_id'
  | 'incentive_version'
  | 'currency'
  | 'rate_date'
  | 'commission_minor'
  | 'reversed_minor'
  | 'due_minor'
  | 'allocated_minor'
  | 'paid_minor'
  | 'status'
  | 'reason'
  | 'hold_until'
> & { base_minor: number | null; payment: number | null; tier_from: number | null; capped_by: string | null };

interface History {
  accepted: readonly Command[];
  agreed: Agreed;
  rates: ReturnType<typeof ratesIn>;
  /** In the order in which they occurred. */
  counted: Counted[];
  /** When each referral began. */
  began: Map<string, number>;
}

type Sale = ConversionRow & { owed: { affiliate_id: string; referral_id: string; root: string | null } };

type Unearned = Omit<
  Expected,
  | 'conversion_id'
  | 'affiliate_id'
  | 'program_id'
  | 'referral_id'
  | 'person_key'
  | 'kind'
  | 'currency'
  | 'allocated_minor'
  | 'paid_minor'
>;

const NOTHING: Unearned = {
  ...{ incentive_id: null, incentive_version: null, rate_date: null, commission_minor: 0, reversed_minor: 0 },
  ...{ due_minor: 0, status: 'none', reason: null, hold_until: null },
  ...{ base_minor: null, payment: null, tier_from: null, capped_by: null },
};

/** Every earning by its id. */
export function expectedEarnings(accepted: readonly Command[], derived: Derived): Map<string, Expected> {
  const agreed = agreedIn(accepted);
  const credits = expectedCredits(derived, agreed);
  const history: History = { accepted, agreed, rates: ratesIn(accepted), counted: [], began: new Map() };
  const allotted = allottedIn(accepted);
  const earned = new Map<string, Expected>();
  for (const sale of derived.conversions.toSorted(byTime)) {
    const owed = sale.deleted_at === null ? owedIn(credits.get(sale.id)) : null;
    const ownId = owed && earningIdOf(sale, owed.affiliate_id);
    for (const [id, held] of allotted) {
      if (held.conversion_id === sale.id && id !== ownId) earned.set(id, notOwed(sale, held));
    }
    if (!owed || !ownId) continue;
    const held = allotted.get(ownId);
    earned.set(ownId, withPayments(sale, earn(history, { ...sale, owed }, ownId), held));
  }
  return earned;
}

function earningIdOf({ workspace_id, id }: ConversionRow, affiliateId: string): string {
  return derivedId('earning', workspace_id, id, affiliateId);
}

function byTime(a: ConversionRow, b: ConversionRow): number {
  return a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1);
}

function owedIn(answer: Answered | undefined): Sale['owed'] | null {
  if (!answer?.owed || answer.referral_id === null) return null;
  return { affiliate_id: answer.owed.affiliate_id, referral_id: answer.referral_id, root: answer.root };
}

type Earned = Omit<Expected, 'allocated_minor' | 'paid_minor'>;

function earn(history: History, sale: Sale, earningId: string): Earned {
  const { agreed, began, counted } = history;
  const { owed, amount_minor, sales_status, occurred_at } = sale;
  const member = agreed.memberOf(owed.affiliate_id);
  const program = member?.program;
  const blank: Earned = {
    ...NOTHING,
    ...{
      conversion_id: sale.id,
      affiliate_id: owed.affiliate_id,
      referral_id: owed.referral_id,
      person_key: owed.root,
    },
    program_id: member?.program_id ?? null,
    currency: program?.currency ?? null,
    kind: amount_minor === null ? 'lead' : 'sale',
  };
  const first = began.get(owed.referral_id) ?? occurred_at;
  if (amount_minor !== null) began.set(owed.referral_id, first);
  const none = (reason: EarningReason): Earned => ({ ...blank, reason });
  if (!member || !program) return none('no_program');
  if (sales_status === 'open' || sales_status === 'trialing' || sales_status === 'failed') {
    return none(`sale_${sales_status}`);
  }
  if (amount_minor !== null && amount_minor <= 0) return none('nothing_to_share');

  const terms = agreed.programTermsAt(program.id, occurred_at);
  const { commission_minor: stated, commission_currency } = sale;
  if (stated !== null && commission_currency !== null) {
    const inProgram = exchangedTo(history, sale, { amount: stated, from: commission_currency, to: program.currency });
    if (!inProgram) return { ...blank, status: 'awaiting_rate', reason: 'no_rate' };
    const { amount: commission, date } = inProgram;
    if (commission === 0) return { ...blank, rate_date: date, reason: 'nothing_to_share' };
    const offer = { hold_days: null, approval: null };
    const settled = judge(history, sale, { earningId, terms, offer, commission });
    return { ...blank, rate_date: date, commission_minor: commission, ...settled };
  }
  const termsAt = isLocked(history, owed.referral_id, terms) ? first : occurred_at;
  const match = matchOf(agreed, sale, member, termsAt);
  if (!match) return none('no_incentive');
  const { offer, version } = match;
  const found = { ...blank, incentive_id: offer.id, incentive_version: version.number };
  const base = baseOf(history, sale, program.currency);
  if (!base) return { ...found, status: 'awaiting_rate', reason: 'no_rate' };

  const before = counted.filter(({ incentive_id }) => incentive_id === offer.id);
  const { reason, ...amount } = commissionOf(version.terms, sale, base.amount, before);
  const priced = { ...found, rate_date: base.date, base_minor: base.amount, ...amount };
  if (amount.commission_minor === 0) return { ...priced, reason };
  const judged = judge(history, sale, { earningId, terms, offer: version.terms, commission: amount.commission_minor });
  if (judged.status !== 'declined') {
    const { affiliate_id, referral_id } = owed;
    const { commission_minor } = amount;
    counted.push({
      ...{ affiliate_id, referral_id, incentive_id: offer.id, at: occurred_at },
      ...{ base_minor: base.amount, commission_minor },
    });
  }
  return { ...priced, ...judged };
}

/** What was said of the referral holds, whatever the program says. */
function isLocked({ accepted }: History, referralId: string, { locks_rates }: ProgramTerms): boolean {
  const said = changesOf(accepted, referralId).filter(({ patch }) => 'locks_rate' in patch);
  const last = said.at(-1)?.patch['locks_rate'];
  return typeof last === 'boolean' ? last : locks_rates;
}

function baseOf(history: History, sale: Sale, to: string): { amount: number; date: string | null } | undefined {
  const { amount_minor, commissionable_minor, currency } = sale;
  if (amount_minor === null || currency === null) return { amount: 0, date: null };
  return exchangedTo(history, sale, { amount: commissionable_minor ?? amount_minor, from: currency, to });
}

function exchangedTo(
  { rates }: History,
  { occurred_at }: Sale,
  { amount, from, to }: { amount: number; from: string; to: string },
): { amount: number; date: string | null } | undefined {
  return from === to ? { amount, date: null } : exchanged(rates, { amount, from, to, at: occurred_at });
}

interface Judging {
  earningId: string;
  terms: ProgramTerms;
  offer: Pick<IncentiveTerms, 'hold_days' | 'approval'>;
  commission: number;
}

type Judged = Pick<Expected, 'reversed_minor' | 'due_minor' | 'status' | 'reason' | 'hold_until'>;

function judge({ accepted }: History, sale: Sale, { earningId, terms, offer, commission }: Judging): Judged {
  const { earning_status: override, amount_minor, refunded_minor, sales_status, recorded_at, occurred_at } = sale;
  const isUndone = sales_status === 'refunded' || override === 'refunded' || override === 'dispute';
  const given = amount_minor === null ? 0 : part(commission, refunded_minor, amount_minor);
  const reversed_minor = isUndone ? commission : given;
  const days = offer.hold_days ?? terms.hold_days;
  const hold_until = Math.max(occurred_at, recorded_at - DAY) + days * DAY;
  const due_minor = commission - reversed_minor;
  const as = (status: EarningStatus, reason: EarningReason | null = null): Judged => ({
    ...{ reversed_minor, hold_until, status, reason },
    due_minor: status === 'declined' ? 0 : due_minor,
  });

  const review = changesOf(accepted, earningId).findLast(({ patch }) => 'review' in patch)?.patch['review'];
  if (override === 'declined' || review === 'declined') return as('declined', 'declined_by_hand');
  if (due_minor === 0) return as('reversed', 'refunded');
  if (override === 'awaiting_review') return as('awaiting_review', 'manual_approval');
  if (override === 'pending' || override === 'ready' || override === 'paid') return as(override);
  if (review !== 'approved') {
    const fraud = sale.signals?.disposable_email ? (terms.fraud.disposable_email ?? 'off') : 'off';
    if (fraud === 'block') return as('declined', 'fraud');
    if (fraud === 'detect') return as('awaiting_review', 'fraud');
    if (sales_status === 'partial_refunded' && refunded_minor === 0) {
      return as('awaiting_review', 'partial_refund_unknown');
    }
    if ((offer.approval ?? terms.earning_approval) === 'manual') return as('awaiting_review', 'manual_approval');
  }
  const told = accepted.flatMap((one) =>
    one.kind === 'mature_earnings' && one.earnings.some(({ id }) => id === earningId) ? [one.as_of] : [],
  );
  return as(days === 0 || told.some((as_of) => as_of >= hold_until) ? 'ready' : 'pending');
}

/** What payouts hold of it; what the caller says is paid was paid by somebody else. */
function withPayments({ earning_status }: ConversionRow, earned: Earned, held: Allotted | undefined): Expected {
  const isPaidElsewhere = earning_status === 'paid' && earned.status !== 'declined';
  const outside = isPaidElsewhere ? Math.max(0, earned.commission_minor - (held?.allocated ?? 0)) : 0;
  const [allocated_minor, paid_minor] = [(held?.allocated ?? 0) + outside, (held?.paid ?? 0) + outside];
  const isHeld = earned.due_minor > 0 && allocated_minor > 0 && allocated_minor >= earned.due_minor;
  const status = isHeld ? (paid_minor >= allocated_minor ? 'paid' : 'processing') : earned.status;
  return { ...earned, status, allocated_minor, paid_minor };
}

/** Somebody was paid for it who is not owed any more. */
function notOwed({ amount_minor, deleted_at, id }: ConversionRow, held: Allotted): Expected {
  const { affiliate_id, program_id, currency, allocated, paid } = held;
  return {
    ...NOTHING,
    ...{ conversion_id: id, affiliate_id, program_id, referral_id: null, person_key: null, currency },
    kind: amount_minor === null ? 'lead' : 'sale',
    ...{ status: 'reversed', reason: deleted_at === null ? 'credit_moved' : 'sale_deleted' },
    ...{ allocated_minor: allocated, paid_minor: paid },
  };
}
