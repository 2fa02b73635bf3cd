import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Visitor } from '../visitor/visitor.ts';
import type { BatchTouch } from '../wire.ts';
import { handedOver, readHandedOver } from './handed-over.ts';

const now = 1_795_226_400_000;
const visitor_id = '01931c4e-7b1a-7abc-8def-0123456789ab';
const touch: BatchTouch = {
  id: '01931c4e-7b1a-7abc-8def-aaaaaaaaaaaa',
  occurred_at: now - 1000,
  url: 'https://shop.example/?gclid=A',
  referrer: 'https://news.example/',
  utm: { source: 'news' },
  click_ids: { gclid: { value: 'A', first_seen_at: now - 1000 } },
  referral_code: 'anna',
};
const other: BatchTouch = { id: 'touch_2', occurred_at: now - 5000, url: 'https://shop.example/' };
const visitor: Visitor = { visitor_id, ts: now, renewed_at: now, user_id: 'user_1', first: other, last: touch };

const write = (known: Visitor, toStore?: (visitor: Visitor) => Visitor) =>
  handedOver({ _visitor: () => known, ...(toStore && { _toStore: toStore }) });
const read = (given: unknown) => readHandedOver(typeof given === 'string' ? given : JSON.stringify(given), now);

describe('what is handed over', () => {
  it('is the visitor and their touches, and nothing of the person', () => {
    assert.deepEqual(JSON.parse(write(visitor)), { visitor_id, first: other, last: touch });
  });

  it('has a touch only once', () => {
    assert.deepEqual(JSON.parse(write({ ...visitor, first: touch })), { visitor_id, last: touch });
    assert.deepEqual(JSON.parse(write({ visitor_id, ts: now })), { visitor_id });
  });

  it('is what may be stored', () => {
    assert.deepEqual(JSON.parse(write(visitor, (all) => ({ ...all, first: undefined, last: other }))), {
      ...{ visitor_id, last: other },
    });
  });

  it('fits into a URL, and keeps the visitor and the click', () => {
    const long: BatchTouch = { ...touch, url: `https://shop.example/?q=${'ü'.repeat(3000)}` };
    const json = write({ ...visitor, first: { ...long, id: 'a' }, last: long });
    assert.ok(encodeURIComponent(json).length <= 1500, json);
    const { last } = read(json);
    assert.deepEqual([last?.url, last?.click_ids], ['https://shop.example/', touch.click_ids]);
  });
});

describe('what is taken over', () => {
  it('is what was handed over', () => {
    for (const known of [visitor, { ...visitor, first: touch }, { visitor_id, ts: now }])
      assert.deepEqual(JSON.parse(JSON.stringify(read(write(known)))), JSON.parse(write(known)));
  });

  it('has nothing that does not belong to it', () => {
    assert.deepEqual(Object.keys(read({ ...visitor, more: 1 })), ['visitor_id', 'first', 'last']);
  });

  it('is refused where the tag would stumble over it, or the collector refuse it', () => {
    const wrong: unknown[] = [
      ...[
        '',
        'null',
        '[]',
        '1',
        '"x"',
        '{',
        {},
        { visitor_id: null },
        { visitor_id: 'x' },
        { visitor_id: [visitor_id] },
      ],
      { visitor_id: visitor_id.replace('-7abc', '-4abc') },
      { visitor_id: `${visitor_id} ` },
      { visitor_id: visitor_id.toUpperCase() },
      ...[null, 1, 'x', [], {}, { ...touch, id: '' }, { ...touch, id: 1 }, { ...touch, id: 'x'.repeat(256) }].map(
        (last) => ({
          ...{ visitor_id, last },
        }),
      ),
      ...[
        { occurred_at: undefined },
        { occurred_at: `${now}` },
        { occurred_at: 1.5 },
        { occurred_at: -1 },
        { occurred_at: now + 120_000 },
        { url: undefined },
        { url: 1 },
        { referrer: null },
        { referrer: {} },
        { referral_code: 'x'.repeat(65) },
        { referral_code: 1 },
        { utm: null },
        { utm: 'x' },
        { utm: ['x'] },
        { utm: { source: 1 } },
        { utm: { source: 'x'.repeat(501) } },
        { utm: { ['x'.repeat(41)]: 'x' } },
        { click_ids: { gclid: null } },
        { click_ids: { gclid: 'A' } },
        { click_ids: { gclid: {} } },
        { click_ids: { gclid: { value: '', first_seen_at: 1 } } },
        { click_ids: { gclid: { value: 'x'.repeat(1001), first_seen_at: 1 } } },
        { click_ids: { gclid: { value: 'A' } } },
        { click_ids: { gclid: { value: 'A', first_seen_at: now + 120_000 } } },
        { click_ids: [{ value: 'A', first_seen_at: 1 }] },
      ].flatMap((change) => [
        { visitor_id, first: { ...touch, ...change } },
        { visitor_id, last: { ...touch, ...change } },
      ]),
      { visitor_id, more: 'x'.repeat(4000) },
    ];
    for (const given of wrong)
      assert.throws(
        () => read(given),
        () => true,
        JSON.stringify(given),
      );
  });

  it('is of the right form or refused, whatever comes', () => {
    const any = fc.oneof(fc.jsonValue(), fc.record({ visitor_id: fc.constant(visitor_id), last: fc.jsonValue() }));
    fc.assert(
      fc.property(any, (given) => {
        try {
          assert.equal(read(given).visitor_id, visitor_id);
        } catch (reason) {
          assert.ok(!(reason instanceof assert.AssertionError));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
