import type { AffiliateRow } from '../domain/affiliate.ts';
import type { CreatePayout, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow } from '../domain/earning.ts';
import { decimalOf } from '../domain/money.ts';
import { PAYOUT_ITEMS_MAX, type PayoutItemRow, type PayoutRow } from '../domain/payout.ts';
import type { ProgramRow } from '../domain/program.ts';
import { affiliates, earnings, payoutItems, payouts } from '../domain/schema.ts';
import { typeKeys } from './configure-conversions.ts';
import { decideAnew, unknown } from './configure-programs.ts';
import { createRow, fresh } from './create-row.ts';
import { affiliateOf, programOf, programTermsAt } from './programs.ts';
import { refused } from './refused.ts';

type Accepted = NonNullable<CreatePayout['accepted']>;

/**
 * A closed set of what an affiliate may be paid: earnings that are ready, less what they were paid too much before. What is in it
 * is chosen when it is accepted and is in the log, so that it is the same whenever it is derived again.
 */
export function createPayout(draft: Draft, command: CreatePayout): Outcome {
  const { workspace_id, recorded_at, payout } = command;
  const chosen = command.accepted ?? chosenFor(draft, command);
  const accepted = 'items' in chosen ? chosen : undefined;
  const { items, ...facts } = accepted ?? NOTHING;
  const row: PayoutRow = {
    ...payout,
    ...facts,
    items: items.length,
    status: 'draft',
    reference: null,
    failure: null,
    paid_at: null,
    ...fresh(workspace_id, recorded_at),
  };
  const outcome = createRow(draft, payouts, {
    command: { ...command, ...(command.accepted && { is_accepted: true as const }) },
    row,
    keysOf: (one) => typeKeys('payout', one),
    refusalOf: () => ('items' in chosen ? undefined : chosen),
  });
  if (outcome.status === 'duplicate') return ofOther(outcome, payout.affiliate_id) ?? outcome;
  if (outcome.status !== 'recorded' || !accepted) return outcome;
  for (const item of items) {
    draft.insert<PayoutItemRow>(payoutItems, { workspace_id, payout_id: payout.id, ...item });
  }
  decideAnew(draft, command, (affected) => {
    for (const { conversion_id } of items) affected.byConversion(conversion_id);
  });
  return { ...outcome, logged: { ...command, accepted } };
}

/** The caller's id is that of somebody else's payout. */
function ofOther({ fact }: Outcome & { status: 'duplicate' }, affiliateId: string): Outcome | undefined {
  const known = fact as PayoutRow | undefined;
  if (!known || known.affiliate_id === affiliateId) return undefined;
  const message = `is that of payout ${known.id} of affiliate ${known.affiliate_id}`;
  return refused('conflict', 'external_id', message, 'Send another external_id.');
}

const NOTHING: Accepted = {
  program_id: '',
  currency: '',
  amount_minor: 0,
  details: null,
  shared_with: null,
  items: [],
};

/** What goes into a payout, or why there is none. */
function chosenFor(draft: Draft, { workspace_id, recorded_at, payout, earning_ids }: CreatePayout): Accepted | Outcome {
  const affiliate = affiliateOf(draft, workspace_id, payout.affiliate_id);
  if (!affiliate || affiliate.deleted_at !== null) return unknown('affiliate_id', 'affiliate', payout.affiliate_id);
  const program = programOf(draft, workspace_id, affiliate.program_id);
  if (!program) return refused('conflict', 'affiliate_id', 'they are in no program', 'Put them into a program first.');
  if (affiliate.status !== 'approved') {
    return refused('conflict', 'affiliate_id', `they are ${affiliate.status}`, 'Only who is approved is paid.');
  }
  const { fraud, minimum_payout_minor } = programTermsAt(draft, program, recorded_at);
  const shared = fraud.duplicate_payout === 'off' ? [] : sharersOf(draft, affiliate);
  if (shared.length > 0 && fraud.duplicate_payout === 'block') {
    const others = shared.join(', ');
    return refused('conflict', 'affiliate_id', `${others} is paid to the same account`, 'Find out who they are first.');
  }
  const payable = draft.earliest<EarningRow>(earnings, 'payable', [workspace_id, affiliate.id, true], {
    limit: PAYOUT_ITEMS_MAX,
  });
  const held = earning_ids && notPayable(draft, affiliate, earning_ids, payable);
  if (held) return held;
  const items = payable
    .filter(({ program_id }) => program_id === program.id)
    // What they were paid too much is always taken off.
    .filter((row) => !earning_ids || earning_ids.includes(row.id) || row.due_minor < row.allocated_minor)
    .map(({ id, conversion_id, due_minor, allocated_minor }) => ({
      earning_id: id,
      conversion_id,
      amount_minor: due_minor - allocated_minor,
    }));
  const amount_minor = items.reduce((sum, item) => sum + item.amount_minor, 0);
  if (!Number.isSafeInteger(amount_minor)) {
    return refused('conflict', 'earning_ids', 'the sum is too large to be exact', 'Pay some of the earnings first.');
  }
  const short = shortfall(program, amount_minor, minimum_payout_minor);
  if (short) return short;
  return {
    program_id: program.id,
    currency: program.currency,
    amount_minor,
    details: affiliate.payout_details,
    shared_with: shared.length > 0 ? shared : null,
    items,
  };
}

/** Other affiliates who are paid to the same account. */
function sharersOf(draft: Draft, { workspace_id, id, payout_hash }: AffiliateRow): string[] {
  if (payout_hash === null) return [];
  return draft
    .find<AffiliateRow>(affiliates, 'payout_hash', [workspace_id, payout_hash])
    .filter((other) => other.id !== id && other.deleted_at === null)
    .map((other) => other.id);
}

function notPayable(
  draft: Draft,
  { id: affiliateId, workspace_id }: AffiliateRow,
  ids: readonly string[],
  payable: readonly EarningRow[],
): Outcome | undefined {
  const missing = ids.find((id) => !payable.some((row) => row.id === id));
  if (missing === undefined) return undefined;
  const [row] = draft.find<EarningRow>(earnings, 'key', [workspace_id, missing]);
  if (!row || row.affiliate_id !== affiliateId) return unknown('earning_ids', 'earning', missing);
  if (row.is_payable) {
    const message = `earning ${missing} comes after the first ${PAYOUT_ITEMS_MAX} that may be paid`;
    return refused('conflict', 'earning_ids', message, 'Pay the earlier ones first.');
  }
  const until = row.status === 'pending' && row.hold_until !== null ? `, held until ${isoDay(row.hold_until)}` : '';
  const message = `earning ${missing} is ${row.status}${until}`;
  return refused('conflict', 'earning_ids', message, 'Leave it out, or wait until it is ready.');
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function shortfall({ currency }: ProgramRow, amountMinor: number, minimumMinor: number): Outcome | undefined {
  const shown = (minor: number) => `${decimalOf(minor, currency)} ${currency}`;
  if (amountMinor > 0 && amountMinor >= minimumMinor) return undefined;
  if (amountMinor < 0) {
    const message = `they were paid ${shown(-amountMinor)} more than is owed`;
    return refused('conflict', 'affiliate_id', message, 'It is taken off what they earn next.');
  }
  if (amountMinor === 0) return refused('conflict', 'affiliate_id', 'nothing may be paid now', 'Wait until holds end.');
  const message = `${shown(amountMinor)} may be paid, and the least that is paid is ${shown(minimumMinor)}`;
  return refused('conflict', 'affiliate_id', message, 'It stays theirs until there is more.');
}
