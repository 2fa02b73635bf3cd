import { randomBytes } from 'node:crypto';
import { findProduct, type Product } from './products.ts';
import type { ShopVisitor } from './visitor-cookie.ts';

export const MAX_QUANTITY = 6;

/** Enough for a demo; the oldest orders are forgotten beyond it. */
const ORDERS_KEPT = 10_000;

export interface OrderRequest {
  product: Product;
  quantity: number;
  email: string;
  name?: string;
}

export interface Order extends OrderRequest {
  /** `o_` and twelve characters that nobody can guess: whoever has the id sees the order. */
  order_id: string;
  total_minor: number;
  /** ISO 8601 in UTC. */
  placed_at: string;
  visitor: ShopVisitor;
  /** What became of telling the collector. */
  report: SaleReport;
}

/** What the collector made of a sale. */
export type SaleReport =
  | { state: 'waiting' }
  | { state: 'refused'; problem: string }
  | { state: 'confirmed'; credit: Credit | null; affiliate: string | null; why_url: string | null };

/** The touch that gets the credit, in the collector's words. */
export interface Credit {
  channel: string | null;
  source: string | null;
  campaign: string | null;
}

/** Why an order was not taken; its message is for the buyer. */
export class OrderError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * Reads what the checkout page posts: `{product, quantity, email, name?}`.
 * @throws OrderError with the name of the field at fault
 */
export function parseOrderRequest(body: unknown): OrderRequest {
  if (typeof body !== 'object' || body === null) {
    throw new OrderError('', 'An order must be a JSON object.');
  }
  const { product: slug, quantity = 1, email, name } = body as Record<string, unknown>;
  const product = typeof slug === 'string' ? findProduct(slug) : undefined;
  if (product === undefined) {
    throw new OrderError('product', 'We do not have this pot.');
  }
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    throw new OrderError('quantity', `The quantity must be a whole number from 1 to ${MAX_QUANTITY}.`);
  }
  if (typeof email !== 'string' || email.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
    throw new OrderError('email', 'Please enter an email address, such as you@example.com.');
  }
  if (name !== undefined && (typeof name !== 'string' || name.length > 120)) {
    throw new OrderError('name', 'The name is too long.');
  }
  const known = name === undefined || name.trim() === '' ? {} : { name: name.trim() };
  return { product, quantity, email: email.trim(), ...known };
}

export interface OrderBook {
  add(request: OrderRequest, visitor: ShopVisitor): Order;
  find(order_id: string): Order | undefined;
}

/** Keeps orders in memory: this is a demo, and its truth is in the collector. */
export function createOrderBook(now: () => Date): OrderBook {
  const orders = new Map<string, Order>();
  return {
    add(request, visitor) {
      const order: Order = {
        ...request,
        order_id: `o_${randomBytes(9).toString('base64url')}`,
        total_minor: request.product.price_minor * request.quantity,
        placed_at: now().toISOString(),
        visitor,
        report: { state: 'waiting' },
      };
      orders.set(order.order_id, order);
      const [oldest] = orders.keys();
      if (orders.size > ORDERS_KEPT && oldest !== undefined) {
        orders.delete(oldest);
      }
      return order;
    },
    find: (order_id) => orders.get(order_id),
  };
}
