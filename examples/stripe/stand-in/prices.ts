/** What the stand-in's account sells, by price. */
export interface Price {
  id: string;
  product: string;
  name: string;
  /** In cents, without tax. */
  net: number;
  is_monthly: boolean;
}

export const CURRENCY = 'eur';

const TAX_PERCENT = 19;

export const PRICES: readonly Price[] = [
  { id: 'price_tide_bowl', product: 'prod_tide_bowl', name: 'Tide bowl', net: 5_000, is_monthly: false },
  { id: 'price_cup_club', product: 'prod_cup_club', name: 'Cup club', net: 2_000, is_monthly: true },
];

/** In cents. */
export function taxOn(net: number): number {
  return Math.round((net * TAX_PERCENT) / 100);
}
