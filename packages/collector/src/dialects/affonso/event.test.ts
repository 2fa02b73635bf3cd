import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ask } from '../dialect.ts';
import { askToRecordEvent, toldIn } from './event.ts';

type Asked = Extract<Ask, { ask: 'create_rewarded_conversion' }>;

const EVENT = { event_name: 'qualified', customer_id: 'c' };
const given = (more: object) => (askToRecordEvent({ ...EVENT, ...more }) as Asked).given;

describe('an event', () => {
  test('is a milestone where nothing else is said', () => assert.equal(toldIn(EVENT).event_type, 'milestone'));

  test('that is no sale has no amount, and earns nothing unless it is a lead', () => {
    const money = { sale_amount: 5, sale_amount_currency: 'USD' };
    const base = { name: 'qualified', customer_id: 'c', origin: 'api' };
    assert.deepEqual(given({ event_type: 'lead', ...money }), base);
    assert.deepEqual(given({ event_type: 'trial', ...money }), { ...base, sales_status: 'trialing' });
    assert.deepEqual(given({ event_type: 'milestone', ...money }), { ...base, sales_status: 'open' });
  });

  test('that is a sale is a purchase, whatever it is called', () => {
    const sale = { event_type: 'conversion', external_event_id: 'e', sale_amount: 5, sale_amount_currency: 'eur' };
    const shown = given({ ...sale, occurred_at: '2026-06-22T12:00:00Z' });
    assert.deepEqual(
      [shown.name, shown.amount, shown.currency, shown.external_ref, shown.occurred_at],
      ['purchase', 5, 'EUR', 'e', '2026-06-22T12:00:00Z'],
    );
    for (const field of ['external_event_id', 'sale_amount', 'sale_amount_currency']) {
      assert.throws(() => given({ ...sale, [field]: undefined }), {
        code: 'invalid',
        message: `${field}: is required where event_type is conversion`,
      });
    }
  });

  test('has a name, a known type and somebody whose it is', () => {
    assert.throws(() => given({ event_name: ' ' }), { message: /^event_name: / });
    assert.throws(() => given({ event_type: 'sale' }), { message: /^event_type: expected one of conversion, / });
    assert.throws(() => given({ customer_id: null }), { message: /is required/ });
  });
});
