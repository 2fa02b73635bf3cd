import { dinero, toDecimal } from 'dinero.js/bigint';
import * as currencies from 'dinero.js/bigint/currencies';

export type MoneyFault = 'unknown_currency' | 'not_an_amount' | 'too_precise' | 'too_large';

export type Money =
  | { amount_minor: number; currency: string; rounded: boolean; fault?: undefined }
  | { fault: MoneyFault };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * What is paid with and has no decimals in ISO 4217. Of a coin those of its smallest part, but 8 at most: with 18, as ether
 * and its tokens are counted on the chain, an amount above 0.009 would not be exact any more.
 */
const BEYOND_ISO_4217: readonly (readonly [string, number])[] = [
  ['BTC', 8], // a satoshi
  ['ETH', 8],
  ['APE', 8],
  ['USDT', 6], // as Tether's contracts count it: https://tether.to/en/supported-protocols
  ['XAU', 6], // troy ounces, as Tether Gold, a token of one, is divided; ISO 4217 gives gold no minor unit
  ['WHOP_USD', 2], // dollars on account
];

const EXPONENTS = new Map<string, number>([
  ...Object.values(currencies).map(({ code, base, exponent }): [string, number] => [
    code,
    // ISO 4217 gives two decimals to the ariary and the ouguiya, though a fifth is their real subunit.
    typeof base === 'bigint' && base === 10n ? Number(exponent) : 2,
  ]),
  ...BEYOND_ISO_4217,
]);

/**
 * Decimals of a currency by ISO 4217 (JPY 0, USD 2, KWD 3, CLF 4), or of a coin and the like (BTC 8, USDT 6);
 * `undefined` for a code that is not known.
 */
export function exponentOf(currency: string): number | undefined {
  return EXPONENTS.get(currency);
}

/**
 * An amount in major units as an integer of minor units. A number is read as the shortest decimal that gives the same
 * double back (99.5 is 99.50 and never 99.4999…). More decimals than the currency has are a fault, or with
 * `half_even` are rounded and said so.
 */
export function moneyOf(amount: number | string, currency: string, excess: 'refuse' | 'half_even' = 'refuse'): Money {
  const code = currency.trim().toUpperCase();
  const exponent = exponentOf(code);
  if (exponent === undefined) return { fault: 'unknown_currency' };

  const match = DECIMAL.exec(String(amount).trim());
  if (!match) return { fault: 'not_an_amount' };
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = exponent - fraction.length + Number(power);

  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfEven(digits, 10n ** BigInt(-shift));
  const rounded = shift < 0 && magnitude * 10n ** BigInt(-shift) !== digits;
  if (rounded && excess === 'refuse') return { fault: 'too_precise' };
  if (magnitude > BigInt(Number.MAX_SAFE_INTEGER)) return { fault: 'too_large' };
  return { amount_minor: Number(sign === '-' ? -magnitude : magnitude), currency: code, rounded };
}

/** Of amounts of zero or more. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** Decimal text with all of the currency's decimals, such as `99.50`. */
export function decimalOf(amountMinor: number, currency: string): string {
  const exponent = BigInt(exponentOf(currency) ?? 2);
  return toDecimal(dinero({ amount: BigInt(amountMinor), currency: { code: currency, base: 10n, exponent } }));
}
