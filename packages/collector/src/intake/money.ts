import { AppError } from '../domain/errors.ts';
import { STRICT } from '../domain/leniency.ts';
import { exponentOf, type MoneyFault, moneyOf } from '../domain/money.ts';

const FAULTS: Readonly<Record<MoneyFault, { field: string; message: string; hint: string }>> = {
  unknown_currency: {
    field: 'currency',
    message: 'is not an ISO 4217 currency',
    hint: 'Send a three-letter code, such as EUR.',
  },
  not_an_amount: {
    field: 'amount',
    message: 'is not a decimal number',
    hint: 'Send a number, or a decimal number as text such as "99.50".',
  },
  too_precise: {
    field: 'amount',
    message: 'has more decimals than the currency',
    hint: 'Round it yourself, so that both sides mean the same amount.',
  },
  too_large: { field: 'amount', message: 'is too large to be stored', hint: 'Check the amount and its unit.' },
};

export interface ReadMoney {
  amount_minor: number;
  currency: string;
  /** It had more decimals than its currency. */
  rounded: boolean;
}

/** An amount in minor units. Throws `invalid` with `amount` or `currency`. */
export function readMoney(
  amount: number | string,
  currency: string,
  { excess, negative }: { excess: 'refuse' | 'half_even'; negative: 'refuse' | 'allow' } = STRICT,
): ReadMoney {
  const money = moneyOf(amount, currency, excess);
  if (money.fault) throw refusal(money.fault);
  if (money.amount_minor < 0 && negative === 'refuse') {
    throw new AppError('invalid', 'amount: is negative', {
      field: 'amount',
      hint: 'A conversion has an amount of zero or more; what is given back is a refund.',
    });
  }
  return money;
}

/** An amount of zero or more in minor units. Throws `invalid` with `field`. */
export function readAmount(field: string, amount: number | string, currency: string): number {
  const money = moneyOf(amount, currency);
  if (money.fault) throw refusal(money.fault, money.fault === 'unknown_currency' ? 'currency' : field);
  if (money.amount_minor >= 0) return money.amount_minor;
  throw new AppError('invalid', `${field}: is negative`, { field, hint: 'Send an amount of zero or more.' });
}

/** A currency's code in capitals. Throws `invalid`. */
export function readCurrency(currency: string, field = 'currency'): string {
  const code = currency.trim().toUpperCase();
  if (exponentOf(code) === undefined) throw refusal('unknown_currency', field);
  return code;
}

function refusal(fault: MoneyFault, field = FAULTS[fault].field): AppError {
  const { message, hint } = FAULTS[fault];
  return new AppError('invalid', `${field}: ${message}`, { field, hint });
}
