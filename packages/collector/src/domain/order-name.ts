/**
 * Another name of an order: what a payment provider calls it elsewhere, such as the payment of an invoice. What is given back of
 * `also` is given back of `order_id`.
 */
export interface OrderNameRow {
  workspace_id: string;
  /** Of the conversions that have the order's id. */
  name: string;
  also: string;
  order_id: string;
}
