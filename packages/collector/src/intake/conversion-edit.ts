import type { Edit } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { Leniency } from '../domain/leniency.ts';
import { decimalOf } from '../domain/money.ts';
import type { SourceRow } from '../domain/source.ts';
import { isoOf } from '../domain/time.ts';
import type { ConversionPatch } from '../wire/conversion.ts';
import { readCommission } from './commission.ts';
import { intakeEdit } from './edit.ts';
import { type ReadMoney, readCurrency, readMoney } from './money.ts';
import { isAhead, readOccurredAt } from './occurred-at.ts';
import { readMetadata } from './typed-metadata.ts';

export interface ConversionEditContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
  leniency: Leniency;
  /** What it has after the change. */
  type: ConversionTypeRow | null;
  source: SourceRow | null;
}

/**
 * A change of a conversion: what is left out stays, `null` clears. One that rests on what the row is now is for that version
 * of it alone. Throws `invalid`.
 */
export function intakeConversionEdit(row: ConversionRow, patch: ConversionPatch, context: ConversionEditContext): Edit {
  const { received_at, leniency, type, source } = context;
  const { conversion_type_id, source_id, amount, currency, occurred_at, metadata, referrer_url, ...rest } = patch;
  const { commissionable_amount, commission_amount, commission_currency, ...same } = rest;
  const money = moneyAfter(row, patch, context);
  const isClamped = leniency.future === 'clamp' && occurred_at !== undefined && isAhead(occurred_at, received_at);
  const changed = {
    ...(money?.rounded ? { amount } : {}),
    ...(isClamped ? { occurred_at: isoOf(occurred_at) } : {}),
  };
  const columns: Partial<ConversionRow> = {
    ...given(same),
    ...(conversion_type_id !== undefined && { type_id: type?.id ?? null }),
    ...(source_id !== undefined && { source_id: source?.id ?? null }),
    ...(money && { amount_minor: money.amount_minor, currency: money.currency }),
    ...(occurred_at !== undefined && {
      occurred_at: isClamped ? received_at : readOccurredAt(occurred_at, received_at),
    }),
    ...(metadata !== undefined && { metadata: metadata && readMetadata(metadata, type?.fields ?? []) }),
    ...(referrer_url !== undefined && { referrer: referrer_url }),
    ...(Object.keys(changed).length > 0 && { raw: { ...row.raw, ...changed } }),
  };
  const sold = money ? money.currency : row.currency;
  const commission = commissionAfter(row, { commissionable_amount, commission_amount, commission_currency }, sold);
  const isHalfOfMoney = (amount === undefined) !== (currency === undefined);
  const restsOnRow = isHalfOfMoney || commission !== undefined || Object.keys(changed).length > 0;
  return {
    ...intakeEdit('conversion', row.id, { ...columns, ...commission }, context),
    ...(restsOnRow && { version: row.version }),
  };
}

/** Amount and currency after the change; a new currency alone is of the same amount in major units. */
function moneyAfter(
  row: ConversionRow,
  { amount, currency }: ConversionPatch,
  context: ConversionEditContext,
): ReadMoney | { amount_minor: null; currency: string | null; rounded: false } | undefined {
  if (amount === undefined && currency === undefined) return undefined;
  const before = row.amount_minor === null ? null : decimalOf(row.amount_minor, row.currency ?? '');
  const value = amount === undefined ? before : amount;
  if (value === null) {
    return { amount_minor: null, currency: currency == null ? null : readCurrency(currency), rounded: false };
  }
  const fallback = context.type?.currency ?? context.currency;
  const into = currency === undefined ? (row.currency ?? fallback) : (currency ?? fallback);
  return readMoney(value, into, amount === undefined ? { ...context.leniency, negative: 'allow' } : context.leniency);
}

type GivenCommission = Pick<ConversionPatch, 'commissionable_amount' | 'commission_amount' | 'commission_currency'>;

/** What of it a commission is on, and the one that the caller states; amounts that stay are of the sale's new currency. */
function commissionAfter(row: ConversionRow, patch: GivenCommission, sold: string | null) {
  const isSaid = Object.values(patch).some((value) => value !== undefined);
  const isMoved = row.commissionable_minor !== null && sold !== row.currency;
  if (!isSaid && !isMoved) return undefined;
  const before = {
    commissionable_amount: decimalIn(row.commissionable_minor, row.currency),
    commission_amount: decimalIn(row.commission_minor, row.commission_currency),
    commission_currency: row.commission_currency,
  };
  return readCommission({ ...before, ...given(patch) }, sold);
}

function decimalIn(minor: number | null, currency: string | null): string | null {
  return minor === null ? null : decimalOf(minor, currency ?? '');
}

/** Without what was left out. */
function given<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
}
