import { type Buyer, metadataOf } from './buyer.ts';

/**
 * Paddle's custom data, JSON in an attribute, with who buys in it: https://developer.paddle.com/build/transactions/custom-data.
 * What the site has put there stays, and is left alone where it is no object.
 */
export function withCustomData(own: string | null, buyer: Buyer): string | null {
  try {
    const data: unknown = JSON.parse(own || '{}');
    return data instanceof Object && !Array.isArray(data) ? JSON.stringify({ ...metadataOf(buyer), ...data }) : own;
  } catch {
    return own;
  }
}
