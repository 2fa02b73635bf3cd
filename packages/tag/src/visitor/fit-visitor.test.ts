import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BatchTouch } from '../wire.ts';
import { fitVisitor } from './fit-visitor.ts';
import type { Visitor } from './visitor.ts';

const visitor_id = '01931c4e-7b1a-7abc-8def-0123456789ab';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5000, size: 'max' }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom('%', '"', '\\', '\u0000', '\ud800', '𝄞').map((unit) => unit.repeat(3000)),
);
const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'url', 'first', 'last', 'utm', 'toJSON'));
const touch: fc.Arbitrary<BatchTouch> = fc.record(
  {
    id: text,
    occurred_at: fc.nat(),
    url: fc.oneof(text, fc.webUrl({ withQueryParameters: true, size: 'large' })),
    referrer: text,
    utm: fc.dictionary(key, text),
    click_ids: fc.dictionary(key, fc.record({ value: text, first_seen_at: fc.nat() })),
    referral_code: text,
  },
  { requiredKeys: ['id', 'occurred_at', 'url'] },
);
const visitor: fc.Arbitrary<Visitor> = fc.record(
  { visitor_id: fc.constant(visitor_id), ts: fc.nat(), user_id: text, first: touch, last: touch },
  { requiredKeys: ['visitor_id', 'ts'] },
);

describe('fitVisitor', () => {
  it('stays within the limit and keeps the visitor, whatever comes', () => {
    let cut = 0;
    fc.assert(
      fc.property(visitor, fc.integer({ min: 200, max: 3590 }), (given, max) => {
        const json = fitVisitor(given, max);
        assert.ok(encodeURIComponent(json).length <= max);
        const kept: Visitor = JSON.parse(json);
        assert.equal(kept.visitor_id, visitor_id);
        assert.equal(kept.ts, given.ts);
        if (encodeURIComponent(JSON.stringify(given)).length <= max) assert.equal(json, JSON.stringify(given));
        else cut++;
      }),
      { numRuns: 300 },
    );
    assert.ok(cut > 50, `only ${cut} of 300 visitors had to be cut`);
  });

  function touchOfSize(name: string, sizes: { query?: number; utm?: number; click?: number }): BatchTouch {
    return {
      id: name,
      occurred_at: 1,
      url: `https://shop.example/${name}?q=${'q'.repeat(sizes.query ?? 0)}`,
      referrer: 'https://news.example/',
      utm: { source: 'u'.repeat(sizes.utm ?? 1) },
      click_ids: { gclid: { value: 'c'.repeat(sizes.click ?? 1), first_seen_at: 1 } },
    };
  }
  function kept(first: BatchTouch, last: BatchTouch): Visitor {
    return JSON.parse(fitVisitor({ visitor_id, ts: 1, user_id: 'user_1', first, last }, 3590));
  }

  it('comes to an end when something is in it that it does not know', () => {
    let rounds = 0;
    const strange = {
      toJSON() {
        if (rounds++ > 50) throw new Error('This would never end.');
        return 'x'.repeat(3800);
      },
    };
    const json = fitVisitor({ visitor_id, ts: 1, strange } as Visitor, 3590);
    assert.ok(encodeURIComponent(json).length <= 3590);
    assert.equal(JSON.parse(json).visitor_id, visitor_id);
  });

  it('lets go of queries before anything else', () => {
    const { first, last } = kept(touchOfSize('a', { query: 2000 }), touchOfSize('b', { query: 2000 }));
    assert.equal(first?.url, 'https://shop.example/a');
    assert.equal(last?.url, 'https://shop.example/b');
    assert.deepEqual(last?.utm, { source: 'u' });
    assert.equal(last?.referrer, 'https://news.example/');
  });

  it('keeps the click ids of both where others can give way', () => {
    const { first, last, user_id } = kept(
      touchOfSize('a', { utm: 2000, click: 900 }),
      touchOfSize('b', { utm: 2000, click: 900 }),
    );
    assert.equal(first?.click_ids?.['gclid']?.value.length, 900);
    assert.equal(last?.click_ids?.['gclid']?.value.length, 900);
    assert.equal(user_id, 'user_1');
  });

  it('keeps those of the last touch longest', () => {
    const { first, last, user_id } = kept(touchOfSize('a', { click: 3000 }), touchOfSize('b', { click: 2800 }));
    assert.equal(first, undefined);
    assert.equal(last?.click_ids?.['gclid']?.value.length, 2800);
    assert.equal(user_id, 'user_1');
  });
});
