import { divideHalfEven, exponentOf } from '../../domain/money.ts';

/**
 * Stripe counts in its own smallest units: https://docs.stripe.com/currencies. ISK and UGX are counted with two decimals that are
 * always 00 (https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds), HUF and TWD with two in charges.
 */
const ZERO_DECIMALS: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
const THREE_DECIMALS: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/** Decimals in which Stripe counts a currency. */
export function stripeExponentOf(currency: string): number {
  const code = currency.toUpperCase();
  if (ZERO_DECIMALS.has(code)) return 0;
  return THREE_DECIMALS.has(code) ? 3 : 2;
}

/**
 * Stripe's integer as decimal text in major units; what the currency has no decimals for is rounded half-even, for a part of an
 * amount may come to a fraction. Of amounts of zero or more.
 */
export function decimalOfStripe(amount: number, currency: string): string {
  const exponent = stripeExponentOf(currency);
  const kept = Math.min(exponent, exponentOf(currency.toUpperCase()) ?? exponent);
  const minor = divideHalfEven(BigInt(amount), 10n ** BigInt(exponent - kept));
  const digits = minor.toString().padStart(kept + 1, '0');
  return kept === 0 ? digits : `${digits.slice(0, -kept)}.${digits.slice(-kept)}`;
}
