import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Api } from '../api.ts';

it('has its standard events typed: the compiler refuses what says too little', () => {
  const calls: unknown[] = [];
  const track: Api['track'] = (...call) => calls.push(call);

  track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR', items: [{ item_id: 'X', quantity: 2 }] });
  track('purchase', { order_id: 1001, value: '49.90', currency: 'EUR', coupon: 'HELLO' });
  // @ts-expect-error An order counts once by its id.
  track('purchase', { value: 49.9, currency: 'EUR' });
  // @ts-expect-error An amount is no amount without its currency.
  track('purchase', { order_id: 'A-1', value: 49.9 });
  // @ts-expect-error A purchase is worth something.
  track('purchase', { order_id: 'A-1', currency: 'EUR' });
  // @ts-expect-error A purchase says which.
  track('purchase');

  track('refund', { order_id: 'A-1' });
  // @ts-expect-error A refund is one of an order.
  track('refund', { value: 1 });
  // @ts-expect-error The same.
  track('refund');

  track('lead');
  track('sign_up', { plan: 'pro' });
  track('search', { search_term: 'shoes' });
  // @ts-expect-error What was searched for is text.
  track('search', { search_term: 7 });
  // @ts-expect-error A value is a number, or its text.
  track('lead', { value: true });
  // @ts-expect-error Items are a list.
  track('view_item', { items: { item_id: 'X' } });
  // @ts-expect-error An item has its quantity as a number.
  track('add_to_cart', { items: [{ quantity: 'two' }] });

  track('anything_else');
  track('anything_else', { any: { thing: 1 } });
  // @ts-expect-error Properties are an object, whatever the event.
  track('anything_else', 'text');

  assert.equal(calls.length, 19);
});
