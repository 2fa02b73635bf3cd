import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOrderBook, OrderError, parseOrderRequest } from './order.ts';
import { toDecimal } from './price.ts';

test('an order holds the price of its pots and not what the browser says', () => {
  const request = parseOrderRequest({ product: 'kelp-bowl', quantity: 3, email: ' ann@example.com ', value: 1 });
  const order = createOrderBook(() => new Date(0)).add(request, {});
  assert.equal(order.email, 'ann@example.com');
  assert.equal(order.total_minor, 11_550);
  assert.equal(toDecimal(order.total_minor), 115.5);
  assert.match(order.order_id, /^o_[A-Za-z0-9_-]{12}$/);
});

test('a bad order is refused with the field at fault', () => {
  const good = { product: 'kelp-bowl', quantity: 1, email: 'ann@example.com' };
  const wrong: Array<[unknown, string]> = [
    [null, ''],
    ['text', ''],
    [{ ...good, product: '__proto__' }, 'product'],
    [{ ...good, quantity: 0 }, 'quantity'],
    [{ ...good, quantity: '2' }, 'quantity'],
    [{ ...good, quantity: 1.5 }, 'quantity'],
    [{ ...good, email: 'nobody' }, 'email'],
    [{ ...good, email: 7 }, 'email'],
    [{ ...good, name: {} }, 'name'],
  ];
  for (const [body, field] of wrong) {
    assert.throws(
      () => parseOrderRequest(body),
      (error: unknown) => error instanceof OrderError && error.field === field,
      JSON.stringify(body),
    );
  }
});
