import { divideHalfEven, exponentOf } from './money.ts';

/** How many units of one currency one unit of another is, exactly; both above 0. */
export interface Ratio {
  numerator: bigint;
  denominator: bigint;
}

/** A rate that is shown has this many digits from its first that is not 0 on. */
const SHOWN_DIGITS = 10;

/** A rate as it was published, as `RATE` describes it. */
export function ratioOf(rate: string): Ratio {
  const [whole = '', fraction = ''] = rate.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** The other way round. */
export function invert({ numerator, denominator }: Ratio): Ratio {
  return { numerator: denominator, denominator: numerator };
}

/** From one currency to a second, and from there to a third. */
export function multiply(first: Ratio, second: Ratio): Ratio {
  return {
    numerator: first.numerator * second.numerator,
    denominator: first.denominator * second.denominator,
  };
}

/** An amount in another currency; `null` where that is too large to be stored. */
export function convert(amountMinor: number, from: string, to: string, rate: string): number | null {
  return convertBy(amountMinor, from, to, ratioOf(rate));
}

/**
 * An amount of minor units of one currency in those of another, rounded half-even once and at last; `null` where that is
 * too large to be stored.
 */
export function convertBy(amountMinor: number, from: string, to: string, ratio: Ratio): number | null {
  const decimals = (currency: string) => 10n ** BigInt(exponentOf(currency) ?? 2);
  return rounded(BigInt(amountMinor) * ratio.numerator * decimals(to), ratio.denominator * decimals(from));
}

/** A part of an amount, rounded half-even. Throws where that is too large to be stored, which no part is. */
export function shareOf(amountMinor: number, numerator: number | bigint, denominator: number | bigint): number {
  const share = rounded(BigInt(amountMinor) * BigInt(numerator), BigInt(denominator));
  if (share === null) throw new RangeError(`${numerator}/${denominator} of ${amountMinor} is too large to be stored`);
  return share;
}

/** A ratio as decimal text, to be shown and never counted with. */
export function decimalTextOf({ numerator, denominator }: Ratio): string {
  let decimals = Math.max(0, SHOWN_DIGITS - String(numerator / denominator).length);
  while (
    numerator * 10n ** BigInt(decimals) < denominator * 10n ** BigInt(SHOWN_DIGITS - 1) &&
    numerator < denominator
  ) {
    decimals += 1;
  }
  const digits = String(divideHalfEven(numerator * 10n ** BigInt(decimals), denominator)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function rounded(dividend: bigint, divisor: bigint): number | null {
  const magnitude = divideHalfEven(dividend < 0n ? -dividend : dividend, divisor);
  if (magnitude > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return Number(dividend < 0n ? -magnitude : magnitude);
}
