import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { batchEvent, envelope } from './batch.ts';
import { faultOf, parse } from './parse.ts';

const AT = Date.UTC(2026, 10, 20, 12);
const event = { id: 'e1', name: 'page_view', url: 'https://shop.test/' };
const touch = { id: 't1', occurred_at: AT, url: 'https://shop.test/' };

describe('an event from the tag', () => {
  test('may be as small as an id and a name, and keeps what the format does not name', () => {
    assert.deepEqual(batchEvent.parse({ id: 'e', name: 'n' }), { id: 'e', name: 'n' });
    assert.deepEqual(batchEvent.parse({ ...event, later: [1] }), { ...event, later: [1] });
  });

  test('has times as text or number, which come out as milliseconds', () => {
    const parsed = batchEvent.parse({ ...event, occurred_at: '2026-11-20T13:00:00+01:00', touch });
    assert.deepEqual([parsed.occurred_at, parsed.touch?.occurred_at], [AT, AT]);
  });

  test('a key that is named like an object’s machinery stays a key', () => {
    const parsed = batchEvent.parse(JSON.parse('{"id":"e","name":"n","__proto__":{"polluted":1},"constructor":1}'));
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
    assert.equal((parsed as { polluted?: number }).polluted, undefined);
  });

  const faults: [object, string, RegExp][] = [
    [{ id: undefined }, 'id', /^is required$/],
    [{ id: '' }, 'id', /characters/],
    [{ id: 'x'.repeat(401) }, 'id', /characters/],
    [{ name: 7 }, 'name', /^expected string, received number$/],
    [{ occurred_at: 'yesterday' }, 'occurred_at', /^expected ISO 8601 .* received "yesterday"$/],
    [{ occurred_at: '2026-11-20T10:00:00' }, 'occurred_at', /offset/],
    [{ occurred_at: true }, 'occurred_at', /^expected ISO 8601/],
    [{ touch: 'direct' }, 'touch', /expected object/],
    [{ touch: { ...touch, url: undefined } }, 'touch.url', /^is required$/],
    [
      { touch: { ...touch, click_ids: { gclid: { value: '', first_seen_at: AT } } } },
      'touch.click_ids.gclid.value',
      /./,
    ],
    [{ touch: { ...touch, click_ids: { gclid: 'G' } } }, 'touch.click_ids.gclid', /expected object/],
    [{ touch: { ...touch, utm: { source: 1 } } }, 'touch.utm.source', /expected string/],
    [{ user: { email: null } }, 'user.email', /expected string, received null/],
    [{ order_id: 12 }, 'order_id', /expected string/],
    [{ value: {} }, 'value', /^expected a number, or a decimal/],
    [{ currency: 'Eu' }, 'currency', /three-letter/],
    [{ props: [1] }, 'props', /expected record/],
    [{ items: { item_id: 'a' } }, 'items', /expected array/],
    [{ items: [{}, 'shirt'] }, 'items.1', /expected record/],
    [{ consent: 'denied' }, 'consent', /expected object/],
    [{ consent: { analytics: 'denied' } }, 'consent.ads', /./],
    [{ consent: { analytics: 'no', ads: 'denied' } }, 'consent.analytics', /granted/],
    [{ vendor_ids: { _fbp: 1 } }, 'vendor_ids._fbp', /expected string/],
    [{ bot_signals: 'webdriver' }, 'bot_signals', /expected array/],
  ];
  for (const [change, field, message] of faults) {
    test(`${JSON.stringify(change).slice(0, 60)} is at fault in ${field}`, () => {
      const parsed = batchEvent.safeParse({ ...event, ...change });
      if (parsed.success) return assert.fail('it was taken');
      const fault = faultOf(parsed.error);
      assert.equal(fault.field, field);
      assert.match(fault.message, message);
    });
  }
});

describe('a batch', () => {
  const batch = { v: 1, key: 'cs_pk_live_x', visitor_id: 'v1', events: [{}] };
  const refused: [object, string][] = [
    [{ v: 2 }, 'v'],
    [{ key: undefined }, 'key'],
    [{ visitor_id: 'a b' }, 'visitor_id'],
    [{ visitor_id: '' }, 'visitor_id'],
    [{ events: [] }, 'events'],
    [{ events: {} }, 'events'],
    [{ events: Array.from({ length: 501 }, () => ({})) }, 'events'],
    [{ sent_at: 'now' }, 'sent_at'],
  ];
  for (const [change, field] of refused) {
    test(`${JSON.stringify(change).slice(0, 40)} is refused by its field`, () => {
      assert.throws(
        () => parse(envelope, { ...batch, ...change }),
        (error: unknown) => error instanceof AppError && error.code === 'invalid' && error.detail.field === field,
      );
    });
  }

  test('its events are not judged with it', () => {
    assert.deepEqual(parse(envelope, { ...batch, events: [null, 1, 'x'] }).events, [null, 1, 'x']);
    for (const value of [null, 7, 'text', []]) {
      assert.throws(() => parse(envelope, value), AppError);
    }
  });
});
