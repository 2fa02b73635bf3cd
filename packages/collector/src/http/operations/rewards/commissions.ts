import type { Caller } from '../../../auth/keyring.ts';
import type { GivenRewardPatch, RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import { AppError } from '../../../domain/errors.ts';
import { shareOf } from '../../../domain/exchange.ts';
import { type Leniency, STRICT } from '../../../domain/leniency.ts';
import { decimalOf, moneyOf } from '../../../domain/money.ts';
import type { Reward } from '../../../domain/reward.ts';
import { cleanText } from '../../../domain/text.ts';
import { DAY } from '../../../domain/time.ts';
import { readAmount, readCurrency, readMoney } from '../../../intake/money.ts';
import type { GivenConversion, GivenConversionPatch } from '../../../wire/conversion.ts';
import type { HttpContext } from '../../context.ts';
import { notThere } from '../configure-affiliate.ts';
import { createConversion } from '../create-conversion.ts';
import { deleteConversion, updateConversion } from '../edit-conversion.ts';
import type { OperationRequest } from '../operation-request.ts';
import { findReported } from '../show-conversion.ts';
import { again } from './again.ts';
import { countedPage, ourAffiliate } from './counted-page.ts';
import { ownProgram } from './program.ts';

/** Of amounts that a program reckoned, what the currency cannot hold is rounded. */
const LENIENCY: Leniency = { ...STRICT, excess: 'half_even' };

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type CommissionAnswer = Extract<RewardAnswer, { answer: 'commission' }>;

/** What conversions earn, in a vendor's words: the commission's id is the conversion's. */

export async function listCommissions(
  context: HttpContext,
  { workspace_id }: Caller,
  query: Asked<'list_commissions'>,
): Promise<Extract<RewardAnswer, { answer: 'commissions' }>> {
  const { limit, offset, order, referral, traits = null, sales_status = null, from = null, to = null } = query;
  const tie =
    referral === undefined ? null : await context.ask('read_tie', { workspace_id, name: cleanText(referral) });
  if (referral !== undefined && tie === null) return { answer: 'commissions', rows: [], total: 0, has_more: false };
  const page = await context.ask('page_rewards', {
    ...{ workspace_id, limit, offset, order, from, to, traits, sales_status },
    affiliate_id: await ourAffiliate(context, workspace_id, query.affiliate_id),
    referral_id: tie?.told.id ?? null,
  });
  return { answer: 'commissions', ...countedPage(page) };
}

/** Throws `not_found`. */
export async function readCommission(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
  outcome: CommissionAnswer['outcome'] = 'read',
): Promise<CommissionAnswer> {
  const { row } = await findReported(context, workspace_id, id);
  const shown = await context.ask('read_reward', { workspace_id, conversion_id: row.id });
  if (!shown) throw notThere('id', 'commission', id);
  return { answer: 'commission', outcome, shown };
}

/** A commission that is stated: of a sale of a referral. Throws `not_found` of that, and `conflict` of an order that is known. */
export async function createCommission(
  context: HttpContext,
  caller: Caller,
  { own, given, referral, hold_days }: Asked<'create_commission'>,
  request: OperationRequest,
): Promise<CommissionAnswer> {
  const { workspace_id } = caller;
  const found = await context.ask('resolve_referral', { workspace_id, name: cleanText(referral) });
  if (!found) throw notThere('referral_id', 'referral', referral);
  if (hold_days !== undefined) {
    refuseHold(hold_days, (await ownProgram(context, caller, own)).terms.hold_days);
  }
  const tie: GivenConversion = found.referral
    ? { referral_id: found.referral.first_conversion_id }
    : { click_id: found.click?.id };
  const made = await createConversion(
    context,
    caller,
    { given: { ...rounded(given), ...tie }, leniency: LENIENCY },
    request,
  );
  if (made.answer !== 'conversion') throw new Error(`a commission came to ${made.answer}`);
  const { id } = made.shown.row;
  if (made.outcome === 'duplicate' && !made.is_replayed) {
    throw new AppError('conflict', `order_id: is that of commission ${id}`, {
      field: 'order_id',
      hint: 'Change that commission, or send another payment.',
    });
  }
  return readCommission(context, caller, id, 'recorded');
}

/** Throws `invalid`, `not_found`, and what a conversion's change is refused for. */
export async function updateCommission(
  context: HttpContext,
  caller: Caller,
  { id, patch: { hold_days, ...patch } }: Asked<'update_commission'>,
  request: OperationRequest,
): Promise<CommissionAnswer> {
  await again(async () => {
    const { shown } = await readCommission(context, caller, id);
    if (hold_days !== undefined) refuseHold(hold_days, heldDaysOf(shown));
    const whole = wholePatch(shown, patch);
    if (Object.keys(whole).length === 0) return;
    await updateConversion(context, caller, { id: shown.conversion.id, patch: whole, leniency: LENIENCY }, request);
  });
  return readCommission(context, caller, id, 'updated');
}

/** Throws `conflict` where it was paid. */
export async function deleteCommission(
  context: HttpContext,
  caller: Caller,
  { id }: Asked<'delete_commission'>,
  request: OperationRequest,
): Promise<CommissionAnswer> {
  const { shown } = await readCommission(context, caller, id);
  const { earning, conversion } = shown;
  if (earning && (earning.paid_minor > 0 || earning.status === 'processing')) {
    throw new AppError('conflict', `The commission ${id} was paid, or is in a payout.`, {
      field: 'id',
      hint: 'What was paid stays recorded: refund the sale, and it is taken off the next payout.',
    });
  }
  await deleteConversion(context, caller, { id: conversion.id, releasesKeys: false }, request);
  return { answer: 'commission', outcome: 'deleted', shown };
}

/** A change in terms of what is left of a sale and its commission, as one of the whole of both. */
function wholePatch({ conversion, earning }: Reward, patch: Omit<GivenRewardPatch, 'hold_days'>): GivenConversionPatch {
  const { amount_minor, refunded_minor } = conversion;
  const { amount, commission_amount } = patch;
  const currency =
    patch.commission_currency ?? conversion.commission_currency ?? earning?.currency ?? conversion.currency;
  const said = rounded({
    ...patch,
    ...(commission_amount != null && currency !== null && { commission_currency: currency }),
  });
  if (refunded_minor === 0 || amount_minor === null) return said;
  const sold = conversion.currency ?? '';
  const left = amount == null ? amount_minor - refunded_minor : readMoney(amount, sold, LENIENCY).amount_minor;
  const paidIn = readCurrency(currency ?? sold);
  return {
    ...said,
    ...(amount != null && { amount: decimalOf(left + refunded_minor, sold) }),
    ...(commission_amount != null &&
      left > 0 && {
        commission_amount: grossOf(
          readAmount('commission_amount', said.commission_amount ?? 0, paidIn),
          left,
          refunded_minor,
          paidIn,
        ),
      }),
  };
}

/** A stated commission as its currency can hold it; what is no amount stays, to be refused. */
function rounded<Given extends Pick<GivenConversionPatch, 'commission_amount' | 'commission_currency'>>(
  given: Given,
): Given {
  const { commission_amount, commission_currency } = given;
  if (commission_amount == null || commission_currency == null) return given;
  const money = moneyOf(commission_amount, commission_currency.toUpperCase(), 'half_even');
  return money.fault ? given : { ...given, commission_amount: decimalOf(money.amount_minor, money.currency) };
}

function grossOf(minor: number, left: number, refunded: number, currency: string): string {
  return decimalOf(shareOf(minor, left + refunded, left), currency);
}

/** As `heldUntil` of `rules/earning-of.ts` reckons. */
function heldDaysOf({ conversion: { occurred_at, recorded_at }, earning }: Reward): number | null {
  if (earning === null || earning.hold_until === null) return null;
  return Math.round((earning.hold_until - Math.max(occurred_at, recorded_at - DAY)) / DAY);
}

function refuseHold(given: number, held: number | null): void {
  if (given === held) return;
  throw new AppError(
    'invalid',
    `hold_days: is that of the program${held === null ? '' : `, ${held}`}; a commission has none of its own`,
    {
      field: 'hold_days',
      hint: 'Leave it out, or send the status ready_for_payment to end the hold.',
    },
  );
}
