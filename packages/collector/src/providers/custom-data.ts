import { type Buyer, namedIn } from './buyer.ts';
import { fieldsOf } from './payload.ts';

/** What custom data of a checkout names, in the words that metadata uses; a number is as good as its digits. */
export function namedInCustomData(customData: unknown): Buyer {
  const texts = Object.entries(fieldsOf(customData)).map(([key, value]) => [
    key,
    typeof value === 'number' ? String(value) : value,
  ]);
  return namedIn(Object.fromEntries(texts));
}
