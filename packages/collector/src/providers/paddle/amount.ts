import { AppError } from '../../domain/errors.ts';
import { decimalOf } from '../../domain/money.ts';

/**
 * Paddle's amounts are text in the lowest denomination of a currency of ISO 4217, with 2 decimals of USD and none of JPY, for
 * example (https://developer.paddle.com/api-reference/about/data-types), in "the common notation of the currency"
 * (https://developer.paddle.com/api-reference/currencies). These are the currencies it sells in of which ISO 4217 and common
 * notation agree. COP, HUF and TWD have 2 decimals in ISO 4217 and are commonly written without, and Paddle's documents do not
 * say which it means: they are refused rather than guessed.
 */
const SOLD_IN: ReadonlySet<string> = new Set(
  (
    'ARS AUD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD ILS INR JPY KRW MXN NOK NZD PEN PLN RUB SEK SGD THB TRY UAH USD VND ' +
    'ZAR'
  ).split(' '),
);

const INTEGER = /^-?\d{1,15}$/;

/** Paddle's code of a currency. Throws `invalid` that names one of which the decimals are not known. */
export function currencyOf(code: string): string {
  if (SOLD_IN.has(code)) return code;
  throw new AppError('invalid', `currency: how many decimals Paddle's amounts in ${code} have is not documented`, {
    field: 'currency',
    hint: 'Sell in another currency, or report these sales through POST /v1/conversions.',
  });
}

/** An amount as an integer of the currency's smallest units; `undefined` where it is none. */
export function minorOf(amount: unknown): number | undefined {
  return typeof amount === 'string' && INTEGER.test(amount) ? Number(amount) : undefined;
}

/** The same in major units, such as `155.00`. */
export function decimalOfPaddle(minor: number, currency: string): string {
  return decimalOf(minor, currencyOf(currency));
}
