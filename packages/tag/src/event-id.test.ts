import assert from 'node:assert/strict';
import { it } from 'node:test';
import { orderEventId } from './event-id.ts';

it('is the same for the same order, and another for what else happens to it', () => {
  assert.equal(orderEventId('purchase', 'A-1'), 'purchase.A-1');
  assert.notEqual(orderEventId('purchase', 'A-1'), orderEventId('refund', 'A-1'));
});
