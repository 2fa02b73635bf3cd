import { CURRENCY } from './products.ts';

const MINOR_PER_MAJOR = 100;

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: CURRENCY });

/** @returns the amount in major units, 38.5 for 3850: what the tag and the collector's API take */
export function toDecimal(amount_minor: number): number {
  return amount_minor / MINOR_PER_MAJOR;
}

/** @returns the amount as people read it, `€38.50` for 3850 */
export function formatPrice(amount_minor: number): string {
  return format.format(toDecimal(amount_minor));
}
