/**
 * What a coupon gives the buyer. We keep that in words, for it is the shop that gives it: `20% off once`, `5 EUR off for 3
 * months of prod_1, prod_2`.
 */
export interface Discount {
  discount_type: 'percentage' | 'fixed';
  discount_value: number;
  duration: 'forever' | 'once' | 'repeating';
  duration_in_months: number | null;
  currency: string | null;
  product_ids: string[];
}

const WORDS = /^(\d+(?:\.\d+)?)(%| [A-Z]{3}) off (?:(once|forever)|for (\d+) months)(?: of (.+))?$/;

export function discountInWords(discount: Discount): string {
  const { discount_type, discount_value, duration, duration_in_months, currency, product_ids } = discount;
  const unit = discount_type === 'percentage' ? '%' : ` ${currency}`;
  const time = duration === 'repeating' ? `for ${duration_in_months} months` : duration;
  const products = product_ids.length === 0 ? '' : ` of ${product_ids.join(', ')}`;
  return `${discount_value}${unit} off ${time}${products}`;
}

/** `null` where the words are somebody else's. */
export function discountOf(words: string | null): Discount | null {
  const [all, value, unit = '', simple, months, products] = WORDS.exec(words ?? '') ?? [];
  if (all === undefined) return null;
  return {
    discount_type: unit === '%' ? 'percentage' : 'fixed',
    discount_value: Number(value),
    duration: months === undefined ? (simple as 'once' | 'forever') : 'repeating',
    duration_in_months: months === undefined ? null : Number(months),
    currency: unit === '%' ? null : unit.trim(),
    product_ids: products === undefined ? [] : products.split(', '),
  };
}
