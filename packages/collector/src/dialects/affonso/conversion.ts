import { z } from 'zod';
import { SALES_STATUSES } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import type { Leniency } from '../../domain/leniency.ts';
import { moneyOf } from '../../domain/money.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import type { Ask } from '../dialect.ts';
import type { NamedIn } from '../referral-ask.ts';
import { undocumentedOf } from '../undocumented.ts';
import { COMMISSION_STATUSES, overrideOf } from './commission-view.ts';
import { currency, id, object, oneOf, parseBody, positive, said, time } from './fields.ts';

/** Of an amount only that it is positive is documented, so what the currency cannot hold is rounded. */
export const LENIENCY: Leniency = { excess: 'half_even', negative: 'refuse', future: 'refuse', requiresContact: false };

/** Names under which a click or the referral that it began comes: https://github.com/affonso-io/affonso-node */
const REFERRAL_FIELDS = ['referral_id', 'referralId', 'affonso_id', 'affonsoId', 'affonso_referral', 'affonsoReferral'];
const CLICK_FIELDS = ['click_id', 'clickId'];

export const identifiers = {
  referral_id: id.optional(),
  referralId: id.optional(),
  affonso_id: id.optional(),
  affonsoId: id.optional(),
  affonso_referral: id.optional(),
  affonsoReferral: id.optional(),
  click_id: id.optional(),
  clickId: id.optional(),
  external_user_id: id.optional(),
  customer_id: id.optional(),
};

/** What is sold, and how. */
export const purchase = {
  product_ids: z.array(id).max(100, 'has more than 100 items').optional(),
  price_ids: z.array(id).max(100, 'has more than 100 items').optional(),
  interval: z.enum(['monthly', 'yearly'], 'expected monthly or yearly').optional(),
  is_subscription: z.boolean().optional(),
  metadata: object.optional(),
};

const newConversion = z.looseObject({
  ...identifiers,
  ...purchase,
  sale_amount: positive,
  sale_amount_currency: currency.optional(),
  external_event_id: id,
  status: z.enum(COMMISSION_STATUSES, `expected one of ${COMMISSION_STATUSES.join(', ')}`).optional(),
  sales_status: z.enum(SALES_STATUSES, `expected one of ${SALES_STATUSES.join(', ')}`).optional(),
  created_at: time.optional(),
});

/** What our own fields are called in a conversion. */
export const CONVERSION_FIELDS: Readonly<Record<string, string>> = {
  amount: 'sale_amount',
  currency: 'sale_amount_currency',
  external_ref: 'external_event_id',
  occurred_at: 'created_at',
};

/** Under which a status is kept that is only said. */
export const SAID_STATUS = 'affonso.status';

/** `POST /v1/conversions`: https://docs.affonso.io/api-reference/endpoint/conversions/create */
export function askToConvert(body: unknown): Ask {
  const given = parseBody(newConversion, body);
  refuseNothing(given.sale_amount, given.sale_amount_currency ?? 'USD');
  return {
    ask: 'create_rewarded_conversion',
    ...referredBy(given),
    given: said<GivenConversion>({
      ...undocumentedOf(given, newConversion.shape, 'affonso'),
      ...soldTo(given),
      name: 'purchase',
      amount: given.sale_amount,
      currency: given.sale_amount_currency ?? 'USD',
      external_ref: given.external_event_id,
      // What is being paid out is in a payout of ours; until it is in one it is ready, and answered as its caller says.
      earning_status: given.status && (overrideOf(given.status) ?? 'ready'),
      ...(given.status === 'processing_payout' ? { [SAID_STATUS]: given.status } : {}),
      sales_status: given.sales_status,
      occurred_at: given.created_at,
    }),
    leniency: LENIENCY,
  };
}

/** What rounds to nothing is no positive amount. Throws `invalid`. */
export function refuseNothing(amount: number, code: string): void {
  const money = moneyOf(amount, code, LENIENCY.excess);
  if (money.fault || money.amount_minor > 0) return;
  throw new AppError('invalid', `sale_amount: is less than the smallest unit of ${code}`, {
    field: 'sale_amount',
    hint: 'Send major units, such as 99.00 for 99 dollars.',
  });
}

/** The referral and the click that a report names. Throws `invalid` where it names nobody. */
export function referredBy(given: Readonly<Record<string, unknown>>): {
  referral: NamedIn | null;
  click: NamedIn | null;
} {
  const referral = oneOf(given, REFERRAL_FIELDS);
  const click = oneOf(given, CLICK_FIELDS);
  if (referral || click || given['external_user_id'] || given['customer_id']) return { referral, click };
  throw new AppError('invalid', 'One of referral_id, customer_id, external_user_id and click_id is required.', {
    field: 'referral_id',
    hint: 'Send the one that you have.',
  });
}

type Purchase = z.output<z.ZodObject<typeof purchase>> & { external_user_id?: unknown; customer_id?: unknown };

/** Who bought what, in our own words. Throws `invalid` of an interval without a subscription. */
export function soldTo(given: Purchase): GivenConversion {
  const { product_ids, price_ids, interval, is_subscription, metadata } = given;
  if (interval !== undefined && is_subscription !== true) {
    throw new AppError('invalid', 'interval: is for conversions of a subscription only', {
      field: 'interval',
      hint: 'Send is_subscription: true with it, or leave it out.',
    });
  }
  const { external_user_id, customer_id } = given as { external_user_id?: string; customer_id?: string };
  return { external_user_id, customer_id, product_ids, price_ids, interval, is_subscription, metadata, origin: 'api' };
}
