import type { AdjustmentRow } from '../domain/adjustment.ts';
import type { Outcome, RecordAdjustment } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { convertBy } from '../domain/exchange.ts';
import { decimalOf } from '../domain/money.ts';
import { adjustments, conversions } from '../domain/schema.ts';
import { conversionIdOf, regive } from './adjustments.ts';
import { decideAnew } from './configure-programs.ts';
import { given, holdersOf, holdKeys } from './dedupe.ts';
import { exchangeOf } from './exchange.ts';
import { recall, remember } from './idempotency.ts';
import { issueReceipt } from './receipts.ts';
import { refused } from './refused.ts';

/**
 * Something is given back of a conversion: no more than is left of it, and once for its reference. Of an order that is not
 * known yet it waits; what it then asks for beyond the sale is cut.
 */
export function recordAdjustment(draft: Draft, command: RecordAdjustment): Outcome {
  const { workspace_id, recorded_at, adjustment } = command;
  const keys = given([[`${adjustment.dialect}:refund`, adjustment.external_ref]]);
  const known = knownBefore(draft, command, keys);
  if (known) return known;

  const conversion = conversionOf(draft, command);
  const accepted = command.is_accepted ? adjustment : { ...adjustment, ...resolved(draft, command, conversion) };
  const refusal = command.is_accepted ? undefined : refusalOf(draft, accepted, conversion, command.clamps === true);
  if (refusal) return refusal;

  const row: AdjustmentRow = {
    asked_minor: null,
    asked_currency: null,
    total_of: null,
    ...accepted,
    workspace_id,
    recorded_at,
    effective_minor: 0,
    is_clamped: false,
    command_id: command.id,
    version: 1,
  };
  draft.insert<AdjustmentRow>(adjustments, row);
  holdKeys(draft, workspace_id, keys, row.id);
  remember(draft, command, row.id);
  if (conversion) {
    const rivals = regive(draft, conversion);
    issueReceipt(draft, command, { subject_id: conversion.id, kind: 'adjusted', other_id: row.id });
    decideAnew(draft, command, (affected) => {
      for (const { id } of [conversion, ...rivals]) affected.byConversion(id);
    });
  }
  return { status: 'recorded', fact: row, logged: { ...command, adjustment: accepted, is_accepted: true } };
}

function knownBefore(draft: Draft, command: RecordAdjustment, keys: ReturnType<typeof given>): Outcome | undefined {
  const { workspace_id, adjustment } = command;
  const rowOf = (id: string) => draft.get<AdjustmentRow>(adjustments, [workspace_id, id]);
  const same = rowOf(adjustment.id);
  if (same) return { status: 'duplicate', fact: same };
  if (command.is_accepted) return undefined;
  const replayed = recall(draft, command, rowOf);
  if (replayed) return replayed;
  const [holder] = holdersOf(draft, workspace_id, keys);
  if (holder === undefined) return undefined;
  remember(draft, command, holder);
  return { status: 'duplicate', fact: rowOf(holder) };
}

function conversionOf(draft: Draft, { workspace_id, adjustment }: RecordAdjustment): ConversionRow | undefined {
  const { conversion_id, name, order_id } = adjustment;
  const id = conversion_id ?? (order_id === null ? undefined : conversionIdOf(draft, workspace_id, name, order_id));
  return id === undefined ? undefined : draft.find<ConversionRow>(conversions, 'key', [workspace_id, id])[0];
}

/** What is given back when all that is left is asked for is what is left now; it does not change when other refunds come. */
function resolved(draft: Draft, { adjustment }: RecordAdjustment, conversion: ConversionRow | undefined) {
  if (!conversion) return {};
  const { id, currency } = conversion;
  const { amount_minor: asked_minor, currency: asked_currency } = adjustment;
  const changed = inCurrencyOfSale(draft, conversion, asked_minor, asked_currency);
  if (changed !== undefined) {
    return { conversion_id: id, amount_minor: changed, currency, asked_minor, asked_currency };
  }
  const isTakenBack = adjustment.kind === 'reinstatement';
  const amount_minor = asked_minor ?? (isTakenBack ? null : leftOf(conversion));
  return { conversion_id: id, amount_minor, currency: asked_currency ?? currency };
}

/** What was asked for in another currency, at the rate of the sale's day; `undefined` where it was not, or there is no rate. */
function inCurrencyOfSale(
  draft: Draft,
  { workspace_id, currency, occurred_at }: ConversionRow,
  askedMinor: number | null,
  asked: string | null,
): number | undefined {
  if (askedMinor === null || asked === null || currency === null || asked === currency) return undefined;
  const exchange = exchangeOf(draft, workspace_id, asked, currency, occurred_at);
  return (exchange && convertBy(askedMinor, asked, currency, exchange.ratio)) ?? undefined;
}

/** Each is looked at again when another comes. */
const ADJUSTMENTS_AT_MOST = 1_000;

function isCrowded(draft: Draft, { workspace_id, id }: ConversionRow): boolean {
  const window = { limit: ADJUSTMENTS_AT_MOST };
  return (
    draft.latest<AdjustmentRow>(adjustments, 'conversion', [workspace_id, id], window).length === ADJUSTMENTS_AT_MOST
  );
}

function leftOf({ amount_minor, refunded_minor }: ConversionRow): number {
  return Math.max(0, (amount_minor ?? 0) - refunded_minor);
}

function refusalOf(
  draft: Draft,
  { kind, amount_minor, currency, conversion_id, asked_minor, total_of }: RecordAdjustment['adjustment'],
  conversion: ConversionRow | undefined,
  clamps: boolean,
): Outcome | undefined {
  if (!conversion) {
    if (conversion_id === null) return undefined;
    return refused(
      'not_found',
      'id',
      `there is no conversion ${conversion_id}`,
      'Check the id, and the mode of the key.',
    );
  }
  if (clamps) return isCrowded(draft, conversion) ? tooMany() : undefined;
  if (conversion.deleted_at !== null) {
    return refused('not_found', 'id', `conversion ${conversion.id} was deleted`, 'Nothing can be given back of it.');
  }
  if (conversion.amount_minor === null) {
    return refused(
      'conflict',
      'amount',
      'the conversion has no amount',
      'Update the conversion with its amount first.',
    );
  }
  if (currency !== conversion.currency) {
    const hint = "Send the amount in the currency of the sale, or import the rate of the sale's day first.";
    return refused('invalid', 'currency', `the conversion is in ${conversion.currency}`, hint);
  }
  if (amount_minor === 0 && asked_minor != null) {
    const hint = 'Send an amount that is at least its smallest unit.';
    return refused('invalid', 'amount', `is less than the smallest unit of ${conversion.currency}`, hint);
  }
  if (isCrowded(draft, conversion)) return tooMany();
  // A total may be one that is known; and what is taken back is no more than what was charged back.
  if (total_of != null || kind === 'reinstatement') return undefined;
  const left = leftOf(conversion);
  if ((amount_minor ?? 0) <= left && left > 0) return undefined;
  const shown = `${decimalOf(left, conversion.currency ?? '')} ${conversion.currency ?? ''}`.trim();
  const hint = 'GET /v1/conversions/:id/refunds lists what was given back.';
  return refused('conflict', 'amount', `only ${shown} are left to be given back`, hint);
}

function tooMany(): Outcome {
  const message = `something was given back of it ${ADJUSTMENTS_AT_MOST} times`;
  return refused('conflict', 'id', message, 'Give the rest back at once.');
}
