import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step, Tag } from '../features/feature.ts';
import type { BatchConsent, BatchEvent, BatchTouch } from '../wire.ts';
import { permitted } from './permitted.ts';

const shop = 'https://shop.example/p';
const click = (value: string) => ({ value, first_seen_at: 1 });

/** The feature in a tag whose visitor has agreed to so much. */
function createSetup(consent: BatchConsent) {
  const steps: Step[] = [];
  const _may = (purpose: keyof BatchConsent) => consent.analytics === 'granted' && consent[purpose] === 'granted';
  const tag = { _options: { key: 'pk_1' }, _steps: steps, _onConsent: [], _may } as unknown as Tag;
  permitted(tag);
  const take = (event: BatchEvent) =>
    steps.reduce<BatchEvent | null | undefined>((sent, step) => sent && step(sent), event);
  return { take, toStore: tag._toStore ?? assert.fail() };
}

const touch: BatchTouch = {
  id: 'touch_1',
  occurred_at: 1,
  url: `${shop}?gclid=A&utm_source=news&partner_click=B&cs_click=clk_1#top`,
  referrer: 'https://news.example/?fbclid=C',
  utm: { source: 'news' },
  click_ids: { gclid: click('A'), partner_click: click('B'), cs_click: click('clk_1') },
  referral_code: 'anna',
};
const event: BatchEvent = {
  id: 'event_1',
  name: 'purchase',
  url: `${shop}?FBCLID=x&color=red&msclkid=y`,
  referrer: `${shop}?ttclid=z&q=1`,
  touch,
  user: { user_id: 'user_1', email: 'a@b.example' },
  order_id: 'A-1',
  value: 1,
  props: { url: `${shop}?gclid=A` },
};

describe('what the visitor has agreed to', () => {
  it('goes as it is where both are granted', () => {
    const { take, toStore } = createSetup({ analytics: 'granted', ads: 'granted' });
    assert.deepEqual(take(event), event);
    const visitor = { visitor_id: 'v', ts: 1, first: touch, last: touch };
    assert.deepEqual(toStore(visitor), visitor);
  });

  it('goes without the ids of ad platforms where ads are denied, and keeps the link that a partner is paid by', () => {
    const { take } = createSetup({ analytics: 'granted', ads: 'denied' });
    const { touch: sent, ...rest } = take(event) ?? assert.fail();
    assert.deepEqual([rest.url, rest.referrer], [shop, shop], 'no query, for any platform may be named in it');
    assert.deepEqual(rest.user, event.user);
    assert.deepEqual([rest.id, rest.order_id, rest.value], ['event_1', 'A-1', 1]);
    assert.deepEqual(sent?.click_ids, { cs_click: click('clk_1') });
    assert.deepEqual([sent?.url, sent?.referrer], [shop, 'https://news.example/']);
    assert.deepEqual([sent?.utm, sent?.referral_code], [{ source: 'news' }, 'anna']);
  });

  it('has no click ids at all where there were only those of platforms', () => {
    const { take } = createSetup({ analytics: 'granted', ads: 'denied' });
    assert.equal(
      take({ ...event, touch: { ...touch, click_ids: { gclid: click('A') } } })?.touch?.click_ids,
      undefined,
    );
    assert.equal(take({ ...event, url: `${shop}#gclid=A` })?.url, shop);
  });

  it('goes without anything that would tell one browser from others where nothing may be remembered', () => {
    for (const ads of ['granted', 'denied'] as const) {
      const { take } = createSetup({ analytics: 'denied', ads });
      const { touch: sent, ...rest } = take(event) ?? assert.fail();
      assert.deepEqual([rest.url, rest.referrer, rest.user], [shop, shop, undefined]);
      assert.deepEqual([sent?.url, sent?.referrer], [shop, 'https://news.example/']);
      assert.equal(sent?.click_ids, undefined);
      assert.equal(rest.order_id, 'A-1');
    }
  });

  it('is what is stored, too', () => {
    const { toStore } = createSetup({ analytics: 'granted', ads: 'denied' });
    const stored = toStore({ visitor_id: 'v', ts: 1, user_id: 'user_1', first: touch, last: touch });
    assert.deepEqual([stored.visitor_id, stored.ts, stored.user_id], ['v', 1, 'user_1']);
    for (const kept of [stored.first, stored.last]) {
      assert.deepEqual(kept?.click_ids, { cs_click: click('clk_1') });
      assert.ok(!JSON.stringify(kept).includes('gclid'));
    }
    assert.equal(JSON.stringify(toStore({ visitor_id: 'v', ts: 1 })), '{"visitor_id":"v","ts":1}');
  });

  it('leaves a touch that there is not as it is said', () => {
    const { take } = createSetup({ analytics: 'granted', ads: 'denied' });
    assert.equal(take({ ...event, touch: null })?.touch, null);
    assert.equal(take({ id: '1', name: 'x' })?.touch, undefined);
  });

  it('never changes what it was given', () => {
    const before = structuredClone(event);
    createSetup({ analytics: 'granted', ads: 'denied' }).take(event);
    assert.deepEqual(event, before);
  });
});
