import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventOfSegment } from './segment-event.ts';

const CALL = { type: 'track', event: 'Opened', userId: 'u' };
const sale = { ...CALL, event: 'Order Completed', messageId: 'm' };

describe('a track call of Segment', () => {
  test('is an event of a type that follows from its name', () => {
    for (const [event, type] of [
      ['Order Completed', 'conversion'],
      ['Completed Order', 'conversion'],
      ['purchase', 'conversion'],
      ['qualified_lead', 'lead'],
      ['demo_booked', 'lead'],
      ['trial_started', 'trial'],
      ['toString', 'milestone'],
    ]) {
      const properties = { revenue: 1, currency: 'USD' };
      assert.equal(eventOfSegment({ ...CALL, messageId: 'm', event, properties })['event_type'], type, event);
    }
  });

  test('has the first amount and currency that its properties name', () => {
    const amountOf = (properties: object) => eventOfSegment({ ...sale, properties })['sale_amount'];
    assert.equal(amountOf({ total: 4, value: 3, amount: 2, revenue: 1, currency: 'USD' }), 1);
    assert.equal(amountOf({ total: 4, value: 3, revenue: null, currency: 'USD' }), 3);
    const told = eventOfSegment({ ...sale, timestamp: 't', properties: { total: 4, sale_amount_currency: 'EUR' } });
    assert.deepEqual(
      [told['sale_amount_currency'], told['customer_id'], told['external_event_id'], told['occurred_at']],
      ['EUR', 'u', 'm', 't'],
    );
  });

  test('names a user of the application only where it says so', () => {
    for (const more of [
      { properties: { external_user_id: 'x' } },
      { properties: { externalUserId: 'x' } },
      { context: { traits: { external_user_id: 'x' } } },
      { context: { traits: { externalUserId: 'x' } } },
    ]) {
      const { external_user_id, customer_id } = eventOfSegment({ ...CALL, userId: undefined, ...more });
      assert.deepEqual([external_user_id, customer_id], ['x', undefined]);
    }
    assert.throws(() => eventOfSegment({ ...CALL, userId: undefined, anonymousId: 'a' }), {
      message: 'Segment track events require either userId or an explicit external_user_id mapping',
    });
  });

  test('is refused by the field that is wrong', () => {
    for (const type of ['identify', 'group', 'page', 5]) {
      assert.throws(() => eventOfSegment({ ...CALL, type }), { message: 'Only Segment track payloads are supported' });
    }
    assert.throws(
      () => eventOfSegment({ ...sale, properties: { currency: 'USD' } }),
      /^AppError: properties\.revenue: /,
    );
    assert.throws(() => eventOfSegment({ ...sale, properties: { revenue: 1 } }), /^AppError: properties\.currency: /);
    assert.throws(() => eventOfSegment({ ...sale, messageId: '' }), /^AppError: messageId: /);
    assert.throws(() => eventOfSegment({ ...sale, properties: [] }), /^AppError: properties: expected an object/);
    assert.throws(() => eventOfSegment({ ...CALL, event: undefined }), /^AppError: event: is required/);
  });
});
