/**
 * The id of an event that reports an order: the same whenever it is sent, so that a thank-you page which is loaded twice
 * counts once. The name is part of it, so that a refund is not taken for its purchase.
 */
export function orderEventId(name: string, orderId: string): string {
  return `${name}.${orderId}`;
}
