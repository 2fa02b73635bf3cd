import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Ask, VendorRequest } from '../dialect.ts';
import { currency, id, parseBody, positive, said, text, time } from './fields.ts';
import { readId } from './ids.ts';

const newRefund = z.object({
  amount: positive.optional(),
  currency: currency.optional(),
  refund_amount: positive.optional(),
  refund_currency: currency.optional(),
  reason: text(1_000).optional(),
  external_event_id: id.optional(),
  refunded_at: time.optional(),
});

/** What our own fields are called in a refund. */
export const REFUND_FIELDS: Readonly<Record<string, string>> = {
  external_ref: 'external_event_id',
  occurred_at: 'refunded_at',
};

/**
 * `POST /v1/conversions/:id/refund`; without an amount, all that is left. Amount and currency have an older name each:
 * https://github.com/affonso-io/agent-skills
 */
export function askToRefund({ params, body }: VendorRequest): Ask {
  refuseEmptyAmount(body);
  const given = parseBody(newRefund, body ?? {});
  const { amount = given.refund_amount, currency: code = given.refund_currency, reason, external_event_id } = given;
  refuseOther(given.refund_amount, amount, 'refund_amount');
  refuseOther(given.refund_currency, code, 'refund_currency');
  return {
    ask: 'refund_conversion',
    id: readId('com', params['id'] ?? ''),
    given: said({ amount, currency: code, reason, external_ref: external_event_id, occurred_at: given.refunded_at }),
  };
}

/** Who sends an amount that is nothing does not mean all of it. Throws `invalid`. */
function refuseEmptyAmount(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [field, value] of Object.entries(body)) {
    if (!['amount', 'refund_amount'].includes(field) || (value !== null && value !== '')) continue;
    const hint = 'Leave it out to give back all that is left.';
    throw new AppError('invalid', `${field}: expected a number above zero`, { field, hint });
  }
}

/** Throws `invalid` where both names of a thing came and differ. */
function refuseOther(older: string | number | undefined, told: string | number | undefined, field: string): void {
  if (older === undefined || older === told) return;
  const hint = 'Send one of them: they are the same thing.';
  throw new AppError('invalid', `${field}: is not what ${field.replace('refund_', '')} is`, { field, hint });
}
