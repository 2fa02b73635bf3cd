import { AppError } from '../../domain/errors.ts';
import { decimalOf, exponentOf } from '../../domain/money.ts';
import { type Fields, integerOf, required, textOf } from '../payload.ts';
import { attributeField } from './event.ts';

/** Amounts of an order or an invoice. */
export interface Amounts {
  currency: string;
  /** Cents, zero or more. Throws `invalid` where it is missing. */
  centsOf(field: string): number;
  /** The same where it may be missing. */
  centsIfAny(field: string): number;
  /** Cents in major units, such as `11.99`. */
  decimalOf(cents: number): string;
}

/**
 * Every amount is told "in cents in the order currency", and once more in US dollars in a field that ends in `_usd`
 * (https://docs.lemonsqueezy.com/api/orders/the-order-object). What cents are of a currency that has no hundredths, such as JPY,
 * is not documented: of these the amounts in US dollars are taken. Throws `invalid` that names the currency where there are none.
 */
export function amountsOf(attributes: Fields): Amounts {
  const given = required(textOf(attributes['currency'], 8), attributeField('currency'));
  const isInCents = exponentOf(given) === 2;
  if (!isInCents && integerOf(attributes['total_usd']) === undefined) {
    throw new AppError('invalid', `currency: what cents are in ${given} is not documented, and total_usd is missing`, {
      field: 'currency',
      hint: 'Sell in a currency with hundredths, or report these sales through POST /v1/conversions.',
    });
  }
  const named = (field: string) => (isInCents ? field : `${field}_usd`);
  const currency = isInCents ? given : 'USD';
  const read = (field: string) => {
    const cents = integerOf(attributes[named(field)]);
    return cents !== undefined && cents >= 0 ? cents : undefined;
  };
  return {
    currency,
    centsOf: (field) => required(read(field), attributeField(named(field))),
    centsIfAny: (field) => read(field) ?? 0,
    decimalOf: (cents) => decimalOf(cents, currency),
  };
}
