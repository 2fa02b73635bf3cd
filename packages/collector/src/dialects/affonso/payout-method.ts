import { z } from 'zod';
import { boundedObject } from '../../wire/conversion.ts';
import type { GivenPartner } from '../reward-ask.ts';
import { refuse } from './reward-fields.ts';

/** https://docs.affonso.io/api-reference/endpoint/affiliates/create */
const PAYOUT_METHODS = [
  'paypal',
  'wise',
  'payoneer',
  'paxum',
  'webmoney',
  'skrill',
  'wire_transfer',
  'ach',
  'bitcoin',
  'ethereum',
  'alipay',
  'wechat',
  'manual',
  'none',
] as const;

export const payoutFields = {
  payout_method: z.enum(PAYOUT_METHODS, `expected one of ${PAYOUT_METHODS.join(', ')}`).optional(),
  payout_details: boundedObject.nullish(),
};

type Given = z.output<z.ZodObject<typeof payoutFields>>;

/**
 * Where an affiliate is paid. By PayPal, and to an IBAN, we write the file ourselves; of any other way what was said is kept,
 * and they are paid by hand. Throws `invalid` of details without a method.
 */
export function readPayoutMethod({
  payout_method,
  payout_details,
}: Given): Pick<GivenPartner, 'payout_details' | 'said'> {
  if (payout_method === undefined) {
    if (payout_details === undefined) return {};
    return refuse('payout_details', 'is of a payout_method, which is missing', 'Send payout_method with it.');
  }
  const isNone = payout_method === 'none';
  const details = isNone ? null : (payout_details ?? null);
  return {
    payout_details: isNone ? null : ownDetails(payout_method, details ?? {}),
    said: { payout_method: isNone ? null : payout_method, payout_details: details },
  };
}

/** Pages name the details in snake_case, the client's types in camelCase. */
function ownDetails(method: string, details: Readonly<Record<string, unknown>>) {
  const text = (snake: string, camel: string) => {
    const value = details[snake] ?? details[camel];
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  };
  if (method === 'paypal') {
    return {
      method: 'paypal',
      email: text('email', 'email') ?? refuse('payout_details.email', 'is required for paypal'),
    };
  }
  const iban = text('iban', 'iban');
  const holder = text('account_name', 'accountName');
  if (method !== 'wire_transfer' || iban === undefined || holder === undefined) return null;
  return { method: 'bank', iban, holder, bic: text('swift_code', 'swiftCode') ?? null };
}
