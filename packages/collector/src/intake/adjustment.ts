import type { Idempotency, RecordAdjustment } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { Reporter } from '../domain/provider.ts';
import type { NewRefund } from '../wire/refund.ts';
import { readCurrency, readMoney } from './money.ts';
import { readOccurredAt } from './occurred-at.ts';

export interface AdjustmentContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency, for a sale that has none. */
  currency: string;
  dialect: Reporter;
  idempotency?: Idempotency | undefined;
  /** What is more than is left is cut, and not refused. */
  clamps?: true | undefined;
}

/** An order of which no conversion is known yet. */
interface UnknownOrder {
  id: null;
  name: string;
  order_id: string;
}

/** What is given back of a conversion, or of an order that may come. Throws `invalid`. */
export function intakeAdjustment(
  given: NewRefund,
  of: ConversionRow | UnknownOrder,
  context: AdjustmentContext,
): RecordAdjustment {
  const { workspace_id, received_at, dialect, idempotency, clamps } = context;
  const money = readRefund(given, of, context.currency);
  return {
    kind: 'record_adjustment',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    adjustment: {
      id: mintId(),
      kind: given.kind,
      dialect,
      conversion_id: of.id,
      name: of.name,
      order_id: of.order_id,
      external_ref: given.external_ref ?? null,
      total_of: given.total_of ?? null,
      ...money,
      reason: given.reason ?? null,
      occurred_at: readOccurredAt(given.occurred_at, received_at),
    },
    ...(idempotency && { idempotency }),
    ...(clamps && { clamps }),
  };
}

function readRefund(
  given: NewRefund,
  of: ConversionRow | UnknownOrder,
  fallback: string,
): { amount_minor: number | null; currency: string | null } {
  const sold = of.id === null ? null : of.currency;
  const currency = given.currency == null ? sold : readCurrency(given.currency);
  if (given.amount == null) return { amount_minor: null, currency };
  if (of.id === null && currency === null) {
    throw new AppError('invalid', 'currency: is required for an order that is not known yet', {
      field: 'currency',
      hint: 'Send the currency of the sale.',
    });
  }
  const { amount_minor, currency: code } = readMoney(given.amount, currency ?? fallback);
  if (amount_minor > 0) return { amount_minor, currency: code };
  throw new AppError('invalid', 'amount: is zero', {
    field: 'amount',
    hint: 'Send what was given back, or leave it out for all that is left.',
  });
}
