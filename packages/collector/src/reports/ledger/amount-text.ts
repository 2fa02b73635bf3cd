import { decimalOf } from '../../domain/money.ts';

/** An amount as people read it; the bare number of minor units where it has no currency. */
export function amountText(minor: number, currency: string | null): string {
  return currency === null ? String(minor) : `${decimalOf(minor, currency)} ${currency}`;
}
